"""What falls due: the day on which a compliant participation stops being compliant."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from training.models import Standing

WINDOWS = (30, 60, 90)


@dataclass(frozen=True)
class Month:
    """How many stop being compliant in a month. `soon` where it begins within 30 days."""

    month: date
    count: int
    soon: bool
    url: str = ""


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_ahead(standings: QuerySet[Standing], day: date, number: int = 12) -> list[Month]:
    """Twelve months from that of `day` on. `standings` cover `day`. One query."""
    months = [day.replace(day=1)]
    while len(months) < number:
        months.append(next_month(months[-1]))
    counted = dict(
        standings.filter(
            grade=Standing.Grade.COMPLIANT,
            compliant_until__gt=day,
            compliant_until__lt=next_month(months[-1]),
        )
        .annotate(month=TruncMonth("compliant_until"))
        .values_list("month")
        .annotate(n=Count("id"))
        .order_by()
    )
    return [
        Month(month, counted.get(month, 0), soon=month <= day + timedelta(days=30))
        for month in months
    ]


def within_windows(standings: QuerySet[Standing], day: date) -> dict[int, int]:
    """How many fall due in 30, 60 and 90 days, each count holding the shorter ones. One query."""
    counts = {
        f"in_{days}": Count(
            "id",
            filter=Q(
                grade=Standing.Grade.COMPLIANT,
                compliant_until__gt=day,
                compliant_until__lte=day + timedelta(days=days),
            ),
        )
        for days in WINDOWS
    }
    found = standings.aggregate(**counts)
    return {days: found[f"in_{days}"] for days in WINDOWS}
