"""The written certification that an officer passed.

INA 287(g)(2); JEM and WSO forms, Certification and authorization; TFM form section IX: ICE
certifies in writing the names of those who completed the training. Certified is not authorized.
"""

from datetime import date
from uuid import UUID

from training.rules.periods import FOREVER, Period

# Letters and figures that nobody mistakes for each other (Crockford's base 32).
_FIGURES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def number(series: str, on: date, uuid: UUID) -> str:
    """A certificate's number, as C-2026-7K3M9-QX2PD: the series, the year, and what the `uuid` of
    the record makes of it. Tells nothing of how many there are, or of a row's place in a table."""
    code = "".join(_FIGURES[uuid.int >> shift & 31] for shift in range(45, -1, -5))
    return f"{series}-{on.year}-{code[:5]}-{code[5:]}"


def coverage(certified_on: date) -> Period:
    """Met from the day of the certification, without an end."""
    return Period(certified_on, FOREVER)
