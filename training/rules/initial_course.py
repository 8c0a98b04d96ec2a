"""The initial course, completed once.

R6, R7. JEM form, Training of personnel: ICE's training, four weeks by CRS IF11898; WSO form: the
initial training; TFM form section VIII: the mandatory training with its ten topics; MOU section
VIII: the mandatory four weeks.
"""

from datetime import date

from training.rules.periods import FOREVER, Period


def coverage(completed_on: date) -> Period:
    """Met from the last day of the class, without an end: a refresher is a demand of its own."""
    return Period(completed_on, FOREVER)
