"""Rule sets: what a form revision demands, as dated data with the clause and the source."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, shared
from agencies.models import FormRevision, Model
from agencies.models.rows import Shown
from training.kinds import Kind
from training.querysets import RuleSetQuerySet


@pghistory.track()
class RuleSet(Shown):
    """The requirements of one form revision and model, in one version. Published ones are kept."""

    form_revision = models.ForeignKey(
        FormRevision, on_delete=models.PROTECT, related_name="rule_sets"
    )
    model = models.CharField(_("model"), max_length=3, choices=Model.choices)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    valid_from = models.DateField(_("from"))
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = RuleSetQuerySet.as_manager()

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["form_revision__code", "model", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_revision", "model", "version"], name="rule_set_version_once"
            ),
            models.UniqueConstraint(
                fields=["form_revision", "model", "valid_from"],
                condition=Q(published_at__isnull=False),
                name="rule_set_one_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="rule_set_proposed_at_and_by",
            ),
            # A rule set that ships with the product is published without a person; any other by
            # one person who proposes and another who approves.
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | (Q(published_at__isnull=False, proposed_by__isnull=False))
                & ~Q(published_by=F("proposed_by")),
                name="rule_set_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_revision.code}, {self.model}, version {self.version}"


@pghistory.track()
class Requirement(models.Model):
    """One demand of a rule set, with its parameters, the clause and where that was read."""

    class Mark(models.TextChoices):
        """Sourced from a document, or assumed by this product and shown so."""

        SOURCED = "sourced", _("Sourced")
        ASSUMED = "assumed", _("Assumed")

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="requirements")
    kind = models.PositiveSmallIntegerField(_("requirement"), choices=Kind.choices[1:])
    is_binding = models.BooleanField(
        _("binding"),
        default=True,
        help_text=_("Advisory requirements are shown and counted apart; they lower nothing."),
    )
    soon_days = models.PositiveSmallIntegerField(
        _("due soon, days"), default=90, help_text=_("Days before the due date.")
    )
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    clause = models.TextField(_("clause"), help_text=_("The clause in plain words."))
    section = models.CharField(_("section"), max_length=60, blank=True)
    source = models.TextField(_("source"))
    mark = models.CharField(_("mark"), max_length=8, choices=Mark.choices)

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["rule_set", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "kind"], name="requirement_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind if kind]),
                name="requirement_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
