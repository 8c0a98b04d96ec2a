"""Whom an act on an agreement reaches: who loses authority, whose participation ends."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agreement, AgreementAct
from agencies.rules.agreement_state import STATE_AFTER
from agencies.states import ActKind, AgreementState
from training.kinds import Kind
from training.models import Authorization, Coverage, Participation
from training.rules import notice as rule
from training.selectors.end_of_authority import owing_credentials

NAMES_SHOWN = 25


@dataclass(frozen=True)
class Cascade:
    """What an act on an agreement would do, as counted before anybody presses.

    `losing_authority`: officers who are authorized on that day or later. `ending`: those whose
    participation ends; none for a suspension.
    """

    losing_authority: QuerySet[Participation]
    ending: QuerySet[Participation]

    @cached_property
    def losing_ids(self) -> frozenset[int]:
        """Who loses authority. One query."""
        return frozenset(self.losing_authority.order_by().values_list("pk", flat=True))

    @cached_property
    def ending_ids(self) -> frozenset[int]:
        """Whose participation ends. One query."""
        return frozenset(self.ending.order_by().values_list("pk", flat=True))

    @property
    def ids(self) -> list[int]:
        """Everybody concerned, in the order in which rows are written."""
        return sorted(self.losing_ids | self.ending_ids)

    @property
    def digest(self) -> str:
        """Another one as soon as somebody else is concerned: what a person saw, they confirm."""
        said = f"{sorted(self.losing_ids)} {sorted(self.ending_ids)}"
        return sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class NoticeBefore:
    """The notice that has to precede an act: by when, and on which day one was given, if any."""

    clock: rule.Clock
    due_at: datetime
    given_on: date | None
    is_late: bool

    @property
    def is_ahead(self) -> bool:
        """Whether there is time left to give it."""
        return self.given_on is None and not self.is_late


@dataclass(frozen=True)
class Named:
    """One officer concerned, and what they lose."""

    participation: Participation
    loses_authority: bool
    ends: bool


@dataclass(frozen=True)
class CascadeShown:
    """What a person looks at before confirming: numbers, the first names, tasks, the notice."""

    losing: int
    ending: int
    first: list[Named]
    concerned: int
    credentials: int
    notice: NoticeBefore | None
    digest: str

    @property
    def more(self) -> int:
        """How many are concerned beside the first."""
        return self.concerned - len(self.first)


def reaches_officers(kind: ActKind) -> bool:
    """Whether an act of this kind takes something from officers."""
    return STATE_AFTER.get(kind) in (AgreementState.SUSPENDED, AgreementState.ENDED)


def cascade_of(viewer: Viewer, agreement: Agreement, kind: ActKind, effective_on: date) -> Cascade:
    """Who would lose authority, and whose participation would end."""
    of_agreement = Participation.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS).filter(
        agreement=agreement
    )
    reaching = Authorization.objects.filter(
        participation=OuterRef("pk"), superseded_at=None, valid_to__gt=effective_on
    )
    live = Coverage.objects.known_now().filter(
        participation=OuterRef("pk"), kind=Kind.PARTICIPATION, valid_to__gt=effective_on
    )
    losing = of_agreement.none()
    ending = of_agreement.none()
    if reaches_officers(kind):
        losing = of_agreement.filter(Exists(reaching))
    if STATE_AFTER.get(kind) is AgreementState.ENDED:
        ending = of_agreement.filter(Exists(live))
    return Cascade(losing.order_by("name_key", "id"), ending.order_by("name_key", "id"))


def cascade_shown(
    viewer: Viewer, agreement: Agreement, kind: ActKind, effective_on: date
) -> CascadeShown:
    """The page before the act. A fixed number of queries, however many officers there are."""
    cascade = cascade_of(viewer, agreement, kind, effective_on)
    ids = cascade.ids
    first = (
        Participation.objects.filter(pk__in=ids)
        .select_related("officer", "appointment")
        .order_by("name_key", "id")[:NAMES_SHOWN]
    )
    return CascadeShown(
        losing=len(cascade.losing_ids),
        ending=len(cascade.ending_ids),
        first=[Named(p, p.pk in cascade.losing_ids, p.pk in cascade.ending_ids) for p in first],
        concerned=len(ids),
        credentials=len(owing_credentials(ids, effective_on)),
        notice=_notice_before(agreement, kind, effective_on),
        digest=cascade.digest,
    )


def asks_notice(kind: ActKind) -> bool:
    """Whether forms ask for a notice before an act of this kind."""
    return kind in (ActKind.SUSPENDED, ActKind.TERMINATED)


def notice_given(agreement: Agreement, kind: ActKind, by: date) -> AgreementAct | None:
    """The last notice on record that belongs to an act of `kind` on the day `by`.

    A notice of termination belongs to a termination, until the agreement is reinstated: then
    another one has to be given. To no suspension: when its notice was sent is recorded beside it.
    """
    if kind != ActKind.TERMINATED:
        return None
    last = (
        AgreementAct.objects.filter(
            agreement=agreement,
            kind__in=(ActKind.NOTICE_OF_TERMINATION, ActKind.REINSTATED),
            effective_on__lte=by,
        )
        .order_by("-effective_on", "-id")
        .first()
    )
    return last if last and last.kind == ActKind.NOTICE_OF_TERMINATION else None


def _notice_before(agreement: Agreement, kind: ActKind, on: date) -> NoticeBefore | None:
    form = agreement.form_revision.code if agreement.form_revision else ""
    clock = rule.clock_of(rule.TERMINATION, form)
    if clock is None or not asks_notice(kind):
        return None
    zone = agreement.agency.time_zone
    due_at = rule.due_before(clock, on, zone)
    given = notice_given(agreement, kind, on)
    given_at = rule.midnight(given.effective_on, zone) if given else None
    late = rule.is_late(due_at, given_at, timezone.now())
    return NoticeBefore(clock, due_at, given.effective_on if given else None, late)
