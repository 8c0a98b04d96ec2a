"""Whom an addendum reaches that moves an agreement's end: who goes on, and whose letter ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256

from django.db.models import OuterRef, Subquery

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agreement
from agencies.rules.agreement_state import first_day_not
from agencies.states import AgreementState
from training.kinds import Kind
from training.models import (
    Authorization,
    Coverage,
    Participation,
    ParticipationAct,
    Requirement,
    RuleAssignment,
)
from training.rules import authorization as rule
from training.rules.parameters import Parameters
from training.selectors.facts import acts_of_agreement
from training.states import Status

NAMES_SHOWN = 25
ENDED = (
    *(Status.REVOKED, Status.WITHDRAWN, Status.SEPARATED),
    *(Status.NOT_APPROVED, Status.DISQUALIFIED),
)


@dataclass(frozen=True)
class Extension:
    """What moving an agreement's end from `was` to `until` does to its officers.

    `spans` are the participations that `was` cut; they go on until `runs_until`. `carried` are
    authorizations that it cut, each with its new end: that of the letter's own period, at most
    that of the agreement. `ending` are authorizations that end on `was` all the same: the letter
    says so, or a paper from before this service.
    """

    was: date
    until: date
    runs_until: date
    spans: list[Coverage]
    carried: list[tuple[Authorization, date]]
    ending: list[Authorization]

    @property
    def ids(self) -> list[int]:
        """Every participation that changes, in the order in which rows are written."""
        going = {span.participation_id for span in self.spans}
        return sorted(going | {row.participation_id for row, _end in self.carried})

    @property
    def first_ending(self) -> list[Participation]:
        """The first of those who need another letter."""
        return [row.participation for row in self.ending[:NAMES_SHOWN]]

    @cached_property
    def digest(self) -> str:
        """Another one as soon as somebody else is concerned."""
        ending = sorted(row.participation_id for row in self.ending)
        carried = sorted((row.pk, end) for row, end in self.carried)
        said = f"{self.until} {self.ids} {carried} {ending}"
        return sha256(said.encode()).hexdigest()


def extension_of(viewer: Viewer, agreement: Agreement, was: date, until: date) -> Extension:
    """What moving the end from `was` to `until` would do. A fixed number of queries."""
    last = (
        ParticipationAct.objects.filter(participation=OuterRef("pk"), superseded_at=None)
        .exclude(status_after="")
        .order_by("-effective_on", "-id")
        .values("status_after")[:1]
    )
    live = (
        Participation.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS)
        .filter(agreement=agreement)
        .annotate(last_status=Subquery(last))
        .exclude(last_status__in=ENDED)
    )
    acts = acts_of_agreement(agreement)
    eve = was - timedelta(days=1)
    in_force_until = first_day_not({AgreementState.IN_FORCE}, acts, until, eve)
    runs_until = first_day_not(set(AgreementState) - {AgreementState.ENDED}, acts, until, eve)
    spans = Coverage.objects.known_now().filter(
        participation__in=live, kind=Kind.PARTICIPATION, valid_to=was
    )
    authorizations = list(
        Authorization.objects.filter(participation__in=live, superseded_at=None, valid_to=was)
        .select_related("participation__officer")
        .order_by("participation__name_key", "id")
    )
    own_ends = _own_ends(authorizations)
    carried, ending = [], []
    for row in authorizations:
        end = min(own_ends[row.pk], in_force_until)
        if row.paper_id is None and end > was:
            carried.append((row, end))
        else:
            ending.append(row)
    return Extension(
        was=was,
        until=until,
        runs_until=runs_until,
        spans=list(spans.order_by("id")) if runs_until > was else [],
        carried=carried,
        ending=ending,
    )


def _own_ends(authorizations: Iterable[Authorization]) -> dict[int, date]:
    """When each letter ends by its form alone, by authorization id. Two queries."""
    rows = list(authorizations)
    assigned: dict[int, list[RuleAssignment]] = {}
    for assignment in RuleAssignment.objects.filter(
        participation__in={row.participation_id for row in rows}, superseded_at=None
    ):
        assigned.setdefault(assignment.participation_id, []).append(assignment)
    parameters: dict[int, Parameters] = dict(
        Requirement.objects.filter(
            kind=Kind.AUTHORIZATION,
            rule_set__in={a.rule_set_id for found in assigned.values() for a in found},
        ).values_list("rule_set_id", "parameters")
    )
    ends = {}
    for row in rows:
        rule_set = next(
            (
                a.rule_set_id
                for a in assigned.get(row.participation_id, ())
                if a.valid_from <= row.valid_from < a.valid_to
            ),
            0,
        )
        ends[row.pk] = rule.coverage(row.valid_from, parameters.get(rule_set, {})).valid_to
    return ends
