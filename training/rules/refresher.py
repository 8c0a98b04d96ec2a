"""The refresher, on an anniversary clock.

R14. JEM form, Training of personnel: as needed, but not more often than every two years after the
initial course; one week (CRS IF11898). TFM form section VIII: about one year after certification
ICE may give updated training (advisory). Practice of 2008: each year, one year after graduation.
The clock runs from the completion of the initial course, then of the last refresher.
"""

from datetime import date

from training.rules.parameters import Parameters, needed
from training.rules.periods import Period, add_months


def coverage(completed_on: date, parameters: Parameters) -> Period:
    """Met from a completed course until the next refresher is due.

    Completed 10 March 2023, every 24 months: due 10 March 2025, which is overdue that day.
    """
    return Period(completed_on, add_months(completed_on, needed(parameters, "months")))
