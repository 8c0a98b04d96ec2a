"""One participation with the acts done to it, and the queues of those who wait for an act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.keyset import Keyset
from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agreement
from agencies.models.rows import FOREVER
from agencies.rules.agreement_state import STATE_AFTER
from agencies.states import ActKind as AgreementActKind
from agencies.states import AgreementState
from training.models import Certification, Participation, ParticipationAct
from training.models.act import ActKind
from training.states import Status

PAGE = 25
# Who waits since a day that nobody knows comes last.
LONGEST_FIRST = Keyset("waits_from", "pk")


@dataclass(frozen=True)
class Waiting:
    """A participation that waits for an act: since when, and for how many days."""

    participation: Participation
    since: date | None
    days: int


@dataclass(frozen=True)
class WaitingPage:
    """One page of participations that wait for an act, longest first."""

    rows: list[Waiting]
    after: str
    is_first: bool


def participations(viewer: Viewer, permission: Permission) -> QuerySet[Participation]:
    """Participations on which the viewer may exercise `permission`, with what pages name."""
    return Participation.objects.visible_to(viewer, permission).select_related(
        "officer", "agency", "appointment", "agreement__form_revision"
    )


def acts_of(participation: Participation) -> list[ParticipationAct]:
    """The acts that stand, in the order of effect. One query."""
    return list(
        participation.participationacts.filter(superseded_at=None)
        .select_related("recorded_by")
        .order_by("effective_on", "id")
    )


def vetting_page(viewer: Viewer, after: str = "") -> WaitingPage:
    """Nominated officers who wait for the result of vetting, longest first."""
    nominated = ParticipationAct.objects.filter(
        participation=OuterRef("pk"), kind=ActKind.NOMINATED, superseded_at=None
    ).order_by("effective_on", "id")
    since = Subquery(nominated.values("effective_on")[:1], output_field=DateField())
    rows = _waiting(viewer, Permission.VET, (Status.NOMINATED,), since, viewer.today)
    return _page(rows, viewer.today, after)


def waiting_for_authorization(viewer: Viewer, day: date) -> QuerySet[Participation]:
    """Certified officers without authority, and those whose authority lapsed, longest first.

    Under an agreement in force: under another nobody can be authorized (see `held_up`).
    """
    return _without_authority(viewer, day).filter(agreement__in=_in_force(day))


@dataclass(frozen=True)
class HeldUp:
    """Who would wait for the director if the agreement were in force: some, and how many."""

    rows: list[tuple[Participation, AgreementState]]
    number: int


def held_up(viewer: Viewer, day: date) -> HeldUp:
    """Those without authority whose agreement is not in force, each with its state. 3 queries."""
    rows = _without_authority(viewer, day).exclude(agreement__in=_in_force(day))
    first = list(rows[:PAGE])
    agreements = Agreement.objects.with_state_on(day).in_bulk({row.agreement_id for row in first})
    shown = [(row, _state_of(agreements[row.agreement_id], day)) for row in first]
    return HeldUp(shown, len(first) if len(first) < PAGE else rows.count())


def _state_of(agreement: Agreement, day: date) -> AgreementState:
    last_act: str | None = agreement.last_act  # type: ignore[attr-defined]
    if agreement.expires_on <= day:
        return AgreementState.ENDED
    return STATE_AFTER[AgreementActKind(last_act)] if last_act else AgreementState.NOT_YET


def _in_force(day: date) -> QuerySet[Agreement, dict[str, Any]]:
    return Agreement.objects.in_force_on(day).values("pk")


def _without_authority(viewer: Viewer, day: date) -> QuerySet[Participation]:
    certified = Certification.objects.filter(participation=OuterRef("pk")).order_by(
        "-certified_on", "-id"
    )
    since = Subquery(certified.values("certified_on")[:1], output_field=DateField())
    return _waiting(viewer, Permission.AUTHORIZE, (Status.CERTIFIED, Status.LAPSED), since, day)


def authorization_page(viewer: Viewer, after: str = "") -> WaitingPage:
    """One page of those who wait for the director's authorization."""
    return _page(waiting_for_authorization(viewer, viewer.today), viewer.today, after)


def _waiting(
    viewer: Viewer, permission: Permission, statuses: tuple[Status, ...], since: Subquery, day: date
) -> QuerySet[Participation]:
    return (
        participations(viewer, permission)
        .filter(
            standings__valid_from__lte=day,
            standings__valid_to__gt=day,
            standings__status__in=statuses,
        )
        .annotate(since=since, waits_from=Coalesce(since, Value(FOREVER)))
        .order_by(*LONGEST_FIRST.order)
    )


def waits(rows: Iterable[Any], day: date) -> list[Waiting]:
    """Participations annotated with `since`, and for how many days each has waited."""
    return [Waiting(row, row.since, (day - row.since).days if row.since else 0) for row in rows]


def _page(rows: QuerySet[Participation], day: date, after: str) -> WaitingPage:
    page = LONGEST_FIRST.page(rows, after, PAGE)
    return WaitingPage(waits(page.rows, day), page.after, page.is_first)
