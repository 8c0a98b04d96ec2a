"""Enrollments, attendance by day and exam attempts by module."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, tenant
from agencies.models import Officer
from agencies.models.rows import AgencyRow, Shown
from training.models.course import Module
from training.models.rows import FromPaper, ParticipationRow, Recorded
from training.models.training_class import ClassDay, TrainingClass
from training.querysets import EnrollmentQuerySet


@pghistory.track()
class Enrollment(Shown, ParticipationRow, Recorded, FromPaper):
    """One participation in one class. With its attendance and exams it is the training record."""

    class State(models.TextChoices):
        """Where the training record stands."""

        OPEN = "open", _("Open")
        SUBMITTED = "submitted", _("Waiting for sign-off")
        RETURNED = "returned", _("Returned")
        SIGNED_OFF = "signed_off", _("Signed off")
        LEFT = "left", _("Left the class")
        DISQUALIFIED = "disqualified", _("Disqualified")
        IMPORTED = "imported", _("Imported")

    training_class = models.ForeignKey(
        TrainingClass,
        on_delete=models.PROTECT,
        related_name="enrollments",
        verbose_name=_("class"),
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="enrollments")
    # The class's, so that the database can refuse two classes at once.
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )

    objects = EnrollmentQuerySet.as_manager()  # type: ignore[misc]

    rows: ClassVar[Rows] = tenant("insert, update", "insert, update", cross_agency=("officer",))

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "training_class"],
                condition=~Q(state="left"),
                name="enrollment_once_in_a_class",
            ),
            ExclusionConstraint(
                name="enrollment_one_class_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            Value("[]"),
                            function="daterange",
                            output_field=models.Field(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(paper__isnull=True) & ~Q(state="left"),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False),
                name="enrollment_submitted_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
                name="enrollment_submitted_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(state="submitted"),
                name="enrollment_queue",
            ),
            models.Index(fields=["training_class", "id"], name="enrollment_of_class"),
        ]

    def __str__(self) -> str:
        return f"{self.officer}, {self.training_class}"


@pghistory.track()
class Attendance(AgencyRow, Recorded):
    """Hours that an officer attended on one day of the class. Its history keeps corrections."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attendance")
    class_day = models.ForeignKey(ClassDay, on_delete=models.PROTECT, related_name="attendance")
    hours = models.PositiveSmallIntegerField(_("hours"))

    rows: ClassVar[Rows] = tenant("insert, update", "insert, update")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["class_day__day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "class_day"], name="attendance_once_a_day"
            ),
            models.CheckConstraint(condition=Q(hours__lte=12), name="attendance_hours_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.class_day.day}: {self.hours}"


@pghistory.track()
class ExamAttempt(AgencyRow, Recorded):
    """One sitting of a module's exam; the second is the remedial exam or re-take."""

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.PROTECT, related_name="exam_attempts"
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="exam_attempts")
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    score = models.PositiveSmallIntegerField(_("score"))
    taken_on = models.DateField(_("taken"))

    rows: ClassVar[Rows] = tenant("insert, update", "insert, update")

    class Meta:
        verbose_name = _("exam attempt")
        verbose_name_plural = _("exam attempts")
        ordering = ["module__position", "attempt"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "module", "attempt"], name="exam_attempt_once"
            ),
            models.CheckConstraint(condition=Q(score__lte=100), name="exam_attempt_score"),
            models.CheckConstraint(
                condition=Q(attempt__gte=1, attempt__lte=2), name="exam_attempt_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module}: {self.score}"
