"""Training records that contradict each other, themselves or the calendar.

R7, R8, R9: days, hours and exams as the forms ask (JEM form, Training of personnel; WSO and TFM
forms likewise). What length is unlikely is assumed: ICE's class list of 2006 and 2007 has classes
of the four-week course of 24 to 38 days, and a few of 13, 48 and 60.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from training.rules.conflict_facts import (
    ClassFact,
    Conflict,
    HistoryFacts,
    RecordFact,
)
from training.rules.exam_ledger import disqualification
from training.rules.federal_holidays import SATURDAY, holiday_on

# Assumed: a class is of likely length with three quarters to one and a half times the weekdays
# that its course has training days, and one more.
LEAST, MOST, ONE_MORE = 0.75, 1.5, 1


def failed_but_passed(history: HistoryFacts) -> Iterator[Conflict]:
    """A record approved or certified although the last sitting of an exam failed, or although
    the failures disqualify."""
    for record in history.records:
        if record.passed_on is None:
            continue
        sittings = [exam.sitting for exam in record.exams]
        last = {s.exam: s for s in sorted(sittings, key=lambda s: s.attempt)}
        failed = [s for s in last.values() if s.score < record.policy.pass_mark]
        facts: dict[str, Any] = {
            "class_id": record.class_id,
            "passed": record.passed_on.isoformat(),
        }
        if failed:
            facts["exams"] = [[s.title, s.score] for s in failed]
        elif disqualification(sittings, record.policy) is not None:
            facts["failures"] = sum(s.score < record.policy.pass_mark for s in sittings)
        elif not record.stated_failed:
            continue
        yield Conflict("failed_but_passed", facts, record.passed_on)


def finished_before_start(history: HistoryFacts) -> Iterator[Conflict]:
    """A class that ended before it began, or a course completed before its class began."""
    for record in history.records:
        if record.ends_on < record.starts_on:
            yield Conflict("finished_before_start", _days(record), record.ends_on)
    for row in history.certifications:
        if row.began_on is not None and row.completed_on < row.began_on:
            facts = {
                "certificate": row.number,
                "completed": row.completed_on.isoformat(),
                "began": row.began_on.isoformat(),
            }
            yield Conflict("finished_before_start", facts, row.completed_on)


def two_places(history: HistoryFacts) -> Iterator[Conflict]:
    """One officer in two classes on the same day."""
    own = [ClassFact(r.key, r.class_id, r.starts_on, r.ends_on) for r in history.records]
    pairs = [(one, other) for n, one in enumerate(own) for other in own[n + 1 :]]
    pairs += [(one, other) for one in own for other in history.other_classes]
    for pair in pairs:
        one, other = sorted(pair, key=lambda c: (c.starts_on, c.class_id, c.key))
        if one.starts_on <= other.ends_on and other.starts_on <= one.ends_on:
            yield Conflict("two_places", {"classes": [_days(one), _days(other)]})


def exam_before_class(history: HistoryFacts) -> Iterator[Conflict]:
    """Exams dated before the class began; one conflict for each record."""
    for record in history.records:
        early = sorted(
            (exam for exam in record.exams if exam.taken_on < record.starts_on),
            key=lambda exam: (exam.taken_on, exam.sitting.title),
        )
        if early:
            facts = {
                "exam": early[0].sitting.title,
                "more": len(early) - 1,
                "taken": early[0].taken_on.isoformat(),
                "class_id": record.class_id,
                "began": record.starts_on.isoformat(),
            }
            yield Conflict("exam_before_class", facts)


def own_instructor(history: HistoryFacts) -> Iterator[Conflict]:
    """The supervisor who signed the record off taught the class."""
    for record in history.records:
        if record.signed_by_instructor:
            yield Conflict("own_instructor", {"class_id": record.class_id})


def unlikely_length(history: HistoryFacts) -> Iterator[Conflict]:
    """A class with far fewer or far more weekdays than its course has training days."""
    for record in history.records:
        if record.ends_on < record.starts_on:
            continue
        weekdays = _weekdays(record.starts_on, record.ends_on, holidays=True)
        likely = record.training_days * LEAST, record.training_days * MOST + ONE_MORE
        if not likely[0] <= weekdays <= likely[1]:
            facts = {
                "class_id": record.class_id,
                "days": (record.ends_on - record.starts_on).days + 1,
                "weekdays": weekdays,
                "course": record.training_days,
            }
            yield Conflict("unlikely_length", facts)


def hours_do_not_fit(history: HistoryFacts) -> Iterator[Conflict]:
    """More hours of attendance than the weekdays of the class hold; holidays hold none."""
    for record in history.records:
        if record.ends_on < record.starts_on:
            continue
        weekdays = _weekdays(record.starts_on, record.ends_on, holidays=False)
        room = weekdays * record.hours_a_day
        if record.hours_attended > room:
            facts = {
                "class_id": record.class_id,
                "hours": record.hours_attended,
                "days": weekdays,
                "hours_a_day": record.hours_a_day,
                "room": room,
            }
            yield Conflict("hours_do_not_fit", facts)


def attendance_without_day(history: HistoryFacts) -> Iterator[Conflict]:
    """Hours on days on which the class did not meet; one conflict for each record."""
    for record in history.records:
        days = sorted(set(record.days_without_class))
        if days:
            facts = {
                "class_id": record.class_id,
                "day": days[0].isoformat(),
                "more": len(days) - 1,
            }
            yield Conflict("attendance_without_day", facts)


def _weekdays(first: date, last: date, *, holidays: bool) -> int:
    """Weekdays from `first` to `last`, both included; with or without federal holidays."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return sum(day.weekday() < SATURDAY and (holidays or not holiday_on(day)) for day in days)


def _days(row: RecordFact | ClassFact) -> dict[str, str]:
    return {
        "class_id": row.class_id,
        "began": row.starts_on.isoformat(),
        "ended": row.ends_on.isoformat(),
    }
