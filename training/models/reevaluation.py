"""Re-evaluation: judging participations by another rule set, as a named act of two people."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, shared
from agencies.models.rows import Shown
from training.models.rule_set import RuleSet


@pghistory.track()
class Reevaluation(Shown):
    """From `effective_on` participations under the form are judged by `rule_set`.

    Prepared by one person with a preview, applied by another in one transaction. `digest` is of
    the preview: what changed in between is shown again first.
    """

    name = models.CharField(_("name"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300)
    rule_set = models.ForeignKey(
        RuleSet, on_delete=models.PROTECT, related_name="reevaluations", verbose_name=_("rule set")
    )
    effective_on = models.DateField(_("from"))
    counts = models.JSONField(_("what changes"), default=dict)
    digest = models.CharField(max_length=64)
    prepared_at = models.DateTimeField(_("prepared"), db_default=Now(), editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("prepared by"),
    )
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("applied by"),
    )

    rows: ClassVar[Rows] = shared("", "insert, update (applied_at, applied_by_id, counts, digest)")

    class Meta:
        verbose_name = _("re-evaluation")
        verbose_name_plural = _("re-evaluations")
        ordering = ["-prepared_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="reevaluation_applied_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(applied_by__isnull=True) | ~Q(applied_by=F("prepared_by")),
                name="reevaluation_applied_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name
