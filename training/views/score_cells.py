"""The cells of the results grid: which may be typed into, which fail, which lack a mark."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from training.forms.grid import Answer, ScoreCell
from training.models import Module
from training.selectors.class_records import ClassRecord, ClassRecords
from training.selectors.sign_off import ExamShown

FIRST, REMEDIAL = 1, 2
Answers = dict[str, Answer]


@dataclass(frozen=True)
class Cell:
    """One exam of one officer as the grid draws it; `exam` is None where none is to be repeated."""

    exam: ExamShown | None
    name: str
    attempt: int
    is_input: bool
    is_late: bool
    answer: Answer | None

    @property
    def column(self) -> str:
        """The id of the column's head."""
        if self.attempt == REMEDIAL or self.exam is None:
            return "remedial"
        return f"m{self.exam.exam_code}"

    @property
    def title(self) -> str:
        """The column in words."""
        if self.attempt == REMEDIAL or self.exam is None:
            return _("Remedial exam")
        return self.exam.title

    @property
    def value(self) -> str:
        """What stands in the cell: what was typed, or what is recorded."""
        if self.answer is not None:
            return self.answer.value
        return score_of(self.exam, self.attempt)

    @property
    def is_failing(self) -> bool:
        """Whether the recorded score is below the pass mark."""
        if self.exam is None:
            return False
        score = score_of(self.exam, self.attempt)
        return bool(score) and int(score) < self.exam.pass_mark


@dataclass(frozen=True)
class ScoreRow:
    """One officer's row. `n` is its place in the whole class: it names the row's header."""

    n: int
    record: ClassRecord
    cells: list[Cell]
    remedial: Cell

    @property
    def all_cells(self) -> list[Cell]:
        """Every cell from left to right."""
        return [*self.cells, self.remedial]

    @property
    def problems(self) -> list[Cell]:
        """Cells whose value was refused."""
        return [c for c in self.all_cells if c.answer is not None and c.answer.reasons]

    @property
    def was(self) -> str:
        """The recorded scores by column, so that a plain form can tell what was changed."""
        return "|".join(score_of(cell.exam, cell.attempt) for cell in self.all_cells)


def score_rows(records: ClassRecords, answers: Answers, may_record: bool) -> list[ScoreRow]:
    """A row for each record of the class."""
    modules = {m.pk: m for m in records.training_class.course_version.modules.all()}
    return [
        ScoreRow(
            n,
            record,
            [_first(record, e, modules, answers, may_record) for e in record.shown.exams],
            _remedial(record, modules, answers, may_record),
        )
        for n, record in enumerate(records.records, 1)
    ]


def score_of(exam: ExamShown | None, attempt: int) -> str:
    """The recorded score of a sitting as text, empty for none."""
    sittings = exam.sittings if exam is not None else ()
    return next((str(s.score) for s in sittings if s.attempt == attempt), "")


def _first(
    record: ClassRecord,
    exam: ExamShown,
    modules: dict[int, Module],
    answers: Answers,
    may_record: bool,
) -> Cell:
    name = ScoreCell(record.enrollment.uuid, modules[exam.module_id].uuid, FIRST).name
    is_late = record.is_open and not exam.sittings and record.exam_is_due(exam)
    is_input = may_record and record.is_open and record.enrollment.starts_on <= record.day
    return Cell(exam, name, FIRST, is_input, is_late, answers.get(name))


def _remedial(
    record: ClassRecord, modules: dict[int, Module], answers: Answers, may_record: bool
) -> Cell:
    """The remedial exam stands for the first exam that was failed."""
    exam = record.remedial
    if exam is None:
        return Cell(None, "", REMEDIAL, False, False, None)
    name = ScoreCell(record.enrollment.uuid, modules[exam.module_id].uuid, REMEDIAL).name
    is_late = record.is_open and len(exam.sittings) == 1
    return Cell(exam, name, REMEDIAL, may_record and record.is_open, is_late, answers.get(name))
