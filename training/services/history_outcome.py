"""What a line of training history says came of a course, and when its exams were sat."""

from datetime import date
from functools import lru_cache

from training.models import Enrollment, Module
from training.rules.class_days import class_days
from training.rules.class_length import weekdays_between
from training.services.history_compare import Taken
from training.services.stated_scores import Score


def state_of(taken: Taken, failed_on: date | None, today: date) -> Enrollment.State:
    """The state of the record: open only while its class goes on and no paper says how it ended.

    `failed_on` is the day on which the form's exam policy disqualified the officer.
    """
    line, state = taken.line, Enrollment.State
    if failed_on is not None:
        return state.DISQUALIFIED
    if line.has_passed or line.result == "failed":
        return state.IMPORTED
    if line.result == "incomplete":
        return state.LEFT
    sat = taken.meant.sat
    goes_on = line.completed_on is None and sat is not None and sat.ends_on >= today
    return state.OPEN if goes_on else state.IMPORTED


def taken_on(taken: Taken, score: Score, module: Module, today: date) -> date:
    """The day that the paper gives, else the one that the course's timetable gives."""
    meant = taken.meant
    if score.taken_on is not None:
        return score.taken_on
    if meant.training_class is not None:
        days = {d.number: d.day for d in meant.training_class.days.all() if d.number}
        return days.get(module.last_day, meant.training_class.ends_on)
    dates = meant.new_class
    if dates is None:
        return meant.completed_on or today
    return _timetable(dates.starts_on, dates.ends_on).get(module.last_day, dates.ends_on)


@lru_cache(maxsize=1024)
def _timetable(starts_on: date, ends_on: date) -> dict[int | None, date]:
    """The days of a class that is not on record yet, by their numbers; rows repeat their class."""
    weekdays = weekdays_between(starts_on, ends_on)
    return {day.number: day.day for day in class_days(starts_on, weekdays, 1)}
