"""Certification, authorization and suspension of an officer."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.row_security import APPENDS, Rows, tenant
from agencies.models import SupervisorAssignment
from agencies.models.rows import DateRange, Period, Shown, period_is_forward
from training.models.course import CourseVersion
from training.models.enrollment import Enrollment
from training.models.rows import (
    CLOSES,
    FromPaper,
    ParticipationRow,
    Recorded,
    Superseded,
    closed_after_recorded,
)
from training.models.sign_off import SignOff


@pghistory.track()
class Certification(Shown, ParticipationRow, Recorded, FromPaper):
    """The written certification that an officer passed. Certified is not authorized."""

    certificate_number = models.CharField(_("certificate number"), max_length=40, unique=True)
    certified_on = models.DateField(_("certified"))
    completed_on = models.DateField(_("course completed"))
    course_version = models.ForeignKey(
        CourseVersion, on_delete=models.PROTECT, related_name="certifications"
    )
    enrollment = models.OneToOneField(
        Enrollment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certification",
    )
    sign_off = models.OneToOneField(
        SignOff, on_delete=models.PROTECT, null=True, blank=True, related_name="certification"
    )

    rows: ClassVar[Rows] = tenant(APPENDS, APPENDS)

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["-certified_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paper__isnull=False) | Q(sign_off__isnull=False),
                name="certification_rests_on_a_sign_off",
            )
        ]

    def __str__(self) -> str:
        return self.certificate_number


@pghistory.track()
class Authorization(Shown, ParticipationRow, Period, Recorded, Superseded, FromPaper):
    """The field office director's signed authorization, for a period. Only this lets one act."""

    letter = models.CharField(
        _("letter"),
        max_length=80,
        blank=True,
        help_text=_("The authorization letter's number; papers from before may not state it."),
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    supervisor = models.ForeignKey(
        SupervisorAssignment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="authorizations",
        verbose_name=_("designated supervisor"),
    )

    rows: ClassVar[Rows] = tenant(CLOSES, CLOSES)

    class Meta:
        verbose_name = _("authorization")
        verbose_name_plural = _("authorizations")
        ordering = ["-valid_from", "id"]
        constraints = [
            period_is_forward("authorization_forward"),
            closed_after_recorded("authorization_closed_after_recorded"),
            models.CheckConstraint(
                condition=Q(paper__isnull=False) | ~Q(letter=""), name="authorization_by_a_letter"
            ),
            ExclusionConstraint(
                name="authorization_no_overlap",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.letter or str(self.paper)


@pghistory.track()
class Suspension(Shown, ParticipationRow, Period, Recorded, Superseded):
    """An officer may not act in this period; compliance stays as it is."""

    class Reason(models.TextChoices):
        """Why, as a code: never a narrative."""

        DISCIPLINE = "discipline", _("Discipline or complaint pending")
        TRAINING = "training", _("Training required")
        REQUEST = "request", _("At the agency's request")

    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)

    rows: ClassVar[Rows] = tenant(CLOSES, CLOSES)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["-valid_from", "id"]
        constraints = [
            period_is_forward("suspension_forward"),
            closed_after_recorded("suspension_closed_after_recorded"),
            ExclusionConstraint(
                name="suspension_no_overlap",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
