"""Participation: one officer under one agreement. All training and authority hang here."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, tenant
from agencies.models import Agreement, Appointment, Model, Officer
from agencies.models.rows import AgencyRow, Shown
from training.querysets import ParticipationQuerySet


@pghistory.track()
class Participation(Shown, AgencyRow):
    """One officer under one agreement; it never changes agency (a transfer begins another).

    One at a time: an officer whose participation ended may be nominated under the agreement again,
    and the spans of the two do not overlap (`participation_once_at_a_time` in sql/guards.sql)."""

    class Step(models.TextChoices):
        """Where the training stands: what somebody is expected to do next."""

        NOTHING_OPEN = "nothing_open", _("Nothing open")
        IN_TRAINING = "in_training", _("In training")
        WAITING = "waiting", _("Waiting for sign-off")
        RETURNED = "returned", _("Returned")

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="participations")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="participations"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="participations"
    )
    model = models.CharField(_("model"), max_length=3, choices=Model.choices)
    # The officer's, kept in step by a trigger: lists sort by it without a join.
    name_key = models.CharField(max_length=210, db_collation="C", editable=False)
    step = models.CharField(
        _("step"), max_length=12, choices=Step.choices, default=Step.NOTHING_OPEN
    )

    objects = ParticipationQuerySet.as_manager()

    rows: ClassVar[Rows] = tenant("insert, update", "insert, update", cross_agency=("officer",))

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "model"], name="participation_model"),
        ]
        indexes = [
            models.Index(fields=["agency", "name_key", "id"], name="participation_list"),
        ]

    def __str__(self) -> str:
        return f"{self.officer}, {self.model}"
