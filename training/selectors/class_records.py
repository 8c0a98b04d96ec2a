"""The training records of one class side by side: what each holds, and what each lacks.

Read by the class page and by both grids. What is missing comes from the sign-off selector, so a
grid that says "Has everything" and a sign-off page cannot disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from training.models import Enrollment, TrainingClass
from training.selectors.sign_off import DayShown, ExamShown, RecordShown, records_shown
from training.selectors.training_class import Calendar, calendar_of

OPEN = frozenset({Enrollment.State.OPEN, Enrollment.State.RETURNED})
_ICONS = {
    Enrollment.State.SUBMITTED: "in_progress",
    Enrollment.State.SIGNED_OFF: "met",
    Enrollment.State.IMPORTED: "met",
    Enrollment.State.DISQUALIFIED: "not_applicable",
    Enrollment.State.LEFT: "not_applicable",
}


@dataclass(frozen=True)
class ClassRecord:
    """One officer's record in the class, judged on `day`: what is due by then and not there."""

    shown: RecordShown
    day: date
    exam_days: dict[int, date]

    @property
    def enrollment(self) -> Enrollment:
        """The enrollment; it carries officer and agency."""
        return self.shown.enrollment

    @property
    def is_open(self) -> bool:
        """Whether attendance and scores may still be entered."""
        return self.enrollment.state in OPEN

    @property
    def has_everything(self) -> bool:
        """Whether nothing is missing for the sign-off, now or later in the class."""
        return not self.shown.missing

    @property
    def passed(self) -> int:
        """How many exams are passed."""
        return sum(exam.is_passed for exam in self.shown.exams)

    @property
    def may_be_sent(self) -> bool:
        """Whether it can go to the supervisor now."""
        return self.is_open and self.has_everything

    @cached_property
    def late_days(self) -> list[DayShown]:
        """Days before today that are not recorded in full: today is recorded when it ends."""
        return [d for d in self.shown.days if d.day < self.day and not d.is_complete]

    @cached_property
    def late_exams(self) -> list[ExamShown]:
        """Exams that have been held and are not passed."""
        return [e for e in self.shown.exams if self.exam_is_due(e) and not e.is_passed]

    def exam_is_due(self, exam: ExamShown) -> bool:
        """Whether a score is expected by now."""
        held = self.exam_days.get(exam.module_id)
        return bool(exam.sittings) or (held is not None and held < self.day)

    @property
    def is_up_to_date(self) -> bool:
        """Whether everything is there that is due by now."""
        return not (self.late_days or self.late_exams or self.shown.length.is_too_short)

    @property
    def remedial(self) -> ExamShown | None:
        """The exam that a remedial sitting may repeat: the first that was failed."""
        return next(
            (e for e in self.shown.exams if e.sittings and e.sittings[0].score < e.pass_mark), None
        )

    @property
    def state(self) -> str:
        """The icon's name for the result: as of the states that pages show."""
        if not self.is_open:
            return _ICONS[Enrollment.State(self.enrollment.state)]
        if self.has_everything:
            return "met"
        return "in_progress" if self.is_up_to_date else "missing"

    @property
    def words(self) -> str:
        """The result in words: "Has everything", "1 mark missing", "Disqualified"."""
        if not self.is_open:
            return str(Enrollment.State(self.enrollment.state).label)
        if self.has_everything:
            return _("Has everything")
        if self.is_up_to_date:
            return _("Complete so far")
        return self._lacks()

    def _lacks(self) -> str:
        absent = sum(day.hours is None for day in self.late_days)
        short = len(self.late_days) - absent
        remedial = any(exam.sittings for exam in self.late_exams)
        marks = sum(not exam.sittings for exam in self.late_exams)
        gone = []
        if absent:
            gone.append(ngettext("%(n)d day", "%(n)d days", absent) % {"n": absent})
        if marks:
            gone.append(ngettext("%(n)d mark", "%(n)d marks", marks) % {"n": marks})
        if remedial:
            gone.append(_("remedial") if gone else _("Remedial"))
        parts = [_("%(what)s missing") % {"what": ", ".join(gone)}] if gone else []
        if short:
            parts.append(ngettext("%(n)d day short", "%(n)d days short", short) % {"n": short})
        if self.shown.length.is_too_short:
            parts.append(_("course too short") if parts else _("Course too short"))
        return ", ".join(parts)


