"""The home of those who answer for a field office's agencies: supervisors and the director."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max
from django.utils.timezone import localtime

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agency
from reports.selectors.aftermath import aftermath_tasks
from reports.selectors.agencies import AgencyRow, rows_for
from reports.selectors.attention import Task
from reports.selectors.compliance import Tally, standings_on, tallies
from training.kinds import Kind
from training.models import Coverage, Participation, SignOff
from training.selectors.participation import Waiting, waiting_for_authorization, waits
from training.selectors.sign_off import RecordShown, queue, records_shown, waiting_count
from training.states import Status

SHOWN = 5
AGENCIES_SHOWN = 25


@dataclass(frozen=True)
class AgencyChange:
    """An agency, and how many points its compliant share moved since a month ago."""

    row: AgencyRow
    points: int | None

    @property
    def lost(self) -> int:
        """Points lost, without the sign."""
        return -(self.points or 0)


@dataclass(frozen=True)
class EvaluationsDue:
    """Evaluations of officers who may act: how many are overdue or due within 30 days."""

    overdue: int
    soon: int
    first: list[tuple[Participation, date]]

    @property
    def more(self) -> int:
        """How many there are beside the first."""
        return self.overdue + self.soon - len(self.first)


@dataclass(frozen=True)
class FieldHome:
    """What waits, then how the agencies stand, the worst first."""

    waiting: int
    records: list[tuple[RecordShown, int]]
    oldest_days: int
    authorizations: list[Waiting]
    authorizations_waiting: int
    agencies: list[AgencyChange]
    agencies_number: int
    worst: AgencyChange | None
    since: date
    tasks: list[Task]
    evaluations: EvaluationsDue | None
    signed: list[SignOff]
    signed_counts: dict[str, int]


def field_home(viewer: Viewer, day: date) -> FieldHome:
    """Everything for one supervisor or director on `day`. A fixed number of queries."""
    since = day - timedelta(days=30)
    signs = viewer.may(Permission.SIGN_OFF)
    records = records_shown(list(queue(viewer)[:SHOWN])) if signs else []
    waited = [(record, _days_waiting(record, day)) for record in records]
    authorizations, number = _to_authorize(viewer, day)
    agencies = list(Agency.objects.visible_to(viewer).select_related("field_office"))
    changes = _changes(viewer, agencies, day, since)
    worse = [change for change in changes if change.points is not None and change.points < 0]
    return FieldHome(
        waiting=waiting_count(viewer),
        records=waited,
        oldest_days=waited[0][1] if waited else 0,
        authorizations=authorizations,
        authorizations_waiting=number,
        agencies=changes[:AGENCIES_SHOWN],
        agencies_number=len(changes),
        worst=min(worse, key=lambda change: change.points or 0, default=None),
        since=since,
        tasks=aftermath_tasks(viewer),
        evaluations=_evaluations(viewer, day) if signs else None,
        signed=_signed(viewer) if signs else [],
        signed_counts=_signed_counts(viewer, day) if signs else {},
    )


def _days_waiting(record: RecordShown, day: date) -> int:
    submitted = record.enrollment.submitted_at
    return (day - localtime(submitted).date()).days if submitted else 0


def _to_authorize(viewer: Viewer, day: date) -> tuple[list[Waiting], int]:
    if not viewer.may(Permission.AUTHORIZE):
        return [], 0
    waiting = waiting_for_authorization(viewer, day)
    return waits(list(waiting[:SHOWN]), day), waiting.count()


def _changes(viewer: Viewer, agencies: list[Agency], day: date, since: date) -> list[AgencyChange]:
    before: dict[int, Tally] = tallies(standings_on(viewer, since), "agency_id")
    changes = []
    for row in rows_for(viewer, agencies, day):
        then = before.get(row.agency.pk)
        now = row.tally.percent
        was = then.percent if then else None
        points = now - was if now is not None and was is not None else None
        changes.append(AgencyChange(row, points))

    def worst_first(change: AgencyChange) -> tuple[Any, ...]:
        percent = change.row.tally.percent
        return (percent is None, percent or 0, change.row.agency.name_key)

    return sorted(changes, key=worst_first)


def _evaluations(viewer: Viewer, day: date) -> EvaluationsDue:
    acting = standings_on(viewer, day).filter(status=Status.AUTHORIZED).values("participation_id")
    due = list(
        Coverage.objects.visible_to(viewer)
        .known_now()
        .filter(kind=Kind.EVALUATION, valid_from__lte=day, participation__in=acting)
        .order_by()
        .values_list("participation_id")
        .annotate(until=Max("valid_to"))
        .filter(until__lte=day + timedelta(days=30))
    )
    due.sort(key=lambda row: (row[1], row[0]))
    overdue = [row for row in due if row[1] <= day]
    found = (
        Participation.objects.visible_to(viewer)
        .select_related("officer")
        .in_bulk([pk for pk, _until in due[:SHOWN]])
    )
    first = [(found[pk], until) for pk, until in due[:SHOWN]]
    return EvaluationsDue(len(overdue), len(due) - len(overdue), first)


def _signed(viewer: Viewer) -> list[SignOff]:
    return list(
        SignOff.objects.visible_to(viewer)
        .filter(signed_by=viewer.user_id)
        .select_related("participation__officer")
        .order_by("-signed_at")[:SHOWN]
    )


def _signed_counts(viewer: Viewer, day: date) -> dict[str, int]:
    return dict(
        SignOff.objects.visible_to(viewer)
        .filter(signed_by=viewer.user_id, signed_at__date__gt=day - timedelta(days=90))
        .order_by()
        .values_list("decision")
        .annotate(n=Count("id"))
    )
