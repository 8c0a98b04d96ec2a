"""What every row of an agency has in common, and the days that periods begin and end."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from agencies.names import name_key as name_key
from agencies.rules.periods import FOREVER as FOREVER


class DateRange(Func):
    """`daterange(from, to)`, half-open: for exclusion constraints, never for queries."""

    function = "daterange"
    output_field = models.Field()


def period_is_forward(name: str, *, may_be_empty: bool = False) -> models.CheckConstraint:
    """A period that begins before it ends; an empty one is a grant taken back on its first day."""
    lookup = "valid_from__lte" if may_be_empty else "valid_from__lt"
    return models.CheckConstraint(condition=Q(**{lookup: F("valid_to")}), name=name)


class Shown(models.Model):
    """A row that pages and URLs show: bigint inside, UUID outside."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class AgencyRow(models.Model):
    """A row that belongs to one agency and is seen only by those who may see that agency."""

    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("agency")
    )

    class Meta:
        abstract = True


class Period(models.Model):
    """Half-open: `valid_to` is the first day no longer covered."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(
        _("until"), default=FOREVER, help_text=_("The first day no longer covered.")
    )

    class Meta:
        abstract = True


@models.CharField.register_lookup
class Begins(models.Lookup):
    """`name_key__begins="smi"`: PostgreSQL's `^@`.

    LIKE is not leakproof, so under row policies it loses its index; `^@` keeps it.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The operator between column and text."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", [*left_params, *right_params]