@dataclass(frozen=True)
class ClassRecords:
    """The records of a class that the viewer may see, by name, and how they stand."""

    training_class: TrainingClass
    calendar: Calendar
    records: list[ClassRecord]
    day: date

    @property
    def ready(self) -> list[ClassRecord]:
        """Records that can go to the supervisor now."""
        return [record for record in self.records if record.may_be_sent]

    @property
    def send_in_words(self) -> str:
        """The button's words: "Send 14 to sign-off"."""
        n = len(self.ready)
        return ngettext("Send %(n)d to sign-off", "Send %(n)d to sign-off", n) % {"n": n}

    @property
    def unfinished(self) -> list[ClassRecord]:
        """Records in which something is due and not there."""
        return [r for r in self.records if r.is_open and not r.is_up_to_date]

    @property
    def pass_marks_in_words(self) -> str:
        """The pass mark; each of them where the officers' forms ask different ones."""
        found = {exam.pass_mark for record in self.records for exam in record.shown.exams}
        marks = sorted(found or {self.training_class.course_version.pass_mark})
        if len(marks) == 1:
            return _("Pass mark %(mark)d in each exam") % {"mark": marks[0]}
        listed = ", ".join(map(str, marks))
        return _("Pass mark %(marks)s in each exam, by the officer’s form") % {"marks": listed}

    @property
    def has_begun(self) -> bool:
        """Whether the first day has come."""
        return self.training_class.starts_on <= self.day

    @property
    def has_ended(self) -> bool:
        """Whether the last day has come."""
        return self.training_class.ends_on <= self.day

    @property
    def complete(self) -> int:
        """How many have everything."""
        return sum(record.has_everything for record in self.records)

    @property
    def up_to_date(self) -> int:
        """How many have everything that is due by now."""
        return sum(record.is_up_to_date for record in self.records)

    @property
    def details(self) -> str:
        """The others in words: "3 lack something, 1 is disqualified, 2 wait for sign-off"."""
        count = self._count
        parts = []
        if n := len(self.unfinished):
            parts.append(ngettext("%(n)d lacks something", "%(n)d lack something", n) % {"n": n})
        if n := count(Enrollment.State.DISQUALIFIED):
            parts.append(ngettext("%(n)d is disqualified", "%(n)d are disqualified", n) % {"n": n})
        if n := count(Enrollment.State.SUBMITTED):
            words = ngettext("%(n)d waits for sign-off", "%(n)d wait for sign-off", n)
            parts.append(words % {"n": n})
        if n := count(Enrollment.State.SIGNED_OFF):
            parts.append(ngettext("%(n)d is signed off", "%(n)d are signed off", n) % {"n": n})
        if n := count(Enrollment.State.IMPORTED):
            parts.append(ngettext("%(n)d is imported", "%(n)d are imported", n) % {"n": n})
        return ", ".join(parts)

    def _count(self, state: Enrollment.State) -> int:
        return sum(record.enrollment.state == state for record in self.records)


def class_records(viewer: Viewer, training_class: TrainingClass) -> ClassRecords:
    """Every record of the class that the viewer may see. A fixed number of queries."""
    enrollments = list(
        Enrollment.objects.visible_to(viewer, Permission.VIEW)
        .filter(training_class=training_class)
        .exclude(state=Enrollment.State.LEFT)
        .select_related(
            "officer",
            "participation__agency",
            "participation__agreement",
            "participation__appointment",
        )
        .order_by("participation__name_key", "pk")
    )
    return judged(training_class, enrollments, viewer.today)


def judged(
    training_class: TrainingClass, enrollments: Iterable[Enrollment], day: date
) -> ClassRecords:
    """The records of given enrollments of one class, as of a day."""
    rows = list(enrollments)
    for enrollment in rows:
        enrollment.training_class = training_class
    calendar = calendar_of(training_class)
    held = exam_days(training_class, calendar)
    records = [ClassRecord(shown, day, held) for shown in records_shown(rows)]
    return ClassRecords(training_class, calendar, records, day)


def exam_days(training_class: TrainingClass, calendar: Calendar) -> dict[int, date]:
    """The day on which each module's exam is held: the last of the module, by module id.

    Where holidays took days out, modules after the last day are examined on it.
    """
    by_number = {d.number: d.day for d in calendar.training_days if d.number is not None}
    return {
        module.pk: by_number.get(module.last_day, training_class.ends_on)
        for module in training_class.course_version.modules.all()
        if module.exam_code
    }


def classes_with_course() -> QuerySet[TrainingClass]:
    """Classes with what their pages show beside the records: course, modules, days."""
    return TrainingClass.objects.select_related("course_version__course").prefetch_related(
        "course_version__modules", "days", "instructors"
    )
