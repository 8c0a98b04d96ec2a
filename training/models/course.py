"""Courses, their versions and modules."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, shared
from agencies.models import Model
from agencies.models.rows import Period, Shown, period_is_forward
from training.kinds import Kind


@pghistory.track()
class Course(Shown):
    """A course by its name: the four-week basic course, the WSO course, the refresher."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    title = models.CharField(_("title"), max_length=120)
    fulfills = models.PositiveSmallIntegerField(
        _("fulfills"),
        choices=[
            (Kind.INITIAL_COURSE.value, Kind.INITIAL_COURSE.label),
            (Kind.REFRESHER.value, Kind.REFRESHER.label),
        ],
        default=Kind.INITIAL_COURSE,
        help_text=_("The requirement that a signed-off record of this course meets."),
    )

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


# What records of a class are judged by.
JUDGED_BY = ("course", "training_days", "hours", "pass_mark")
_IN_USE = _("Classes are held by this version, and it stays as it is. Add another version.")


@pghistory.track()
class CourseVersion(Shown, Period):
    """One version of a course: days, hours, modules. The period: classes may start in it."""

    class Mark(models.TextChoices):
        """Whether the figures are documented."""

        SOURCED = "sourced", _("Sourced")
        ASSUMED = "assumed", _("Assumed")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(_("version"), max_length=20)
    for_models = ArrayField(
        models.CharField(max_length=3, choices=Model.choices), verbose_name=_("models")
    )
    training_days = models.PositiveSmallIntegerField(
        _("training days"), validators=[MinValueValidator(1)]
    )
    hours = models.PositiveSmallIntegerField(_("hours"), validators=[MinValueValidator(1)])
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"), default=70, validators=[MaxValueValidator(100)]
    )
    mark = models.CharField(_("mark"), max_length=8, choices=Mark.choices)
    source = models.TextField(_("source"), blank=True)

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("course version")
        verbose_name_plural = _("course versions")
        ordering = ["course__code", "-valid_from"]
        constraints = [
            period_is_forward("course_version_forward"),
            models.UniqueConstraint(fields=["course", "version"], name="course_version_once"),
            models.CheckConstraint(
                condition=models.Q(pass_mark__lte=100), name="course_version_pass_mark"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course.title}, {self.version}"

    @property
    def is_in_use(self) -> bool:
        """Whether a class is held by it: records are judged by its figures from then on."""
        return self.pk is not None and self.classes.exists()

    def clean(self) -> None:
        """What a class is held by does not change: another version is added."""
        if not self.is_in_use:
            return
        was = CourseVersion.objects.get(pk=self.pk)
        changed = [name for name in JUDGED_BY if getattr(was, name) != getattr(self, name)]
        if changed:
            raise ValidationError(dict.fromkeys(changed, _IN_USE))

    @property
    def hours_a_day(self) -> int:
        """Hours of one training day."""
        return self.hours // self.training_days


@pghistory.track()
class Module(Shown):
    """A part of a course version: when it is taught, what it covers, how it is examined."""

    course_version = models.ForeignKey(
        CourseVersion, on_delete=models.CASCADE, related_name="modules"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    week = models.PositiveSmallIntegerField(_("week"))
    first_day = models.PositiveSmallIntegerField(
        _("first day"), help_text=_("The training day, counted from 1, on which it begins.")
    )
    last_day = models.PositiveSmallIntegerField(_("last day"))
    hours = models.PositiveSmallIntegerField(_("hours"))
    title = models.CharField(_("title"), max_length=120)
    topics = ArrayField(models.CharField(max_length=160), default=list, verbose_name=_("topics"))
    exam_code = models.CharField(
        _("exam"),
        max_length=12,
        blank=True,
        help_text=_("The exam that closes this module (W1, FINAL); empty for none."),
    )

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["course_version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course_version", "position"], name="module_position"),
            models.UniqueConstraint(
                fields=["course_version", "exam_code"],
                condition=~models.Q(exam_code=""),
                name="module_exam_once",
            ),
            models.CheckConstraint(
                condition=models.Q(first_day__gte=1, first_day__lte=models.F("last_day")),
                name="module_days_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The plan of a class that is held does not change."""
        if self.course_version_id is None or not self.course_version.is_in_use:
            return
        was = Module.objects.filter(pk=self.pk).first()
        taught = ("course_version_id", "first_day", "last_day", "hours", "exam_code")
        if was is None or any(getattr(was, name) != getattr(self, name) for name in taught):
            raise ValidationError(_IN_USE)
