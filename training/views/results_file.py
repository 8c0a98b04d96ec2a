"""Attendance and scores of a class as a file, in the shape that its import takes."""

import csv
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.demo_note import NOTE, noted_cells
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from intake.services.refused_rows import safe
from training.selectors.class_records import ClassRecord, class_records, classes_with_course
from training.services.results_line import AGENCY, BADGE, CLASS_ID, FIRST, LAST, STATE, day_column
from training.services.stated_scores import exam_column


@needs(Permission.VIEW)
@require_GET
def class_file(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """One row an officer whom the viewer may see; the days stand above their numbers."""
    training_class = get_object_or_404(classes_with_course(), uuid=uuid)
    records = class_records(request.viewer, training_class)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = "".join(c if c.isalnum() else "-" for c in training_class.class_id)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-results.csv"'
    response.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(response)
    who = (CLASS_ID, STATE, AGENCY, BADGE, LAST, FIRST)
    days = [day for day in records.calendar.days if day.number is not None]
    exams = [m.exam_code for m in training_class.course_version.modules.all() if m.exam_code]
    writer.writerow([*[""] * len(who), *(day.day.isoformat() for day in days)])
    heads = [*who, *(day_column(d.number or 0) for d in days), *map(exam_column, exams)]
    writer.writerow(noted_cells(heads, NOTE))
    for record in records.records:
        cells = map(safe, _cells(record, training_class.class_id, exams))
        writer.writerow(noted_cells(list(cells)))
    return response


def _cells(record: ClassRecord, class_id: str, exams: list[str]) -> list[str]:
    enrollment = record.enrollment
    agency = enrollment.participation.agency
    sat = {exam.exam_code: exam.sittings for exam in record.shown.exams}
    return [
        class_id,
        agency.state,
        agency.name,
        enrollment.participation.appointment.badge_number,
        enrollment.officer.last_name,
        enrollment.officer.first_name,
        *("" if d.hours is None else str(d.hours) for d in record.shown.days if not d.holiday),
        *(";".join(str(s.score) for s in sat.get(code, ())) for code in exams),
    ]
