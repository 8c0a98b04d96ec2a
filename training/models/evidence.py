"""Evidence that is not a training record: attestations, vetting, evaluations."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.row_security import APPENDS, Rows, tenant
from agencies.models.rows import Shown
from training.kinds import Kind
from training.models.rows import FromPaper, ParticipationRow, Recorded


@pghistory.track()
class Attestation(Shown, ParticipationRow, Recorded, FromPaper):
    """The agency's word for something its form asks: a yes with a date, and no document of it."""

    kind = models.PositiveSmallIntegerField(
        _("attests"),
        choices=[
            (kind.value, kind.label)
            for kind in (
                Kind.CITIZENSHIP,
                Kind.EXPERIENCE,
                Kind.NO_PENDING_DISCIPLINE,
                Kind.ANNUAL_TRAINING,
            )
        ],
    )
    attested_on = models.DateField(_("attested"))

    rows: ClassVar[Rows] = tenant(APPENDS, APPENDS)

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["attested_on", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()


@pghistory.track()
class Vetting(Shown, ParticipationRow, Recorded, FromPaper):
    """The result of ICE's background investigation: the result and its date, nothing else."""

    class Result(models.TextChoices):
        """What the investigation found, as a word."""

        APPROVED = "approved", _("Approved")
        NOT_APPROVED = "not_approved", _("Not approved")

    result = models.CharField(_("result"), max_length=12, choices=Result.choices)
    checked_on = models.DateField(_("checked"))

    rows: ClassVar[Rows] = tenant("", APPENDS)

    class Meta:
        verbose_name = _("vetting")
        verbose_name_plural = _("vettings")
        ordering = ["checked_on", "id"]

    def __str__(self) -> str:
        return self.get_result_display()


@pghistory.track()
class Evaluation(Shown, ParticipationRow, Recorded):
    """A supervisor's periodic judgement of one officer's work; never about a case."""

    class Outcome(models.TextChoices):
        """What the supervisor decided."""

        CONTINUE = "continue", _("Continue")
        RETRAIN = "retrain", _("Retrain")
        SUSPEND = "suspend", _("Recommend suspension")

    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    evaluated_on = models.DateField(_("evaluated"))
    evaluated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("evaluated by"),
    )

    rows: ClassVar[Rows] = tenant(APPENDS, APPENDS)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["evaluated_on", "id"]

    def __str__(self) -> str:
        return self.get_outcome_display()
