"""What rows about a participation have in common."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.models.rows import AgencyRow
from agencies.querysets import VisibleQuerySet


class ParticipationRow(AgencyRow):
    """A row that belongs to one participation, and so to one agency."""

    participation = models.ForeignKey(
        "training.Participation",
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("participation"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True


class Recorded(models.Model):
    """When a fact was written down, and by whom. `recorded_at` is the database's own clock."""

    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        abstract = True


class Superseded(models.Model):
    """A fact that is never changed: it is closed, with the reason, and another one is added."""

    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True, editable=False)
    superseded_because = models.CharField(_("superseded because"), max_length=200, blank=True)

    class Meta:
        abstract = True


class FromPaper(models.Model):
    """A fact that may have been taken over from papers; without a paper it was entered here.

    The database lets only an import of training history set it (sql/papers.sql).
    """

    paper = models.ForeignKey(
        "training.PaperRecord",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="%(class)ss",
        verbose_name=_("imported from"),
    )

    class Meta:
        abstract = True

    @property
    def is_imported(self) -> bool:
        """Whether papers say it, and nobody entered or signed it here."""
        return self.paper_id is not None


def closed_after_recorded(name: str) -> models.CheckConstraint:
    """A row is closed no earlier than it was written."""
    return models.CheckConstraint(
        condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
        name=name,
    )


# The web role may close such a row, and do nothing else to it.
CLOSES = "insert, update (superseded_at, superseded_because)"
