"""Training records that contradict each other, themselves or the calendar.

R7, R8, R9: days, hours and exams as the forms ask (JEM form, Training of personnel; WSO and TFM
forms likewise). What length is unlikely is assumed: ICE's class list of 2006 and 2007 has classes
of the four-week course of 24 to 38 days, and a few of 13, 48 and 60.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from training.rules.conflict_facts import (
    ClassFact,
    Conflict,
    HistoryFacts,
    RecordFact,
    in_words,
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
        what = ", ".join(f"{s.title} {s.score}" for s in failed)
        if not failed and disqualification(sittings, record.policy) is not None:
            count = sum(s.score < record.policy.pass_mark for s in sittings)
            what = f"{count} failures, which disqualify"
        if not what and record.stated_failed:
            what = "recorded as failed"
        if what:
            detail = f"{record.class_id}: {what}; passed {in_words(record.passed_on)}"
            yield Conflict("failed_but_passed", detail, record.passed_on)


def finished_before_start(history: HistoryFacts) -> Iterator[Conflict]:
    """A class that ended before it began, or a course completed before its class began."""
    for record in history.records:
        if record.ends_on < record.starts_on:
            detail = f"{record.class_id}: {_days(record)}"
            yield Conflict("finished_before_start", detail, record.ends_on)
    for row in history.certifications:
        if row.began_on is not None and row.completed_on < row.began_on:
            detail = (
                f"Certificate {row.number}: completed {in_words(row.completed_on)}, class began"
            )
            yield Conflict(
                "finished_before_start", f"{detail} {in_words(row.began_on)}", row.completed_on
            )


def two_places(history: HistoryFacts) -> Iterator[Conflict]:
    """One officer in two classes on the same day."""
    own = [ClassFact(r.key, r.class_id, r.starts_on, r.ends_on) for r in history.records]
    pairs = [(one, other) for n, one in enumerate(own) for other in own[n + 1 :]]
    pairs += [(one, other) for one in own for other in history.other_classes]
    for pair in pairs:
        one, other = sorted(pair, key=lambda c: (c.starts_on, c.class_id, c.key))
        if one.starts_on <= other.ends_on and other.starts_on <= one.ends_on:
            detail = f"{one.class_id}, {_days(one)}; {other.class_id}, {_days(other)}"
            yield Conflict("two_places", detail)


def exam_before_class(history: HistoryFacts) -> Iterator[Conflict]:
    """Exams dated before the class began; one conflict for each record."""
    for record in history.records:
        early = sorted(
            (exam for exam in record.exams if exam.taken_on < record.starts_on),
            key=lambda exam: (exam.taken_on, exam.sitting.title),
        )
        if early:
            more = f" and {len(early) - 1} more" if len(early) > 1 else ""
            detail = f"{early[0].sitting.title}{more}, {in_words(early[0].taken_on)}"
            detail = f"{detail}; {record.class_id} began {in_words(record.starts_on)}"
            yield Conflict("exam_before_class", detail)


def own_instructor(history: HistoryFacts) -> Iterator[Conflict]:
    """The supervisor who signed the record off taught the class."""
    for record in history.records:
        if record.signed_by_instructor:
            yield Conflict(
                "own_instructor", f"{record.class_id}: signed off by one of its instructors"
            )


def unlikely_length(history: HistoryFacts) -> Iterator[Conflict]:
    """A class with far fewer or far more weekdays than its course has training days."""
    for record in history.records:
        if record.ends_on < record.starts_on:
            continue
        weekdays = _weekdays(record.starts_on, record.ends_on, holidays=True)
        likely = record.training_days * LEAST, record.training_days * MOST + ONE_MORE
        if not likely[0] <= weekdays <= likely[1]:
            days = (record.ends_on - record.starts_on).days + 1
            detail = f"{record.class_id}: {days} days, {weekdays} of them weekdays;"
            yield Conflict(
                "unlikely_length", f"{detail} the course has {record.training_days} training days"
            )


def hours_do_not_fit(history: HistoryFacts) -> Iterator[Conflict]:
    """More hours of attendance than the weekdays of the class hold; holidays hold none."""
    for record in history.records:
        if record.ends_on < record.starts_on:
            continue
        weekdays = _weekdays(record.starts_on, record.ends_on, holidays=False)
        room = weekdays * record.hours_a_day
        if record.hours_attended > room:
            detail = f"{record.class_id}: {record.hours_attended} hours attended; {weekdays}"
            detail = f"{detail} days of {record.hours_a_day} hours hold {room}"
            yield Conflict("hours_do_not_fit", detail)


def attendance_without_day(history: HistoryFacts) -> Iterator[Conflict]:
    """Hours on days on which the class did not meet; one conflict for each record."""
    for record in history.records:
        days = sorted(set(record.days_without_class))
        if days:
            more = f" and {len(days) - 1} more" if len(days) > 1 else ""
            detail = f"{record.class_id} did not meet on {in_words(days[0])}{more}"
            yield Conflict("attendance_without_day", detail)


def _weekdays(first: date, last: date, *, holidays: bool) -> int:
    """Weekdays from `first` to `last`, both included; with or without federal holidays."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return sum(day.weekday() < SATURDAY and (holidays or not holiday_on(day)) for day in days)


def _days(row: RecordFact | ClassFact) -> str:
    if row.ends_on < row.starts_on:
        return f"began {in_words(row.starts_on)}, ended {in_words(row.ends_on)}"
    if row.ends_on == row.starts_on:
        return in_words(row.starts_on)
    return f"{in_words(row.starts_on)} to {in_words(row.ends_on)}"
