"""Exam results: scores by officer and exam, in a grid that saves each cell by itself."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.viewer import Viewer
from training.forms.grid import Answer, ScoreCell, ScoreForm, score_cells, was_shown
from training.models import Enrollment, Module
from training.selectors.class_records import (
    ClassRecord,
    ClassRecords,
    class_records,
    classes_with_course,
)
from training.selectors.sign_off import ExamShown
from training.services.exams import record_exam
from training.views.grid import Answers, grid_answer, in_words, result_of, save_cell, wants_json
from training.views.score_cells import FIRST, REMEDIAL, score_of, score_rows
from training.views.training_class import class_context


@needs(Permission.VIEW)
def class_results(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """The grid of a class. A POST saves the cells it holds."""
    training_class = get_object_or_404(classes_with_course(), uuid=uuid)
    answers: Answers = {}
    if request.method == "POST":
        request.viewer.must(Permission.RECORD_RESULTS)
        records = class_records(request.viewer, training_class)
        answers = _save(request.viewer, records, request.POST)
        if wants_json(request):
            return _answer(request, records, answers)
        saved, refused = in_words(answers)
        if saved:
            words = ngettext("Saved %(n)d score.", "Saved %(n)d scores.", saved)
            messages.success(request, words % {"n": saved})
        if not refused:
            return redirect("class-results", training_class.uuid)
    records = class_records(request.viewer, training_class)
    return render(request, "training/class_results.html", _grid(request, records, answers))


@needs(Permission.RECORD_RESULTS)
@require_POST
def exam_record(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Save one cell: `module`, `attempt` and `score` of one record."""
    record = get_object_or_404(
        Enrollment.objects.visible_to(request.viewer, Permission.RECORD_RESULTS), uuid=uuid
    )
    training_class = classes_with_course().get(pk=record.training_class_id)
    records = class_records(request.viewer, training_class)
    attempt = request.POST.get("attempt", "1")
    try:
        module = UUID(request.POST.get("module", ""))
        cell = ScoreCell(record.uuid, module, int(attempt))
    except ValueError:
        answers = {f"score_{record.uuid}": Answer("", (_("Say which exam this is."),))}
        return grid_answer(records, answers, lambda _record: {})
    posted = request.POST.copy()
    posted[cell.name] = request.POST.get("score", "")
    if "was" in request.POST:
        posted[f"was_{cell.name}"] = request.POST["was"]
    return _answer(request, records, _save(request.viewer, records, posted))


def _save(viewer: Viewer, records: ClassRecords, posted: QueryDict) -> Answers:
    by_record = {r.enrollment.uuid: r for r in records.records}
    version = records.training_class.course_version
    modules = {m.uuid: m for m in version.modules.all() if m.exam_code}
    # The first exams before the remedial ones, which depend on them.
    cells = sorted(score_cells(posted), key=lambda cell: cell[0].attempt)
    answers: Answers = {}
    for cell, typed in cells:
        record = by_record.get(cell.record)
        if record is None:
            continue
        module = modules.get(cell.module)
        if module is None:
            answers[cell.name] = Answer(typed, (_("This course has no such exam."),))
            continue
        answer = _save_one(viewer, record, module, cell, typed, posted)
        if answer is not None:
            answers[cell.name] = answer
    return answers


def _save_one(
    viewer: Viewer,
    record: ClassRecord,
    module: Module,
    cell: ScoreCell,
    typed: str,
    posted: QueryDict,
) -> Answer | None:
    exams = record.shown.exams
    position = next(i for i, e in enumerate(exams) if e.module_id == module.pk)
    exam = exams[position]
    first = cell.attempt == FIRST
    form = ScoreForm({"module": module.uuid, "attempt": cell.attempt, "score": typed})
    return save_cell(
        typed,
        now=score_of(exam, cell.attempt),
        was=was_shown(posted, cell.name, cell.record, position if first else len(exams)),
        problems=[] if form.is_valid() else [str(e) for e in form.errors["score"]],
        write=lambda: record_exam(
            viewer,
            record.enrollment,
            module,
            attempt=cell.attempt,
            score=form.cleaned_data["score"],
            taken_on=_taken_on(viewer, record, exam, cell.attempt),
        ),
    )


def _taken_on(viewer: Viewer, record: ClassRecord, exam: ExamShown, attempt: int) -> date:
    """The day of the exam: as recorded, else the module's last day; a remedial one is today's."""
    recorded = next((s.taken_on for s in exam.sittings if s.attempt == attempt), None)
    if recorded is not None:
        return recorded
    if attempt == REMEDIAL:
        return viewer.today
    return min(record.exam_days.get(exam.module_id, viewer.today), viewer.today)


def _answer(request: AccessRequest, records: ClassRecords, answers: Answers) -> HttpResponse:
    fresh = class_records(request.viewer, records.training_class)
    rows = {row.record.enrollment.pk: row for row in score_rows(fresh, {}, may_record=True)}

    def parts(record: ClassRecord) -> dict[str, object]:
        row = rows[record.enrollment.pk]
        cell = {"cell": row.remedial, "row": row}
        return {
            "result": result_of(record),
            "remedial": render_to_string("training/score_cell.html", cell),
            "classes": {"failing": [cell.name for cell in row.all_cells if cell.is_failing]},
        }

    return grid_answer(fresh, answers, parts)


def _grid(request: AccessRequest, records: ClassRecords, answers: Answers) -> dict[str, object]:
    only_unfinished = request.GET.get("show") == "unfinished"
    rows = score_rows(records, answers, request.viewer.may(Permission.RECORD_RESULTS))
    if only_unfinished:
        rows = [row for row in rows if row.record in records.unfinished]
    modules = {m.pk: m for m in records.training_class.course_version.modules.all()}
    exams = records.records[0].shown.exams if records.records else ()
    return class_context(request, records, tab="results") | {
        "rows": rows,
        "refused": sum(len(row.problems) for row in rows),
        "only_unfinished": only_unfinished,
        "columns": [modules[exam.module_id] for exam in exams],
    }
