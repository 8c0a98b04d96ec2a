"""Dates as people say them, and how far away they are.

`{{ day|person_date }}` gives "10 Mar 2026", `{{ day|distance:today }}` gives "in 12 days". A date
far in the future stands for "no end" in half-open periods and is never shown as a date.
"""

from datetime import date, datetime

from django import template
from django.utils import formats
from django.utils.translation import gettext, ngettext

register = template.Library()

NO_END = date(9999, 12, 31)
MONTH_DAYS = 30.44
YEAR_DAYS = 365.25


@register.filter(expects_localtime=True)
def person_date(day: date | None) -> str:
    """A day in words, "No end" for the last day there is, a dash where there is none."""
    if day is None:
        return "\N{EN DASH}"
    if _day(day) >= NO_END:
        return gettext("No end")
    return formats.date_format(day, "j M Y")


@register.filter(expects_localtime=True)
def short_date(day: date | None) -> str:
    """A day without its year, for rows under a heading that says the year."""
    return "\N{EN DASH}" if day is None else formats.date_format(day, "j M")


@register.filter(expects_localtime=True)
def person_time(moment: datetime | None) -> str:
    """A moment in the current zone: "24 Nov 2026, 14:32"."""
    return "\N{EN DASH}" if moment is None else formats.date_format(moment, "j M Y, H:i")


@register.filter(expects_localtime=True)
def distance(day: date | None, today: date) -> str:
    """How far a day is from `today`: in days up to two months, then months, then years."""
    if day is None or _day(day) >= NO_END:
        return ""
    days = (_day(day) - _day(today)).days
    if days == 0:
        return gettext("today")
    words = _span(abs(days))
    return gettext("in %s") % words if days > 0 else gettext("%s ago") % words


def _span(days: int) -> str:
    if days < 60:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < 2 * YEAR_DAYS:
        months = round(days / MONTH_DAYS)
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    years = int(days / YEAR_DAYS)
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
