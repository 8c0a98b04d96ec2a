"""Take in attendance and scores of a class, in the shape in which its grids are downloaded.

The rules are those of the grids: a closed record stays, a day that has not come holds no hours, the
next sitting is the one that the form gives. An empty cell changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.constraints import refused_by
from accounts.many_rows import add_rows
from accounts.permissions import Permission
from accounts.refusal import Reason, Refused, refuse_if
from accounts.viewer import Viewer, day_in
from agencies.names import name_key
from intake.file import File
from intake.kinds import Kind, Origin
from intake.report import Change, Problem, Report
from intake.services.import_file import import_file
from intake.table import Table
from training.models import (
    Attendance,
    Enrollment,
    ExamAttempt,
    Module,
    Participation,
    ParticipationAct,
)
from training.rules import exam_ledger
from training.selectors.class_records import ClassRecord, classes_with_course, judged
from training.selectors.demands import Demands
from training.selectors.sign_off import ExamShown
from training.services.exams import record_exam
from training.services.records import (
    OPEN_STATES,
    begin_class,
    locked_record,
    reasons_record_is_closed,
)
from training.services.results_line import (
    AGENCY,
    BADGE,
    CLASS_ID,
    COLUMNS,
    EXAMPLE,
    LAST,
    ResultsLine,
    day_column,
    read_line,
)
from training.services.stated_scores import Score, exam_column

# No day has begun anywhere in the nation that has not begun on Guam.
LATEST_ZONE = "Pacific/Guam"
MOVED = Reason(gettext_noop("Somebody entered results just now. Check the file again."))
_CORRECT = """
update training_attendance a set hours = rows.hours, recorded_by_id = %s
from unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::smallint[])
  rows (record, day, old, hours)
where a.enrollment_id = rows.record and a.class_day_id = rows.day and a.hours = rows.old
"""


def import_results(viewer: Viewer, file: File, *, commit: bool, strict: bool) -> Report:
    """Check the results of a class; with `commit` record what is new or corrected."""
    return import_file(viewer, RESULTS, file, commit=commit, strict=strict)


@dataclass
class ResultsImporter:
    """Plans a file of results against the records of its classes."""

    viewer: Viewer
    origin: Origin
    name: str = "results"

    def plan(self, table: Table) -> "ResultsPlan":
        """Read all rows, then find their records: a fixed number of queries for each class."""
        plan = ResultsPlan(self.viewer)
        today = day_in(LATEST_ZONE)
        lines = []
        for row in table:
            line = read_line(row, today)
            if isinstance(line, ResultsLine):
                lines.append(line)
            else:
                plan.report.problems += line
        plan.compare(lines)
        return plan


@dataclass
class Marks:
    """What one line adds to a record."""

    record: ClassRecord
    new_hours: dict[int, int] = field(default_factory=dict)
    # From, to.
    corrected_hours: dict[int, tuple[int, int]] = field(default_factory=dict)
    sittings: list[tuple[Module, Score, date]] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything is on record already."""
        return not (self.new_hours or self.corrected_hours or self.sittings)


