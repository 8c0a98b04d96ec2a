"""Re-evaluations as pages show them, and the facts that judging by other rules needs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agency
from training.kinds import Kind
from training.models import (
    Coverage,
    Participation,
    Reevaluation,
    RuleAssignment,
    RuleSet,
    Standing,
)
from training.querysets import compliance_of
from training.states import Compliance

# Participations at a time: what is in memory at once does not grow with the nation.
CHUNK = 2000


def reevaluations(viewer: Viewer) -> QuerySet[Reevaluation]:
    """Every re-evaluation, newest first: for those who prepare and apply them."""
    rows = Reevaluation.objects.select_related(
        "rule_set__form_revision", "prepared_by", "applied_by"
    )
    return rows if viewer.may(Permission.PUBLISH_RULES) else rows.none()


def rules_to_judge_by() -> QuerySet[RuleSet]:
    """Published rules, the newest form and version first."""
    return (
        RuleSet.objects.filter(published_at__isnull=False)
        .select_related("form_revision")
        .order_by("-form_revision__valid_from", "model", "-version")
    )


def applied_later(rule_set: RuleSet, day: date) -> list[tuple[str, date]]:
    """Name and day of applied re-evaluations of the same form that take effect after `day`."""
    return list(
        Reevaluation.objects.filter(
            rule_set__form_revision=rule_set.form_revision_id,
            rule_set__model=rule_set.model,
            applied_at__isnull=False,
            effective_on__gt=day,
        ).values_list("name", "effective_on")
    )


def to_judge(viewer: Viewer, rule_set: RuleSet, effective_on: date) -> QuerySet[Participation]:
    """Participations under the form that last beyond `effective_on` and that other rules, or
    none, judge from then on."""
    known = {"participation": OuterRef("pk"), "superseded_at": None}
    assigned = RuleAssignment.objects.filter(**known, valid_to__gt=effective_on)
    spans = Coverage.objects.filter(**known, kind=Kind.PARTICIPATION, valid_to__gt=effective_on)
    return Participation.objects.visible_to(viewer, Permission.PUBLISH_RULES).filter(
        Exists(spans),
        Exists(assigned.exclude(rule_set=rule_set)) | ~Exists(assigned),
        agreement__form_revision=rule_set.form_revision_id,
        model=rule_set.model,
    )


def chunks(rows: QuerySet[Participation]) -> Iterator[dict[int, int]]:
    """Agency by participation, in the order of their ids, a chunk at a time.

    One scan by a cursor of the database, within the transaction: a query for each chunk would
    plan and sort the whole nation again each time. What is written meanwhile is not seen.
    """
    found = rows.order_by("pk").values_list("pk", "agency_id").iterator(chunk_size=CHUNK)
    while chunk := dict(islice(found, CHUNK)):
        yield chunk


# --- Compliance before and after ---------------------------------------------------------------

Judged = dict[int, Compliance]


def stored_compliance(ids: Sequence[int], day: date) -> Judged:
    """Compliance on `day` as standing has it; not applicable where no row covers the day."""
    rows = Standing.objects.on(day).filter(participation__in=ids)
    return _judged(ids, day, rows.values_list("participation", "grade", "soon_from"))


def computed_compliance(ids: Sequence[int], *days: date) -> list[Judged]:
    """The same, computed from what is written this moment, for when standing waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select participation_id, valid_from, valid_to, grade, soon_from"
            " from standing_of(%s, 'infinity') where valid_from <= %s and valid_to > %s",
            [list(ids), max(days), min(days)],
        )
        rows = cursor.fetchall()
    return [
        _judged(ids, day, [(p, g, s) for p, first, end, g, s in rows if first <= day < end])
        for day in days
    ]


def _judged(ids: Sequence[int], day: date, rows: Iterable[tuple[int, int, date | None]]) -> Judged:
    judged = dict.fromkeys(ids, Compliance.NOT_APPLICABLE)
    judged.update({pk: compliance_of(grade, soon, day) for pk, grade, soon in rows})
    return judged


# --- Counts, as they are stored and shown ------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """How many go from one compliance to another on the day."""

    before: Compliance
    after: Compliance
    count: int


@dataclass(frozen=True)
class AgencyCount:
    """What changes at one agency."""

    uuid: UUID
    name: str
    state: str
    judged: int
    changing: int


@dataclass(frozen=True)
class Counts:
    """The stored counts of a re-evaluation in words and names."""

    judged: int
    changing: int
    corrected: int
    moved: list[Moved]
    agencies: list[AgencyCount]


def counts_of(viewer: Viewer, reevaluation: Reevaluation) -> Counts:
    """The counts that were stored with the preview, most affected agencies first. One query."""
    stored = reevaluation.counts
    per_agency = {int(pk): tuple(n) for pk, n in stored.get("agencies", {}).items()}
    names = Agency.objects.visible_to(viewer).filter(Q(pk__in=per_agency)).order_by("name_key")
    agencies = [
        AgencyCount(agency.uuid, agency.name, agency.state, *per_agency[agency.pk])
        for agency in names
    ]
    moved = [
        Moved(Compliance(before), Compliance(after), n)
        for before, after, n in stored.get("moved", [])
    ]
    return Counts(
        judged=stored.get("judged", 0),
        changing=stored.get("changing", 0),
        corrected=stored.get("corrected", 0),
        moved=sorted(moved, key=lambda m: -m.count),
        agencies=sorted(agencies, key=lambda a: -a.changing),
    )


class ChangeOf(Protocol):
    """What a preview says of one participation (training.services.judging.Change)."""

    @property
    def participation_id(self) -> int:
        """Whose."""


@dataclass(frozen=True)
class OfficerChange:
    """One officer of an agency with what would change."""

    participation: Participation
    change: ChangeOf


def officers_of(viewer: Viewer, changes: Sequence[ChangeOf]) -> list[OfficerChange]:
    """The officers of a preview by name. One query."""
    rows = (
        Participation.objects.visible_to(viewer, Permission.PUBLISH_RULES)
        .select_related("officer", "appointment")
        .in_bulk([change.participation_id for change in changes])
    )
    named = [
        OfficerChange(rows[change.participation_id], change)
        for change in changes
        if change.participation_id in rows
    ]
    return sorted(named, key=lambda o: (o.participation.name_key, o.participation.pk))
