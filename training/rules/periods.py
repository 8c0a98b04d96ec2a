"""Calendar arithmetic for periods of coverage.

Periods are half-open: `valid_to` is the first day no longer covered, and so the due date. Twenty-
four months after 10 March 2023 is 10 March 2025: that day is overdue, the day before is not.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from agencies.rules.periods import FOREVER as FOREVER

# The federal fiscal year begins on October 1 and is named after the year in which it ends.
FISCAL_MONTH = 10


class Period(NamedTuple):
    """[valid_from, valid_to)."""

    valid_from: date
    valid_to: date = FOREVER

    def covers(self, day: date) -> bool:
        """Whether `day` lies within."""
        return self.valid_from <= day < self.valid_to

    def overlaps(self, other: "Period") -> bool:
        """Whether a day lies within both."""
        return self.valid_from < other.valid_to and other.valid_from < self.valid_to


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the month's last day where it has no such day.

    29 February 2024 plus 24 months is 28 February 2026. Past the calendar's end: FOREVER.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > FOREVER.year:
        return FOREVER
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """`days` calendar days later. Past the calendar's end: FOREVER."""
    return FOREVER if days > (FOREVER - day).days else day + timedelta(days)


def next_fiscal_date(after: date, month: int, day: int) -> date:
    """The fixed date (such as May 31) in the fiscal year that follows the one of `after`.

    Whoever completed this fiscal year's training, early or late, is asked again by the next one's
    date.
    """
    fiscal_year = after.year + (after.month >= FISCAL_MONTH) + 1
    return _clamped(fiscal_year - (month >= FISCAL_MONTH), month, day)


def fixed_date_on_or_after(day: date, month: int, day_of_month: int) -> date:
    """The first fixed date that is not before `day`: the first one that can be asked of anybody."""
    this_year = _clamped(day.year, month, day_of_month)
    return this_year if this_year >= day else _clamped(day.year + 1, month, day_of_month)


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
