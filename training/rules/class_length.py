"""Is a class likely to have been as long as a list says?

The lists of past classes were typed from scanned pages: a month that slipped makes a class of four
weeks one of nine. Nobody can say which classes were cut short and which were written down wrong, so
an unlikely length is shown and never refused.
"""

from datetime import date, timedelta

from training.rules.federal_holidays import SATURDAY

# Holidays, days off and days of travel move a class of four weeks by up to a week.
TOLERANCE = 0.25


def weekdays_between(starts_on: date, ends_on: date) -> int:
    """Weekdays from the first to the last day, both included."""
    days = (ends_on - starts_on).days + 1
    return sum((starts_on + timedelta(days=n)).weekday() < SATURDAY for n in range(days))


def is_likely(starts_on: date, ends_on: date, training_days: int) -> bool:
    """Whether the weekdays are those of the course, give or take a quarter."""
    weekdays = weekdays_between(starts_on, ends_on)
    return abs(weekdays - training_days) <= training_days * TOLERANCE
