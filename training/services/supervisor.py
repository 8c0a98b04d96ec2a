"""Who supervises whom: an assignment begins, ends, or an agency comes under another field office.

R20. Coverage follows in the same transaction: met while an assignment lasts, open once it ends.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.db.models.functions import Now

from accounts.viewer import Viewer
from agencies.models import Agency, SupervisorAssignment
from agencies.services import supervisor_assignment as assignments
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, Participation
from training.rules import supervisor as rule
from training.rules.periods import Period
from training.services.many_rows import add_rows


def assign_supervisor(viewer: Viewer, **asked: Any) -> SupervisorAssignment:
    """Assign a supervisor, as `agencies.services` does, and cover the officers concerned."""
    with transaction.atomic():
        made = assignments.assign_supervisor(viewer, **asked)
        supervise(viewer, _under(made), viewer.today, "supervisor assigned")
    return made


def end_assignment(viewer: Viewer, assignment: SupervisorAssignment) -> SupervisorAssignment:
    """End an assignment today; the officers it covered have no supervisor on record by it."""
    with transaction.atomic():
        ended = assignments.end_assignment(viewer, assignment)
        supervise(viewer, _under(ended), viewer.today, "supervisor's assignment ended")
    return ended


def follow_field_office(viewer: Viewer, agency: Agency) -> None:
    """Let coverage follow an agency that came under another field office today."""
    supervise(viewer, Q(agency=agency), viewer.today, "agency under another field office")


def supervise(viewer: Viewer, concerned: Q, on: date, because: str) -> None:
    """Bring coverage of the named supervisor in step with the assignments, from `on` forward.

    For participations not ended and authorized at some time. What an assignment covered before
    stays covered. A fixed number of queries, however many officers.
    """
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
        wanted = {
            assignment.pk: period
            for assignment in (
                *of_agreement.get(row.agreement_id, ()),
                *of_office.get(row.agency.field_office_id or 0, ()),
            )
            if (period := rule.coverage(first, assignment.valid_from, assignment.valid_to))
        }
        for was in covered.get(pk, ()):
            period = wanted.pop(was.evidence_id, None)
            until = period.valid_to if period else min(was.valid_to, max(on, was.valid_from))
            if until == was.valid_to:
                continue
            close.append(was.pk)
            if was.valid_from < until:
                add.append((row, was.evidence_id, Period(was.valid_from, until)))
        add += [(row, evidence, period) for evidence, period in wanted.items()]
    Coverage.objects.filter(pk__in=close).update(superseded_at=Now(), superseded_because=because)
    _add(viewer, add)


def _under(assignment: SupervisorAssignment) -> Q:
    if assignment.agreement_id is not None:
        return Q(agreement=assignment.agreement_id)
    return Q(agency__field_office=assignment.field_office_id)


def _assignments_for(
    rows: Iterable[Participation],
) -> tuple[dict[int, list[SupervisorAssignment]], dict[int, list[SupervisorAssignment]]]:
    """The assignments that may cover these, by agreement and by field office."""
    rows = list(rows)
    of_agreement: dict[int, list[SupervisorAssignment]] = {}
    of_office: dict[int, list[SupervisorAssignment]] = {}
    for assignment in SupervisorAssignment.objects.filter(
        Q(agreement__in={row.agreement_id for row in rows})
        | Q(field_office__in={row.agency.field_office_id for row in rows} - {None})
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
