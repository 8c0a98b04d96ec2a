"""The days that anybody may enter: what lies outside is a slip of the pen.

Periods, terms and calendars reckon from a day that was entered; at the ends of the calendar they
would run out of it. Days that the product writes itself (no end: 9999-12-31) are not bound.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.refusal import Reason

EARLIEST = date(1950, 1, 1)
LATEST = date(2100, 12, 31)
OUT_OF_BOUNDS = _("Enter a day of the years 1950 to 2100.")


def reasons_against(day: date, field: str) -> list[Reason]:
    """Why `day` is no day of this work, for a service that reckons from it."""
    return [] if EARLIEST <= day <= LATEST else [Reason(str(OUT_OF_BOUNDS), field)]