@dataclass
class ResultsPlan:
    """What a file comes to, record by record."""

    viewer: Viewer
    report: Report = field(default_factory=Report)
    marks: list[Marks] = field(default_factory=list)

    def compare(self, lines: Iterable[ResultsLine]) -> None:
        """Sort the lines into new, changed, the same and refused."""
        by_class: dict[str, list[ResultsLine]] = defaultdict(list)
        for line in lines:
            by_class[line.class_id].append(line)
        for class_id, rows in by_class.items():
            self._compare_class(class_id, rows)
        self.report.problems.sort(key=lambda problem: problem.row)
        self.report.changes.sort(key=lambda change: change.row)

    def write(self) -> None:
        """Hours in two statements; then each sitting by the service, which knows what follows."""
        by_id = {m.record.enrollment.pk: m for m in self.marks if not m.changes_nothing}
        records = {
            pk: locked_record(self.viewer, Permission.RECORD_RESULTS, by_id[pk].record.enrollment)
            for pk in sorted(by_id, key=lambda pk: by_id[pk].record.enrollment.participation_id)
        }
        # Again, under the lock: somebody may have sent or approved a record since the plan.
        refuse_if([why for record in records.values() for why in reasons_record_is_closed(record)])
        new = [(pk, day, h) for pk in records for day, h in by_id[pk].new_hours.items()]
        with refused_by({"attendance_once_a_day": MOVED}):
            add_rows(
                Attendance,
                {
                    "agency_id": [records[pk].agency_id for pk, _day, _hours in new],
                    "enrollment_id": [pk for pk, _day, _hours in new],
                    "class_day_id": [day for _pk, day, _hours in new],
                    "hours": [hours for _pk, _day, hours in new],
                },
                recorded_by_id=self.viewer.user_id,
            )
        changed = [(pk, day, *h) for pk in records for day, h in by_id[pk].corrected_hours.items()]
        if changed:
            with connection.cursor() as cursor:
                columns = [list(column) for column in zip(*changed, strict=True)]
                cursor.execute(_CORRECT, [self.viewer.user_id, *columns])
                if cursor.rowcount != len(changed):
                    raise Refused([replace(MOVED, text=_(MOVED.text))])
        for pk, record in records.items():
            marks = by_id[pk]
            if marks.new_hours or marks.corrected_hours:
                begin_class(self.viewer, record)
            for module, score, taken_on in marks.sittings:
                record_exam(
                    self.viewer,
                    record,
                    module,
                    attempt=score.attempt,
                    score=score.score,
                    taken_on=taken_on,
                )

    def _compare_class(self, class_id: str, lines: list[ResultsLine]) -> None:
        training_class = classes_with_course().filter(class_id=class_id).first()
        if training_class is None:
            for line in lines:
                self._refuse(
                    line, CLASS_ID, class_id, _("No class has this ID."), _("Correct the ID.")
                )
            return
        enrollments = (
            Enrollment.objects.visible_to(self.viewer, Permission.RECORD_RESULTS)
            .filter(training_class=training_class)
            .exclude(state=Enrollment.State.LEFT)
            .select_related(
                "officer",
                "participation__agency",
                "participation__appointment",
                "participation__agreement",
            )
        )
        records: dict[str, list[ClassRecord]] = defaultdict(list)
        for record in judged(training_class, enrollments, self.viewer.today).records:
            badge = record.enrollment.participation.appointment.badge_number
            records[badge].append(record)
        demands = Demands(
            [r.enrollment.participation_id for rows in records.values() for r in rows]
        )
        seen: dict[int, int] = {}
        for line in lines:
            record_ = self._record_of(line, records[line.badge])
            if record_ is None:
                continue
            earlier = seen.setdefault(record_.enrollment.pk, line.row)
            if earlier != line.row:
                why = _("Row %d states the same officer.") % earlier
                self._refuse(line, BADGE, line.badge, why, _("Delete one of the two rows."))
                continue
            self._compare_line(line, record_, demands)

    def _record_of(self, line: ResultsLine, found: list[ClassRecord]) -> ClassRecord | None:
        agencies = [
            record
            for record in found
            if not line.agency
            or (
                record.enrollment.participation.agency.name_key == line.agency
                and line.state in ("", record.enrollment.participation.agency.state)
            )
        ]
        if len(agencies) != 1:
            why = _("No officer with this badge sits in the class.")
            mend = _("Correct the badge or the agency, or enroll the officer first.")
            if agencies:
                why = _("Officers of several agencies have this badge.")
                mend = _("Write the agency.")
            column = AGENCY if agencies or found else BADGE
            self._refuse(line, column, line.agency if found else line.badge, why, mend)
            return None
        officer = agencies[0].enrollment.officer
        if line.name_key and line.name_key != name_key(officer.last_name, officer.first_name):
            why = _("%s has this badge.") % officer
            self._refuse(line, LAST, line.name_key, why, _("Correct the badge or the name."))
            return None
        return agencies[0]

    def _compare_line(self, line: ResultsLine, record: ClassRecord, demands: Demands) -> None:
        marks = Marks(record)
        before, changes = len(self.report.problems), list(self._hours(line, marks))
        changes += self._sittings(line, marks, demands)
        closed = reasons_record_is_closed(record.enrollment)
        if closed and not marks.changes_nothing:
            mend = _("Leave the row out, or empty what differs.")
            self._refuse(line, BADGE, line.badge, closed[0].text, mend)
        if len(self.report.problems) > before:
            return
        self.marks.append(marks)
        shown = record.shown
        blank = not any(d.hours is not None for d in shown.days) and not any(
            exam.sittings for exam in shown.exams
        )
        if marks.changes_nothing:
            self.report.unchanged += 1
        elif blank:
            self.report.created += 1
        else:
            self.report.updated += 1
            self.report.changes += changes

    def _hours(self, line: ResultsLine, marks: Marks) -> Iterator[Change]:
        days = {day.number: day for day in marks.record.shown.days if day.number is not None}
        today = day_in(marks.record.enrollment.participation.agency.time_zone)
        for number, hours in line.hours.items():
            column, day = day_column(number), days.get(number)
            if day is None:
                why = _("The class has %d training days.") % len(days)
                self._refuse(line, column, hours, why, _("Leave the cell empty."))
            elif hours == day.hours:
                continue
            elif day.day > today:
                why = _("That day has not come yet.")
                self._refuse(line, column, hours, why, _("Leave the cell empty."))
            elif hours > day.hours_due:
                why = _("Enter hours between 0 and %d, the day's hours.") % day.hours_due
                self._refuse(line, column, hours, why, _("Correct the hours."))
            else:
                if day.hours is None:
                    marks.new_hours[day.class_day_id] = hours
                else:
                    marks.corrected_hours[day.class_day_id] = (day.hours, hours)
                old = "" if day.hours is None else str(day.hours)
                yield Change(line.row, column, old, str(hours))

    def _sittings(self, line: ResultsLine, marks: Marks, demands: Demands) -> Iterator[Change]:
        record = marks.record
        enrollment = record.enrollment
        exams = {exam.exam_code: exam for exam in record.shown.exams}
        version = enrollment.training_class.course_version
        modules = {module.pk: module for module in version.modules.all()}
        policy = demands.policy_of(enrollment)
        known = [
            exam_ledger.Sitting(exam.exam_code, exam.title, s.attempt, s.score)
            for exam in exams.values()
            for s in exam.sittings
        ]
        for score in sorted(line.scores, key=lambda score: score.attempt):
            column, exam = exam_column(score.exam), exams.get(score.exam)
            if exam is None:
                why = _("This course has no such exam.")
                self._refuse(line, column, score.score, why, _("Leave the cell empty."))
                continue
            old = next((s for s in exam.sittings if s.attempt == score.attempt), None)
            taken_on = score.taken_on or self._taken_on(record, exam, score.attempt)
            if old is not None and (old.score, old.taken_on) == (score.score, taken_on):
                continue
            entry = exam_ledger.Sitting(exam.exam_code, exam.title, score.attempt, score.score)
            reasons = exam_ledger.reasons_not_to_enter(known, entry, policy)
            for reason in reasons:
                self._refuse(line, column, score.score, reason.text, _("Correct the score."))
            if taken_on < enrollment.starts_on:
                why = _("The exam cannot be before the class began.")
                self._refuse(line, column, score.score, why, _("Leave the cell empty."))
            elif not reasons:
                same = (entry.exam, entry.attempt)
                known = [s for s in known if (s.exam, s.attempt) != same] + [entry]
                marks.sittings.append((modules[exam.module_id], score, taken_on))
                yield Change(line.row, column, str(old.score) if old else "", str(score.score))

    def _taken_on(self, record: ClassRecord, exam: ExamShown, attempt: int) -> date:
        """As recorded, else the module's last day; a remedial exam is today's."""
        today = day_in(record.enrollment.participation.agency.time_zone)
        recorded = next((s.taken_on for s in exam.sittings if s.attempt == attempt), None)
        if recorded is not None:
            return recorded
        if attempt == exam_ledger.SECOND:
            return today
        return min(record.exam_days.get(exam.module_id, today), today)

    def _refuse(
        self, line: ResultsLine, column: str, value: object, reason: str, mend: str
    ) -> None:
        self.report.problems.append(Problem(line.row, column, str(value), reason, mend))


