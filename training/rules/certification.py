"""The written certification that an officer passed.

INA 287(g)(2); JEM and WSO forms, Certification and authorization; TFM form section IX: ICE
certifies in writing the names of those who completed the training. Certified is not authorized.
"""

from datetime import date

from training.rules.periods import FOREVER, Period


def coverage(certified_on: date) -> Period:
    """Met from the day of the certification, without an end."""
    return Period(certified_on, FOREVER)
