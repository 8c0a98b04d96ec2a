"""Who supervises whom: an assignment begins, ends, or an agency comes under another field office.

R20. Coverage follows in the same transaction: met while an assignment lasts, open once it ends.
An officer keeps the supervisor named at the authorization until that assignment ends.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Min, Q
from django.db.models.functions import Now

from accounts.many_rows import add_rows
from accounts.viewer import Viewer
from agencies.models import Agency, SupervisorAssignment
from agencies.selectors.agency import today_at
from agencies.services import supervisor_assignment as assignments
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, Participation
from training.rules import supervisor as rule
from training.rules.periods import Period


def assign_supervisor(viewer: Viewer, **asked: Any) -> SupervisorAssignment:
    """Assign a supervisor, as `agencies.services` does, and cover the officers concerned."""
    with transaction.atomic():
        made = assignments.assign_supervisor(viewer, **asked)
        day = assignments.day_of(viewer, made)
        supervise(viewer, _under(made), day, "supervisor assigned", newly=made)
    return made


def end_assignment(viewer: Viewer, assignment: SupervisorAssignment) -> SupervisorAssignment:
    """End an assignment today; the officers it covered have no supervisor on record by it."""
    with transaction.atomic():
        ended = assignments.end_assignment(viewer, assignment)
        day = assignments.day_of(viewer, ended)
        supervise(viewer, _under(ended), day, "supervisor's assignment ended")
    return ended


def follow_field_office(viewer: Viewer, agency: Agency) -> None:
    """Let coverage follow an agency that came under another field office today."""
    supervise(viewer, Q(agency=agency), today_at(agency), "agency under another field office")


def supervise(
    viewer: Viewer,
    concerned: Q,
    on: date,
    because: str,
    *,
    newly: SupervisorAssignment | None = None,
    authorized_from: date | None = None,
) -> None:
    """Bring coverage of the named supervisor in step with the assignments, from `on` forward.

    For participations not ended and authorized at some time. Days before `on` stay as they were,
    but for two that are recorded late: `newly`, an assignment that began before, covers from its
    beginning, and an officer authorized from an earlier day is covered from `authorized_from`.
    Whoever has no supervisor any more is given the agreement's own, else the field office's;
    `newly` also covers those whose supervisor is known to leave. A fixed number of queries,
    however many officers.
    """
    since = min(on, authorized_from or on)
    live = Participation.objects.filter(
        concerned,
        coverages__kind=Kind.PARTICIPATION,
        coverages__superseded_at=None,
        coverages__valid_to__gt=on,
    )
    rows = {
        row.pk: row
        for row in Participation.objects.filter(pk__in=live.values("pk"))
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .select_related("agency")
    }
    known = Coverage.objects.known_now().filter(participation__in=rows)
    authorized = dict(
        known.filter(kind=Kind.AUTHORIZATION)
        .values_list("participation")
        .annotate(Min("valid_from"))
        .order_by()
    )
    covered: dict[int, list[Coverage]] = {}
    for coverage in known.filter(
        kind=Kind.SUPERVISOR, evidence_kind=EvidenceKind.SUPERVISOR_ASSIGNMENT
    ).order_by("id"):
        covered.setdefault(coverage.participation_id, []).append(coverage)
    of_agreement, of_office = _assignments_for(rows.values())
    close: list[int] = []
    add: list[tuple[Participation, int, Period]] = []
    for pk, first in authorized.items():
        row = rows[pk]
        own, office = (
            {a.pk: p for a in found if (p := rule.coverage(first, a.valid_from, a.valid_to))}
            for found in (
                of_agreement.get(row.agreement_id, ()),
                of_office.get(row.agency.field_office_id or 0, ()),
            )
        )
        lasting = own | office
        reach = date.min
        for was in covered.get(pk, ()):
            period = lasting.get(was.evidence_id)
            until = min(was.valid_to, period.valid_to if period else max(on, was.valid_from))
            reach = max(reach, until)
            if until == was.valid_to:
                continue
            close.append(was.pk)
            if was.valid_from < until:
                add.append((row, was.evidence_id, Period(was.valid_from, until)))
        if newly is not None and (given := lasting.get(newly.pk)) and given.valid_to > reach:
            add.append((row, newly.pk, given))
            reach = given.valid_to
        for evidence, period in _in_turn(own, office, max(since, first, reach)):
            add.append((row, evidence, period))
    Coverage.objects.filter(pk__in=close).update(superseded_at=Now(), superseded_because=because)
    _add(viewer, add)


def _under(assignment: SupervisorAssignment) -> Q:
    if assignment.agreement_id is not None:
        return Q(agreement=assignment.agreement_id)
    return Q(agency__field_office=assignment.field_office_id)


def _in_turn(
    own: dict[int, Period], office: dict[int, Period], day: date
) -> Iterator[tuple[int, Period]]:
    """Who supervises from `day` on, one after the other: the agreement's own before the office's,
    one in force before one that is yet to begin."""
    while True:
        found = [
            (max(period.valid_from, day), order, evidence, period.valid_to)
            for order, periods in enumerate((own, office))
            for evidence, period in periods.items()
            if period.valid_to > day
        ]
        if not found:
            return
        begins, _order, evidence, day = min(found)
        yield evidence, Period(begins, day)


def _assignments_for(
    rows: Iterable[Participation],
) -> tuple[dict[int, list[SupervisorAssignment]], dict[int, list[SupervisorAssignment]]]:
    """The assignments that may cover these, by agreement and by field office."""
    rows = list(rows)
    of_agreement: dict[int, list[SupervisorAssignment]] = {}
    of_office: dict[int, list[SupervisorAssignment]] = {}
    found = SupervisorAssignment.objects.order_by("valid_from", "id")
    for assignment in found.filter(
        Q(agreement__in={row.agreement_id for row in rows})
        | Q(field_office__in={row.agency.field_office_id for row in rows} - {None}),
        valid_to__gt=F("valid_from"),
    ):
        if assignment.agreement_id is not None:
            of_agreement.setdefault(assignment.agreement_id, []).append(assignment)
        elif assignment.field_office_id is not None:
            of_office.setdefault(assignment.field_office_id, []).append(assignment)
    return of_agreement, of_office


def _add(viewer: Viewer, add: list[tuple[Participation, int, Period]]) -> None:
    add_rows(
        Coverage,
        {
            "agency_id": [row.agency_id for row, _evidence, _period in add],
            "participation_id": [row.pk for row, _evidence, _period in add],
            "evidence_id": [evidence for _row, evidence, _period in add],
            "valid_from": [period.valid_from for _row, _evidence, period in add],
            "valid_to": [period.valid_to for _row, _evidence, period in add],
        },
        kind=int(Kind.SUPERVISOR),
        evidence_kind=int(EvidenceKind.SUPERVISOR_ASSIGNMENT),
        superseded_because="",
        recorded_by_id=viewer.user_id,
    )
