"""Federal holidays of the United States, with the days on which they are observed.

5 U.S.C. 6103: eleven holidays; one that falls on a Saturday is observed on the Friday before, on a
Sunday on the Monday after. Inauguration Day concerns the Washington area alone and is left out.
"""

from datetime import date, timedelta
from functools import lru_cache

from training.rules.words import gettext_noop

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6

# The first year in which each newer holiday was observed.
FIRST_MLK_DAY, FIRST_JUNETEENTH = 1986, 2021


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> dict[date, str]:
    """The days of the calendar year on which a federal holiday is observed, by name.

    New Year's Day of the following year belongs here when it is observed on December 31.
    """
    named = _named(year)
    if year < date.max.year:
        named += _named(year + 1)[:1]
    observed = {_observed(day): name for day, name in named}
    return {day: name for day, name in sorted(observed.items()) if day.year == year}


def holiday_on(day: date) -> str:
    """The name of the holiday observed on `day`, untranslated; "" for none."""
    return federal_holidays(day.year).get(day, "")


def _named(year: int) -> list[tuple[date, str]]:
    holidays = [
        (date(year, 1, 1), gettext_noop("New Year's Day")),
        (_nth(year, 2, MONDAY, 3), gettext_noop("Washington's Birthday")),
        (_last_monday_of_may(year), gettext_noop("Memorial Day")),
        (date(year, 7, 4), gettext_noop("Independence Day")),
        (_nth(year, 9, MONDAY, 1), gettext_noop("Labor Day")),
        (_nth(year, 10, MONDAY, 2), gettext_noop("Columbus Day")),
        (date(year, 11, 11), gettext_noop("Veterans Day")),
        (_nth(year, 11, THURSDAY, 4), gettext_noop("Thanksgiving Day")),
        (date(year, 12, 25), gettext_noop("Christmas Day")),
    ]
    if year >= FIRST_MLK_DAY:
        holidays.append(
            (_nth(year, 1, MONDAY, 3), gettext_noop("Birthday of Martin Luther King, Jr."))
        )
    if year >= FIRST_JUNETEENTH:
        holidays.append((date(year, 6, 19), gettext_noop("Juneteenth")))
    return holidays


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _observed(day: date) -> date:
    if day.weekday() == SATURDAY and day > date.min:
        return day - timedelta(days=1)
    if day.weekday() == SUNDAY:
        return day + timedelta(days=1)
    return day
