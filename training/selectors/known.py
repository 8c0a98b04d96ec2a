"""What the records said at a moment: rows written by then and not closed by then."""

from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Reason, Refused
from training.models import Flag

Row = TypeVar("Row", bound=Model)

# No write may last longer (the database ends it), so that what was known a little while ago is
# complete: `recorded_at` is when a transaction began, not when it was committed.
LONGEST_WRITE = timedelta(minutes=10)


def known_at(rows: QuerySet[Row], known: datetime | None) -> QuerySet[Row]:
    """Rows with `recorded_at` and `superseded_at` as known at a moment; None means now."""
    if known is None:
        return rows.filter(superseded_at=None)
    return rows.filter(Q(superseded_at=None) | Q(superseded_at__gt=known), recorded_at__lte=known)


def open_flags(known: datetime | None) -> QuerySet[Flag]:
    """Flags that nobody had settled at a moment; None means now."""
    if known is None:
        return Flag.objects.filter(disposed_at=None)
    return Flag.objects.filter(
        Q(disposed_at=None) | Q(disposed_at__gt=known), recorded_at__lte=known
    )


def end_of(day: date, zone: str) -> datetime:
    """The moment at which `day` is over in an IANA zone: what was known on that day.

    Raises `Refused` for a day that is not safely over: an open write could still belong to it.
    """
    moment = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    if not is_complete(moment):
        raise Refused(
            [Reason(_("Choose a day that is over: what was known today is not complete."), "known")]
        )
    return moment


def is_complete(moment: datetime) -> bool:
    """Whether nothing can be added any more to what was known at a moment."""
    return moment <= timezone.now() - LONGEST_WRITE
