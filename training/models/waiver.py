"""Waivers: approved, reasoned, expiring exceptions to one requirement."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, tenant
from agencies.models.rows import Period, Shown, period_is_forward
from training.kinds import DUTIES, Kind
from training.models.rows import ParticipationRow, Recorded

_DECIDES = "update (decision, decided_at, decided_by_id)"


@pghistory.track()
class Waiver(Shown, ParticipationRow, Period, Recorded):
    """One requirement need not be met for a while. `recorded_by` asked; another person decides."""

    class Reason(models.TextChoices):
        """Why, as a code."""

        EQUIVALENT = "equivalent", _("Equivalent training on record")
        NOT_OFFERED = "not_offered", _("The course was not offered in time")
        ABSENCE = "absence", _("Approved long absence")

    class Decision(models.TextChoices):
        """What the second person decided."""

        WAITING = "", _("Waits for a decision")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    kind = models.PositiveSmallIntegerField(
        _("requirement"),
        choices=[
            (kind.value, kind.label)
            for kind in Kind
            if kind not in (Kind.PARTICIPATION, Kind.CERTIFICATION, Kind.AUTHORIZATION)
        ],
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    evidence = models.CharField(
        _("evidence"), max_length=200, help_text=_("The document: its number and date.")
    )
    decision = models.CharField(
        _("decision"), max_length=8, choices=Decision.choices, blank=True, default=""
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    rows: ClassVar[Rows] = tenant(f"insert, {_DECIDES}", f"insert, {_DECIDES}")

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-valid_from", "id"]
        constraints = [
            period_is_forward("waiver_forward"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="waiver_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")),
                name="waiver_decided_by_another",
            ),
            # Certified and authorized are signed acts: nothing stands in for them. Duties are asked
            # of the agency, not of an officer.
            models.CheckConstraint(
                condition=~Q(
                    kind__in=[Kind.PARTICIPATION, Kind.CERTIFICATION, Kind.AUTHORIZATION, *DUTIES]
                ),
                name="waiver_of_what_can_be_waived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_reason_display()}"
