"""Attendance: hours by officer and day, in a grid that saves each cell by itself."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer
from training.forms.grid import Answer, HoursCell, HoursForm, hours_cells, was_shown
from training.models import ClassDay, Enrollment
from training.selectors.class_records import (
    ClassRecord,
    ClassRecords,
    class_records,
    classes_with_course,
)
from training.selectors.sign_off import DayShown
from training.services.attendance import record_attendance, record_day
from training.views.grid import Answers, grid_answer, in_words, result_of, save_cell, wants_json
from training.views.training_class import class_context


@dataclass(frozen=True)
class Cell:
    """One day of one officer as the grid draws it."""

    shown: DayShown
    name: str
    is_input: bool
    is_late: bool
    answer: Answer | None

    @property
    def is_holiday(self) -> bool:
        """Whether the class does not meet."""
        return bool(self.shown.holiday)

    @property
    def column(self) -> str:
        """The id of the column's head."""
        return f"d{self.shown.day.isoformat()}"

    @property
    def title(self) -> str:
        """The column in words."""
        return date_format(self.shown.day, "j M")

    @property
    def value(self) -> str:
        """What stands in the cell: what was typed, or what is recorded."""
        if self.answer is not None:
            return self.answer.value
        return _text(self.shown.hours)


@needs(Permission.VIEW)
def class_attendance(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """The grid of a class. A POST saves the cells it holds, or a whole day for everybody."""
    training_class = get_object_or_404(classes_with_course(), uuid=uuid)
    answers: Answers = {}
    if request.method == "POST":
        request.viewer.must(Permission.RECORD_RESULTS)
        records = class_records(request.viewer, training_class)
        answers = _save(request.viewer, records, request.POST)
        if wants_json(request):
            return _answer(request, records, answers)
        if present := request.POST.get("present"):
            messages.success(request, _whole_day(request.viewer, records, present))
        saved, refused = in_words(answers)
        if saved:
            words = ngettext("Saved %(n)d day.", "Saved %(n)d days.", saved)
            messages.success(request, words % {"n": saved})
        if not refused:
            return redirect("class-attendance", training_class.uuid)
    records = class_records(request.viewer, training_class)
    return render(request, "training/class_attendance.html", _grid(request, records, answers))


@needs(Permission.RECORD_RESULTS)
@require_POST
def attendance_record(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Save one cell: `day` and `hours` of one record."""
    record = get_object_or_404(
        Enrollment.objects.visible_to(request.viewer, Permission.RECORD_RESULTS), uuid=uuid
    )
    training_class = classes_with_course().get(pk=record.training_class_id)
    records = class_records(request.viewer, training_class)
    try:
        cell = HoursCell(record.uuid, date.fromisoformat(request.POST.get("day", "")))
    except ValueError:
        answers = {"hours_": Answer("", (_("Say which day this is."),))}
        return grid_answer(records, answers, lambda _record: {})
    posted = request.POST.copy()
    posted[cell.name] = request.POST.get("hours", "")
    if "was" in request.POST:
        posted[f"was_{cell.name}"] = request.POST["was"]
    return _answer(request, records, _save(request.viewer, records, posted))


def _save(viewer: Viewer, records: ClassRecords, posted: QueryDict) -> Answers:
    by_record = {r.enrollment.uuid: r for r in records.records}
    days = {d.day: (i, d) for i, d in enumerate(records.calendar.days)}
    answers: Answers = {}
    for cell, typed in hours_cells(posted):
        record = by_record.get(cell.record)
        if record is None:
            continue
        position, class_day = days.get(cell.day, (-1, None))
        was = was_shown(posted, cell.name, cell.record, position) if class_day else None
        if class_day is None:
            # Only the script or a hand-made form names a day that is not in the calendar.
            words = _("This class does not meet on that day.")
            answers[cell.name] = Answer(typed, (words,))
            continue
        answer = _save_one(viewer, record, class_day, record.shown.days[position], typed, was)
        if answer is not None:
            answers[cell.name] = answer
    return answers


def _save_one(
    viewer: Viewer,
    record: ClassRecord,
    class_day: ClassDay,
    shown: DayShown,
    typed: str,
    was: str | None,
) -> Answer | None:
    form = HoursForm({"day": class_day.day, "hours": typed})
    return save_cell(
        typed,
        now=_text(shown.hours),
        was=was,
        problems=[] if form.is_valid() else [str(e) for e in form.errors["hours"]],
        write=lambda: record_attendance(
            viewer, record.enrollment, class_day, form.cleaned_data["hours"]
        ),
    )


def _whole_day(viewer: Viewer, records: ClassRecords, present: str) -> str:
    """Everybody of whom nothing is recorded that day was there all day."""
    class_day = next((d for d in records.calendar.days if d.day.isoformat() == present), None)
    if class_day is None:
        return _("This class does not meet on that day.")
    nobody_wrote = [
        r.enrollment
        for r in records.records
        if r.is_open
        and any(d.class_day_id == class_day.pk and d.hours is None for d in r.shown.days)
    ]
    try:
        record_day(viewer, nobody_wrote, class_day)
    except Refused as refused:
        return str(refused)
    words = ngettext(
        "%(day)s: %(hours)d hours recorded for %(n)d officer.",
        "%(day)s: %(hours)d hours recorded for %(n)d officers.",
        len(nobody_wrote),
    )
    return words % {
        "day": date_format(class_day.day, "j M Y"),
        "hours": class_day.hours,
        "n": len(nobody_wrote),
    }


def _answer(request: AccessRequest, records: ClassRecords, answers: Answers) -> HttpResponse:
    fresh = class_records(request.viewer, records.training_class)

    def parts(record: ClassRecord) -> dict[str, object]:
        late = [_cell(record, day, {}, may_record=True).name for day in record.late_days]
        return {"result": result_of(record), "classes": {"is-late": late}}

    return grid_answer(fresh, answers, parts)


def _grid(request: AccessRequest, records: ClassRecords, answers: Answers) -> dict[str, object]:
    may_record = request.viewer.may(Permission.RECORD_RESULTS)
    only_unfinished = request.GET.get("show") == "unfinished"
    shown = records.unfinished if only_unfinished else records.records
    rows = [_row(record, answers, may_record) for record in shown]
    blank = {
        day.class_day_id
        for record in records.records
        if record.is_open
        for day in record.shown.days
        if day.hours is None and not day.holiday and day.day <= record.day
    }
    return class_context(request, records, tab="attendance") | {
        "rows": rows,
        "refused": sum(len(row.problems) for row in rows),
        "only_unfinished": only_unfinished,
        "columns": [(day, day.pk in blank) for day in records.calendar.days],
        "any_blank": bool(blank),
    }


@dataclass(frozen=True)
class HoursRow:
    """One officer's row."""

    record: ClassRecord
    cells: list[Cell]

    @property
    def problems(self) -> list[Cell]:
        """Cells that were not saved."""
        return [c for c in self.cells if c.answer is not None and c.answer.reasons]

    @property
    def was(self) -> str:
        """The recorded hours by day, so that a plain form can tell what was changed."""
        return "|".join(_text(day.hours) for day in self.record.shown.days)


def _row(record: ClassRecord, answers: Answers, may_record: bool) -> HoursRow:
    return HoursRow(record, [_cell(record, day, answers, may_record) for day in record.shown.days])


def _cell(record: ClassRecord, day: DayShown, answers: Answers, may_record: bool) -> Cell:
    name = HoursCell(record.enrollment.uuid, day.day).name
    is_input = may_record and record.is_open and not day.holiday and day.day <= record.day
    is_late = record.is_open and day in record.late_days
    return Cell(day, name, is_input, is_late, answers.get(name))


def _text(hours: int | None) -> str:
    return "" if hours is None else str(hours)
