"""What a form asks of the agency itself: the meeting, the review, the list, the posters."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, tenant
from agencies.models import Agreement
from agencies.models.rows import AgencyRow, Shown
from agencies.querysets import VisibleQuerySet
from training.kinds import DUTIES, Kind
from training.models.rows import CLOSES, Recorded, Superseded, closed_after_recorded


@pghistory.track()
class DutyDone(Shown, AgencyRow, Recorded, Superseded):
    """An agency did what its form asks of it. Judged on the agency, never on its officers."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="duties_done", verbose_name=_("agreement")
    )
    kind = models.PositiveSmallIntegerField(
        _("duty"), choices=[(kind.value, Kind(kind).label) for kind in DUTIES]
    )
    done_on = models.DateField(_("done"))
    evidence = models.CharField(
        _("evidence"), max_length=200, help_text=_("The document: its number and date.")
    )

    objects = VisibleQuerySet.as_manager()

    rows: ClassVar[Rows] = tenant(CLOSES, CLOSES)

    class Meta:
        verbose_name = _("duty done")
        verbose_name_plural = _("duties done")
        ordering = ["-done_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "done_on"],
                condition=Q(superseded_at__isnull=True),
                name="duty_done_once_a_day",
            ),
            closed_after_recorded("duty_done_closed_after_recorded"),
        ]
        indexes = [models.Index(fields=["agreement", "kind", "-done_on"], name="duty_done_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.done_on}"
