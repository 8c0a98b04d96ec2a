"""Agreements, the form revisions they are written on, and the acts done to them."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.history import by_statement
from accounts.row_security import APPENDS, Rows, shared, tenant
from agencies.models.rows import FOREVER, AgencyRow, Period, Shown, period_is_forward
from agencies.querysets import AgreementQuerySet
from agencies.states import ActKind


class Model(models.TextChoices):
    """The three models of the program. ICE's list calls them support types."""

    JEM = "JEM", _("Jail Enforcement Model")
    WSO = "WSO", _("Warrant Service Officer")
    TFM = "TFM", _("Task Force Model")


@pghistory.track()
class FormRevision(Shown, Period):
    """One revision of ICE's MOA form; it selects the rules. The period: signed in these days."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    for_models = ArrayField(
        models.CharField(max_length=3, choices=Model.choices), verbose_name=_("models")
    )
    source = models.TextField(_("source"), blank=True)

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("form revision")
        verbose_name_plural = _("form revisions")
        ordering = ["valid_from", "code"]
        constraints = [period_is_forward("form_revision_forward")]

    def __str__(self) -> str:
        return self.title


@pghistory.track(*by_statement())
class Agreement(Shown, AgencyRow):
    """One signed instrument of one agency for one model."""

    agency = models.ForeignKey(
        "agencies.Agency",
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("agency"),
    )
    model = models.CharField(_("model"), max_length=3, choices=Model.choices)
    form_revision = models.ForeignKey(
        FormRevision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("form revision"),
    )
    form_inferred = models.BooleanField(
        _("form inferred"),
        default=False,
        help_text=_("The form was inferred from the signing date; nobody has confirmed it."),
    )
    signed_on = models.DateField(_("signed"))
    expires_on = models.DateField(
        _("expires"),
        default=FOREVER,
        help_text=_("The first day no longer covered, for a form with a term."),
    )
    moa_url = models.URLField(_("link to the MOA"), max_length=500, blank=True)
    addendum_url = models.URLField(_("link to the addendum"), max_length=500, blank=True)

    objects = AgreementQuerySet.as_manager()

    rows: ClassVar[Rows] = tenant("", "insert, update, delete")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-signed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "model", "signed_on"], name="agreement_once_on_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_on__lt=models.F("expires_on")),
                name="agreement_signed_before_it_expires",
            ),
        ]
        indexes = [models.Index(fields=["signed_on", "id"], name="agreement_register")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.model}"


@pghistory.track(*by_statement())
class AgreementAct(Shown, AgencyRow):
    """One thing done to an agreement, dated and attributed.

    Never changed; deleted only when the import that recorded it is taken back.
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(_("act"), max_length=24, choices=ActKind.choices)
    effective_on = models.DateField(_("effective"))
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    evidence = models.CharField(
        _("evidence"),
        max_length=300,
        help_text=_("The document: a letter's date and number, a list's name."),
    )
    extends_to = models.DateField(
        _("extends to"),
        null=True,
        blank=True,
        help_text=_("The agreement's new end, by an addendum: the first day no longer covered."),
    )

    rows: ClassVar[Rows] = tenant("", f"{APPENDS}, delete")

    class Meta:
        verbose_name = _("agreement act")
        verbose_name_plural = _("agreement acts")
        ordering = ["effective_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extends_to=None) | models.Q(kind=ActKind.ADDENDUM),
                name="agreement_extended_by_an_addendum",
            )
        ]
        indexes = [
            models.Index(fields=["agreement", "effective_on", "id"], name="agreement_act_latest")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
