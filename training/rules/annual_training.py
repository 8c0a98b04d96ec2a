"""Annual training on a fiscal-year clock, due on a fixed date.

R29. ICE's e-mail of November 2008 (FOIA): users of its systems complete information assurance
awareness each fiscal year, due May 31. Today's date is assumed; advisory.
"""

from datetime import date

from training.rules.parameters import Parameters, needed
from training.rules.periods import Period, next_fiscal_date


def coverage(completed_on: date, parameters: Parameters) -> Period:
    """Met from the completion until the fixed date of the next fiscal year."""
    month, day = needed(parameters, "month"), needed(parameters, "day")
    return Period(completed_on, next_fiscal_date(completed_on, month, day))
