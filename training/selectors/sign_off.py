"""What waits for sign-off, and everything that a sign-off page shows of one record.

The digest is taken of what is shown: a supervisor signs what they saw, or nothing.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, prefetch_related_objects

from accounts.permissions import Permission
from accounts.viewer import Viewer
from training.models import Attendance, Enrollment, ExamAttempt
from training.rules.course_completion import (
    DayFact,
    ExamFact,
    LengthFact,
    Missing,
    missing_from_record,
)
from training.selectors.demands import Demands


@dataclass(frozen=True)
class DayShown:
    """One weekday of the class. `hours` is None where nothing is recorded."""

    class_day_id: int
    day: date
    number: int | None
    hours_due: int
    hours: int | None
    holiday: str
    recorded_by_id: int | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing of this day."""
        return bool(self.holiday) or (self.hours is not None and self.hours >= self.hours_due)


@dataclass(frozen=True)
class SittingShown:
    """One score in percent."""

    attempt: int
    score: int
    taken_on: date
    recorded_by_id: int | None


@dataclass(frozen=True)
class ExamShown:
    """One exam with its sittings, the first and the remedial one.

    `pass_mark` is that of the form that judges the officer, else the course's.
    """

    module_id: int
    title: str
    exam_code: str
    pass_mark: int
    sittings: tuple[SittingShown, ...]

    @property
    def last(self) -> SittingShown | None:
        """The sitting that counts."""
        return self.sittings[-1] if self.sittings else None

    @property
    def is_passed(self) -> bool:
        """Whether the last sitting reached the pass mark."""
        return self.last is not None and self.last.score >= self.pass_mark


@dataclass(frozen=True)
class RecordShown:
    """A training record as a page shows it. Hours are counted without holidays.

    `length` is what the form asks and what the course has.
    """

    enrollment: Enrollment
    days: tuple[DayShown, ...]
    exams: tuple[ExamShown, ...]
    length: LengthFact
    missing: tuple[Missing, ...]
    digest: str

    @property
    def hours_due(self) -> int:
        """Hours of all training days; a holiday has taken its day out."""
        return sum(day.hours_due for day in self.days)

    @property
    def hours_attended(self) -> int:
        """Hours recorded."""
        return sum(day.hours or 0 for day in self.days)


def queue(viewer: Viewer) -> QuerySet[Enrollment]:
    """Records that wait for the viewer's sign-off, oldest first."""
    return (
        Enrollment.objects.visible_to(viewer, Permission.SIGN_OFF)
        .awaiting_sign_off()
        .select_related(
            "officer",
            "participation__agency",
            "participation__agreement",
            "training_class__course_version__course",
        )
    )


def waiting_count(viewer: Viewer) -> int:
    """How many records wait for the viewer; 0 for those who do not sign off."""
    if not viewer.may(Permission.SIGN_OFF):
        return 0
    return Enrollment.objects.visible_to(viewer, Permission.SIGN_OFF).awaiting_sign_off().count()


def record_shown(enrollment: Enrollment) -> RecordShown:
    """Everything that is shown of one record; the caller has found it among what is visible.

    Six queries, whatever the size of the class.
    """
    return records_shown([enrollment])[0]


def records_shown(enrollments: list[Enrollment]) -> list[RecordShown]:
    """Everything shown of several records of any classes: a fixed number of queries."""
    ids = [e.pk for e in enrollments]
    attendance: dict[tuple[int, int], Attendance] = {
        (a.enrollment_id, a.class_day_id): a for a in Attendance.objects.filter(enrollment__in=ids)
    }
    attempts: dict[tuple[int, int], list[ExamAttempt]] = {}
    for attempt in ExamAttempt.objects.filter(enrollment__in=ids).order_by("attempt"):
        attempts.setdefault((attempt.enrollment_id, attempt.module_id), []).append(attempt)
    classes = {e.training_class_id: e.training_class for e in enrollments}
    prefetch_related_objects(list(classes.values()), "days", "course_version__modules")
    days = {pk: list(c.days.all()) for pk, c in classes.items()}
    modules = {
        pk: [m for m in c.course_version.modules.all() if m.exam_code] for pk, c in classes.items()
    }
    demands = Demands({e.participation_id for e in enrollments})
    shown = []
    for e in enrollments:
        policy = demands.policy_of(e)
        length = LengthFact(demands.hours_of(e), e.training_class.course_version.hours)
        day_rows = tuple(
            DayShown(
                class_day_id=d.pk,
                day=d.day,
                number=d.number,
                hours_due=d.hours,
                hours=a.hours if (a := attendance.get((e.pk, d.pk))) else None,
                holiday=d.holiday,
                recorded_by_id=a.recorded_by_id if a else None,
            )
            for d in days[e.training_class_id]
        )
        exam_rows = tuple(
            ExamShown(
                module_id=m.pk,
                title=m.title,
                exam_code=m.exam_code,
                pass_mark=policy.pass_mark,
                sittings=tuple(
                    SittingShown(s.attempt, s.score, s.taken_on, s.recorded_by_id)
                    for s in attempts.get((e.pk, m.pk), [])
                ),
            )
            for m in modules[e.training_class_id]
        )
        shown.append(
            RecordShown(
                e,
                day_rows,
                exam_rows,
                length,
                _missing(day_rows, exam_rows, length),
                digest_of(e, day_rows, exam_rows),
            )
        )
    return shown


def _missing(
    days: tuple[DayShown, ...], exams: tuple[ExamShown, ...], length: LengthFact
) -> tuple[Missing, ...]:
    return tuple(
        missing_from_record(
            [DayFact(d.day, d.number, d.hours_due, d.hours) for d in days if d.number is not None],
            [ExamFact(e.title, e.pass_mark, [s.score for s in e.sittings]) for e in exams],
            length,
        )
    )


def digest_of(
    enrollment: Enrollment, days: tuple[DayShown, ...], exams: tuple[ExamShown, ...]
) -> str:
    """SHA-256 over who, which class and every figure, in one fixed order.

    Of the record as it waits: the state and the moment of sending are part of it.
    """
    content = {
        "record": str(enrollment.uuid),
        "officer": str(enrollment.officer),
        "class": str(enrollment.training_class),
        "state": enrollment.state,
        "submitted_at": enrollment.submitted_at and enrollment.submitted_at.isoformat(),
        "days": [[d.day.isoformat(), d.hours_due, d.hours, d.holiday] for d in days],
        "exams": [
            [e.exam_code, e.pass_mark, [[s.score, s.taken_on.isoformat()] for s in e.sittings]]
            for e in exams
        ],
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
