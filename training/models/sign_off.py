"""Sign-offs: a supervisor's dated, attributable decision on a training record."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.row_security import APPENDS, Rows, tenant
from agencies.models.rows import Shown
from training.models.enrollment import Enrollment
from training.models.rows import ParticipationRow


class ReturnReason(models.TextChoices):
    """Why a record goes back; the agency reads these words."""

    ATTENDANCE = "attendance", _("Attendance incomplete")
    EXAM = "exam", _("Exam result missing")
    EVIDENCE_UNREADABLE = "evidence_unreadable", _("Evidence unreadable")
    EVIDENCE_UNSIGNED = "evidence_unsigned", _("Evidence unsigned")
    WRONG_RECORD = "wrong_record", _("Wrong officer or class")


@pghistory.track()
class SignOff(Shown, ParticipationRow):
    """One decision on one training record. Never changed, never deleted."""

    class Decision(models.TextChoices):
        """Approve, or return with reasons."""

        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="sign_offs")
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices)
    reasons = ArrayField(
        models.CharField(max_length=20, choices=ReturnReason.choices),
        default=list,
        blank=True,
        verbose_name=_("reasons"),
    )
    statement = models.TextField(_("statement"), help_text=_("The words that were signed."))
    digest = models.CharField(
        _("digest"), max_length=64, help_text=_("SHA-256 of the record as it was shown.")
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="sign_offs",
        verbose_name=_("signed by"),
    )
    position_title = models.CharField(_("position title"), max_length=120)
    signed_at = models.DateTimeField(_("signed"), db_default=Now(), editable=False)

    rows: ClassVar[Rows] = tenant(APPENDS, APPENDS)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-signed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=Q(decision="approved"),
                name="sign_off_approved_once",
            ),
            models.CheckConstraint(
                condition=Q(decision="approved", reasons=[])
                | (Q(decision="returned") & ~Q(reasons=[])),
                name="sign_off_return_has_reasons",
            ),
        ]
        indexes = [models.Index(fields=["signed_by", "-signed_at"], name="sign_off_by_person")]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}, {self.enrollment}"
