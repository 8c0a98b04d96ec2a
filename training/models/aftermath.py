"""What an end of authority leaves to do: credentials to return, notices to send."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, tenant
from agencies.models import AgreementAct
from agencies.models.rows import AgencyRow, Shown
from agencies.querysets import VisibleQuerySet
from training.models.rows import ParticipationRow, Recorded


@pghistory.track()
class CredentialReturn(Shown, ParticipationRow, Recorded):
    """ICE's credentials are to come back; open until somebody records that they did.

    JEM and WSO forms, Certification and authorization: credentials are ICE's property, returned
    when authority ends.
    """

    opened_on = models.DateField(_("since"))
    returned_on = models.DateField(_("returned"), null=True, blank=True)
    returned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    rows: ClassVar[Rows] = tenant(
        "insert, update (returned_on, returned_to_id)",
        "insert, update (returned_on, returned_to_id)",
    )

    class Meta:
        verbose_name = _("credential return")
        verbose_name_plural = _("credential returns")
        ordering = ["opened_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(returned_on__isnull=True),
                name="credential_return_open_once",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True, returned_to__isnull=True)
                | Q(returned_on__isnull=False, returned_to__isnull=False),
                name="credential_return_on_and_to",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("opened_on")),
                name="credential_return_after_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation}, {self.opened_on}"


@pghistory.track()
class Notice(Shown, AgencyRow, Recorded):
    """A notice that a form asks for within a time; late when sent after `due_at`."""

    class Kind(models.TextChoices):
        """Which notice, and its clock (training/rules/notice.py)."""

        AUTHORITY_ENDED = "authority_ended", _("Authority of an officer ended")
        TERMINATION = "termination", _("Termination or suspension of the agreement")
        COMPLAINT = "complaint", _("Complaint or discipline about an officer")

    kind = models.CharField(_("notice"), max_length=16, choices=Kind.choices)
    participation = models.ForeignKey(
        "training.Participation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("participation"),
    )
    agreement_act = models.ForeignKey(
        AgreementAct,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("agreement act"),
    )
    started_at = models.DateTimeField(_("clock started"))
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )

    objects = VisibleQuerySet.as_manager()

    rows: ClassVar[Rows] = tenant(
        "insert, update (sent_at, sent_by_id)", "insert, update (sent_at, sent_by_id)"
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(participation__isnull=False, agreement_act__isnull=True)
                | Q(participation__isnull=True, agreement_act__isnull=False),
                name="notice_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="notice_sent_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "due_at"], condition=Q(sent_at=None), name="notice_open")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_late(self) -> bool:
        """Whether it was sent after it was due; an unsent one is judged by its reader's clock."""
        return self.sent_at is not None and self.sent_at > self.due_at
