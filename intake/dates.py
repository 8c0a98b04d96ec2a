"""Dates as spreadsheets hold them: real dates, numbers of days, and text in the usual shapes."""

import re
from datetime import date, datetime, timedelta
from math import isfinite

from intake.sheet import Value
from intake.text import text_of

_NAMES = (
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may",),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_US = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)\.?,?[ -](\d{4})", re.IGNORECASE)
_SLIPPED = re.compile(r"(\d{1,2})/(\d{1,2})/?(\d{4})|(\d{1,2})/?(\d{2})/(\d{4})")

# Whole days that a sheet may mean by a number: 1950 to 2119, in either date system.
_DAYS = range(16_000, 80_300)


def date_of(value: Value | None, *, first_1904: bool = False) -> date | None:
    """The day that a cell means, or None where it means none.

    Numbers of days count from 1900, or from 1904 where the workbook says so. Text is month
    first, as in the United States; a two-digit year lies between 1969 and 2068.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_number(value, first_1904)
    return _of_text(text_of(value)) if isinstance(value, str) else None


def suggestion_for(value: Value | None) -> str:
    """What was probably meant by a text that is no date ("7/72025" is 7/7/2025), or ""."""
    if (found := _SLIPPED.fullmatch(text_of(value))) is None:
        return ""
    month, day, year = (int(part) for part in found.groups() if part is not None)
    return f"{month}/{day}/{year}" if _day(year, month, day) else ""


def _of_number(number: float, first_1904: bool) -> date | None:
    if not isfinite(number) or number != int(number) or int(number) not in _DAYS:
        return None
    # 1900 was no leap year, but spreadsheets count its 29 February: hence 30 December 1899.
    start = date(1904, 1, 1) if first_1904 else date(1899, 12, 30)
    return start + timedelta(days=int(number))


def _of_text(text: str) -> date | None:
    if found := _US.fullmatch(text):
        month, day, year = (int(part) for part in found.groups())
        return _day(_four_digits(year), month, day)
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return _day(year, month, day)
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(int(found[3]), _MONTHS.get(found[1].casefold(), 0), int(found[2]))
    if found := _DAY_FIRST.fullmatch(text):
        return _day(int(found[3]), _MONTHS.get(found[2].casefold(), 0), int(found[1]))
    # A number of days that became text on its way through a CSV file.
    return _of_number(int(text), False) if re.fullmatch(r"[34567]\d{4}", text) else None


def _four_digits(year: int) -> int:
    if year > 99:
        return year
    return year + (2000 if year < 69 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
