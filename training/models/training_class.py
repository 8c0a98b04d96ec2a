"""Classes: one run of a course version, and the days on which it meets."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, shared
from agencies.models.rows import Shown
from training.models.course import CourseVersion
from training.querysets import ClassQuerySet


@pghistory.track()
class TrainingClass(Shown):
    """One run of a course version, with a class ID such as CL001."""

    class Delivery(models.TextChoices):
        """How a class is held."""

        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("In person and online")

    class_id = models.CharField(_("class ID"), max_length=20, unique=True)
    course_version = models.ForeignKey(
        CourseVersion,
        on_delete=models.PROTECT,
        related_name="classes",
        verbose_name=_("course version"),
    )
    place = models.CharField(_("place"), max_length=120)
    delivery = models.CharField(
        _("delivery"), max_length=10, choices=Delivery.choices, default=Delivery.IN_PERSON
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), help_text=_("The last day on which it meets."))
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    # Kept by a trigger on enrollments: an agency cannot see the seats that others take.
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    instructors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="classes", verbose_name=_("instructors")
    )
    # Only a class in which nobody sits can be canceled; the row and its ID stay on record.
    canceled_on = models.DateField(_("canceled"), null=True, blank=True)

    objects = ClassQuerySet.as_manager()

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["-starts_on", "class_id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")),
                name="class_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(seats_taken__lte=models.F("seats")), name="class_not_overfull"
            ),
            models.CheckConstraint(
                condition=models.Q(canceled_on=None) | models.Q(seats_taken=0),
                name="class_canceled_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "id"], name="class_starts")]

    def __str__(self) -> str:
        return self.class_id

    @property
    def seats_left(self) -> int:
        """Seats that nobody has taken."""
        return self.seats - self.seats_taken


_Instructors: Any = TrainingClass.instructors.through


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)
class ClassInstructor(_Instructors):
    """Who teaches a class. A proxy of the relation's own table, so that it keeps history too."""

    rows: ClassVar[Rows] = shared()

    class Meta:
        proxy = True
        verbose_name = _("instructor")
        verbose_name_plural = _("instructors")


@pghistory.track()
class ClassDay(models.Model):
    """A weekday of a class: a training day with its hours, or a federal holiday with none."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(
        _("training day"), null=True, help_text=_("Counted from 1; none on a holiday.")
    )
    hours = models.PositiveSmallIntegerField(_("hours"))
    # In English, as training.rules.federal_holidays marks it; translated where it is shown.
    holiday = models.CharField(_("holiday"), max_length=60, blank=True)

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("class day")
        verbose_name_plural = _("class days")
        ordering = ["training_class", "day"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "day"], name="class_day_once"),
            models.CheckConstraint(
                condition=models.Q(holiday="", number__isnull=False, hours__gt=0, hours__lte=12)
                | (~models.Q(holiday="") & models.Q(number__isnull=True, hours=0)),
                name="class_day_trains_or_rests",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class}, {self.day}"
