"""One training record as its two pages show it: the strip, the exams, who entered what."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.models import Enrollment, PaperRecord, SignOff
from training.selectors.class_records import ClassRecord, classes_with_course, judged
from training.selectors.entered_by import entered_by_ids
from training.selectors.sign_off import DayShown, ExamShown
from training.selectors.training_class import holidays_in_words


@dataclass(frozen=True)
class Week:
    """Days of one calendar week."""

    number: int
    days: list[DayShown]


@dataclass(frozen=True)
class RecordPage:
    """A record, judged on the viewer's day, with the people who entered something in it."""

    record: ClassRecord
    people: dict[int, User]
    sign_offs: list[SignOff]
    paper: PaperRecord | None = None

    @property
    def enrollment(self) -> Enrollment:
        """The enrollment, with officer, agency and class."""
        return self.record.enrollment

    @property
    def weeks(self) -> list[Week]:
        """The days by calendar week, holidays included."""
        weeks: list[Week] = []
        for day in self.record.shown.days:
            if not weeks or day.day.isocalendar()[1] != weeks[-1].days[0].day.isocalendar()[1]:
                weeks.append(Week(len(weeks) + 1, []))
            weeks[-1].days.append(day)
        return weeks

    @property
    def training_days(self) -> int:
        """How many days it meets."""
        return sum(not day.holiday for day in self.record.shown.days)

    @property
    def days_attended(self) -> int:
        """How many days are recorded in full."""
        return sum(not d.holiday and d.is_complete for d in self.record.shown.days)

    @property
    def holidays_in_words(self) -> str:
        """Which federal holidays take how many days out."""
        days = self.record.shown.days
        return holidays_in_words([(day.holiday, day.day) for day in days if day.holiday])

    @property
    def entered_by(self) -> list[User]:
        """Who entered attendance or scores."""
        shown = self.record.shown
        ids = {d.recorded_by_id for d in shown.days}
        ids |= {s.recorded_by_id for exam in shown.exams for s in exam.sittings}
        return sorted((self.people[i] for i in ids if i in self.people), key=str)

    @property
    def returned(self) -> SignOff | None:
        """The last return, as long as it is the last word."""
        last = self.sign_offs[0] if self.sign_offs else None
        return last if last and last.decision == SignOff.Decision.RETURNED else None

    @cached_property
    def exams(self) -> list["ExamLine"]:
        """The exams, each with what came of it."""
        return [ExamLine(exam, self.record.exam_is_due(exam)) for exam in self.record.shown.exams]


@dataclass(frozen=True)
class ExamLine:
    """One exam of the record and its outcome in words."""

    exam: ExamShown
    is_due: bool

    @property
    def is_failing(self) -> bool:
        """Whether the last score is below the pass mark."""
        return self.exam.last is not None and not self.exam.is_passed

    @property
    def outcome(self) -> str:
        """What came of it."""
        sittings = self.exam.sittings
        if not sittings:
            return _("Not recorded") if self.is_due else _("Not held yet")
        if self.exam.is_passed:
            return _("Passed") if len(sittings) == 1 else _("Passed at the remedial exam")
        return _("Remedial not recorded") if len(sittings) == 1 else _("Failed twice")

    @property
    def state(self) -> str:
        """The icon's state."""
        if self.exam.is_passed:
            return "met"
        return "missing" if self.exam.sittings or self.is_due else "not_applicable"

    @property
    def first_failed(self) -> str:
        """The first score, where a remedial exam followed it."""
        sittings = self.exam.sittings
        if len(sittings) < 2:
            return ""
        words = _("first %(score)d on %(day)s")
        return words % {
            "score": sittings[0].score,
            "day": date_format(sittings[0].taken_on, "j M"),
        }


def records_with_people(viewer: Viewer, permission: Permission) -> QuerySet[Enrollment]:
    """Records on which the viewer may exercise `permission`, with what their pages name."""
    return Enrollment.objects.visible_to(viewer, permission).select_related(
        "officer",
        "participation__officer",
        "participation__agency",
        "participation__agreement__form_revision",
        "submitted_by",
    )


def record_page(enrollment: Enrollment) -> RecordPage:
    """Everything that the page of one record shows. A fixed number of queries."""
    training_class = classes_with_course().get(pk=enrollment.training_class_id)
    record = judged(
        training_class, [enrollment], today_at(enrollment.participation.agency)
    ).records[0]
    sign_offs = list(enrollment.sign_offs.select_related("signed_by").order_by("-signed_at", "-id"))
    people = User.objects.in_bulk(sorted(entered_by_ids([enrollment.pk])))
    return RecordPage(record, people, sign_offs, _paper(enrollment))


def _paper(enrollment: Enrollment) -> PaperRecord | None:
    """What papers say last of an imported record."""
    if enrollment.paper_id is None:
        return None
    training_class = enrollment.training_class
    rows = PaperRecord.objects.filter(
        participation=enrollment.participation_id,
        course=training_class.course_version.course_id,
        class_id=training_class.class_id,
    )
    return rows.order_by("-pk").first()