def closed_records(history: UUID) -> list[str]:
    """The records that an import wrote to and that are no longer open, by name.

    Their participations are locked: whoever sends a record or decides takes turns.
    """
    records = Enrollment.objects.filter(
        pk__in=[
            pk
            for model in (Attendance, ExamAttempt)
            for pk in _written_by(model, history).values_list("enrollment_id", flat=True)
        ]
    )
    people = Participation.objects.filter(pk__in=records.values("participation_id")).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True).values_list("pk"))
    closed = records.exclude(state__in=OPEN_STATES).select_related("officer", "training_class")
    return [
        _("%(officer)s, %(training_class)s: %(why)s")
        % {
            "officer": record.officer,
            "training_class": record.training_class,
            "why": reasons_record_is_closed(record)[0].text,
        }
        for record in closed.order_by("officer__name_key", "pk")
    ]


def _written_by(model: Any, history: UUID) -> QuerySet[Any]:
    """The history rows of `model` in one context."""
    events: QuerySet[Any] = model.pgh_event_model.objects.filter(pgh_context_id=history)
    return events


RESULTS = Kind(
    name="results",
    title=gettext_lazy("Class results"),
    description=gettext_lazy(
        "Attendance by day and scores by exam, as the pages of a class give them as a file. An"
        " empty cell changes nothing."
    ),
    columns=COLUMNS,
    permission=Permission.RECORD_RESULTS,
    importer=ResultsImporter,
    writes=(Attendance, ExamAttempt, ParticipationAct),
    example=EXAMPLE,
    obstacles=closed_records,
)
