"""The days on which a class meets.

A class of twenty training days takes twenty weekdays. A federal holiday among them takes its day
out: it is named, and not made up, so that the class still ends on the same calendar day and has
fewer hours (152 in place of 160). R7 asks for attendance on every day that is left.
"""

from datetime import date, timedelta
from typing import NamedTuple

from training.rules.federal_holidays import SATURDAY, holiday_on


class ClassDayPlan(NamedTuple):
    """One weekday of a class. A holiday has no number and no hours."""

    day: date
    number: int | None
    hours: int
    holiday: str = ""


def class_days(starts_on: date, training_days: int, hours_a_day: int) -> list[ClassDayPlan]:
    """The weekdays of a class from `starts_on`, or from the Monday after a weekend.

    `number` counts the days on which it meets, from 1.
    """
    days: list[ClassDayPlan] = []
    day, number = starts_on, 0
    while len(days) < training_days:
        if day.weekday() < SATURDAY:
            holiday = holiday_on(day)
            number += not holiday
            days.append(
                ClassDayPlan(day, None, 0, holiday)
                if holiday
                else ClassDayPlan(day, number, hours_a_day)
            )
        day += timedelta(days=1)
    return days
