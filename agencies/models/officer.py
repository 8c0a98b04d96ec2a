"""Officers and their service at agencies.

Their history is written by statement, not by row: a roster adds thousands at once.
"""

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import by_statement
from accounts.row_security import AGENCIES, Rows, tenant
from agencies.models.rows import AgencyRow, DateRange, Period, Shown, period_is_forward
from agencies.querysets import AppointmentQuerySet, OfficerQuerySet


@pghistory.track(*by_statement())
class Officer(Shown, AgencyRow):
    """A person. The history of training and authority stays one across agencies.

    `agency` keeps the record today; an earlier agency of the officer still sees the name, by its
    appointment. Deleted only when the import that added it is taken back. No birth date, no
    address, no number that identifies the person elsewhere.
    """

    agency = models.ForeignKey(
        "agencies.Agency",
        on_delete=models.PROTECT,
        related_name="officers",
        verbose_name=_("agency"),
    )
    last_name = models.CharField(_("last name"), max_length=100)
    first_name = models.CharField(_("first name"), max_length=100)
    name_key = models.CharField(max_length=210, db_collation="C", editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    law_enforcement_since = models.DateField(_("in law enforcement since"), null=True, blank=True)

    objects = OfficerQuerySet.as_manager()

    rows: ClassVar[Rows] = Rows(
        f"agency_id = any({AGENCIES}) or exists (select from agencies_appointment a"
        f" where a.officer_id = agencies_officer.id and a.agency_id = any({AGENCIES}))",
        "insert, update, delete",
        "insert, update, delete",
        check=f"agency_id = any({AGENCIES})",
    )

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["name_key", "id"]
        indexes = [
            models.Index(fields=["name_key", "id"], name="officer_name_key"),
            models.Index(fields=["agency", "name_key", "id"], name="officer_agency_name"),
        ]

    def __str__(self) -> str:
        return f"{self.last_name}, {self.first_name}"


def _hash_of(field: str, function: str) -> models.Func:
    """What equal values have in common, first in a constraint: of itself it excludes nothing more.

    Among texts and ranges a row finds its place in the index slowly; sorted by a hash first, a
    roster of 10,000 is in by a third sooner.
    """
    return models.Func(field, function=function, output_field=models.IntegerField())


# `participates_from` follows from other records, so it has no history of its own.
@pghistory.track(*by_statement(), exclude=["participates_from"])
class Appointment(Shown, AgencyRow, Period):
    """An officer's service at one agency: the badge, from when, until when."""

    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="appointments"
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="appointments")
    badge_number = models.CharField(_("badge number"), max_length=30)
    rank = models.CharField(_("rank"), max_length=60, blank=True)
    # Kept by a trigger of the participations: service may not begin after what was built on it.
    participates_from = models.DateField(
        _("takes part since"),
        null=True,
        editable=False,
        help_text=_("The first day of a participation in this service, if there is one."),
    )

    objects = AppointmentQuerySet.as_manager()

    rows: ClassVar[Rows] = tenant(
        "insert, update, delete", "insert, update, delete", cross_agency=("officer",)
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-valid_from", "id"]
        constraints = [
            period_is_forward("appointment_forward"),
            models.CheckConstraint(
                condition=models.Q(participates_from__isnull=True)
                | models.Q(valid_from__lte=models.F("participates_from")),
                name="appointment_begins_before_participation",
                violation_error_message=_(
                    "The officer takes part in the program since an earlier day than this."
                ),
            ),
            ExclusionConstraint(
                name="appointment_once_at_an_agency",
                expressions=[
                    (_hash_of("officer", "hashint8"), RangeOperators.EQUAL),
                    ("officer", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="appointment_badge_in_use",
                expressions=[
                    (_hash_of("badge_number", "hashtext"), RangeOperators.EQUAL),
                    ("badge_number", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["badge_number"], name="appointment_badge")]

    def __str__(self) -> str:
        return f"{self.badge_number}, {self.agency}"
