"""Field offices and agencies."""

from typing import ClassVar

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import by_statement
from accounts.row_security import AGENCIES, Rows, shared
from agencies.geography import STATES, ZONES
from agencies.models.rows import Shown
from agencies.querysets import AgencyQuerySet


@pghistory.track()
class FieldOffice(Shown):
    """The ICE ERO field office that supervises agencies of an area."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    rows: ClassVar[Rows] = shared()

    class Meta:
        verbose_name = _("field office")
        verbose_name_plural = _("field offices")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*by_statement())
class Agency(Shown):
    """A state or local law enforcement agency."""

    class Kind(models.TextChoices):
        """The agency's kind: ICE's list knows the first three, the FBI's the others too."""

        COUNTY = "county", _("County")
        MUNICIPALITY = "municipality", _("Municipality")
        STATE = "state", _("State agency")
        UNIVERSITY = "university", _("University or college")
        TRIBAL = "tribal", _("Tribal agency")
        FEDERAL = "federal", _("Federal agency")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, db_collation="C", editable=False)
    state = models.CharField(_("state"), max_length=2, choices=list(STATES.items()))
    county = models.CharField(_("county"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    ori = models.CharField(
        _("ORI"),
        max_length=9,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9]{9}$", _("An ORI has nine letters and digits."))],
        help_text=_("The FBI's nine-character identifier, where it is known."),
    )
    fbi_name = models.CharField(
        _("name in the FBI's list"),
        max_length=200,
        blank=True,
        help_text=_("Short, as the FBI prints it: the city or the county alone."),
    )
    field_office = models.ForeignKey(
        FieldOffice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("field office"),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, choices=[(zone, zone) for zone in ZONES]
    )
    is_invented = models.BooleanField(
        _("invented"),
        default=False,
        help_text=_("Made up for the demo: no real agency stands behind it."),
    )

    objects = AgencyQuerySet.as_manager()

    rows: ClassVar[Rows] = Rows(f"id = any({AGENCIES})", "", "insert, update, delete")

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["state", "name_key"]
        constraints = [
            models.UniqueConstraint(fields=["state", "name_key"], name="agency_once_in_a_state"),
            models.CheckConstraint(
                condition=models.Q(ori__regex=r"^[A-Z0-9]{9}$") | models.Q(ori=None),
                name="agency_ori_has_nine_characters",
            ),
        ]
        indexes = [models.Index(fields=["name_key"], name="agency_name_key")]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"
