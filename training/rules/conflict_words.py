"""What contradicts what, in one sentence: a conflict's facts in the reader's words.

The facts are kept with the flag, as JSON has them: days as ISO text, None for no end. They are
those that training.rules.conflicts_of_authority and conflicts_of_training find.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from training.rules.words import _, ngettext, on_day

Facts = Mapping[str, Any]


def detail(code: str, facts: Facts) -> str:
    """The dates or figures that disagree. "" where a flag carries none."""
    return _WORDS[code](facts) if facts else ""


def _on(facts: Facts, name: str) -> str:
    return on_day(date.fromisoformat(facts[name]))


def _letter(facts: Facts) -> str:
    if not facts["letter"]:
        return _("Authorization")
    return _("Letter {number}").format(number=facts["letter"])


def _held(facts: Facts) -> str:
    if facts["until"] is None:
        return _("{letter} holds {first} without an end").format(
            letter=_letter(facts), first=_on(facts, "from")
        )
    return _("{letter} holds {first} until {last}").format(
        letter=_letter(facts), first=_on(facts, "from"), last=_on(facts, "until")
    )


def _authorized_never_certified(facts: Facts) -> str:
    return _("{letter} from {first}; no certification on record").format(
        letter=_letter(facts), first=_on(facts, "from")
    )


def _authorized_before_certified(facts: Facts) -> str:
    return _("{letter} from {first}; certified {day}").format(
        letter=_letter(facts), first=_on(facts, "from"), day=_on(facts, "certified")
    )


def _authorized_before_agreement(facts: Facts) -> str:
    return _("{letter} from {first}; signed {day}").format(
        letter=_letter(facts), first=_on(facts, "from"), day=_on(facts, "signed")
    )


def _authorized_too_long(facts: Facts) -> str:
    return _("{letter_holds}; at most until {day}").format(
        letter_holds=_held(facts), day=_on(facts, "allowed")
    )


def _authority_past_end(facts: Facts) -> str:
    if "evaluated" in facts:
        return _("Evaluated {day}; no authorization covers that day").format(
            day=_on(facts, "evaluated")
        )
    return _("{letter_holds}; the agreement ended {day}").format(
        letter_holds=_held(facts), day=_on(facts, "ended")
    )


def _failed_but_passed(facts: Facts) -> str:
    if facts.get("exams"):
        what = ", ".join(f"{title} {score}" for title, score in facts["exams"])
    elif facts.get("failures"):
        what = ngettext(
            "{n} failure, which disqualifies",
            "{n} failures, which disqualify",
            facts["failures"],
        ).format(n=facts["failures"])
    else:
        what = _("recorded as failed")
    return _("{class_id}: {what}; passed {day}").format(
        class_id=facts["class_id"], what=what, day=_on(facts, "passed")
    )


def _finished_before_start(facts: Facts) -> str:
    if "certificate" in facts:
        return _("Certificate {number}: completed {last}, class began {first}").format(
            number=facts["certificate"], last=_on(facts, "completed"), first=_on(facts, "began")
        )
    return f"{facts['class_id']}: {_days(facts)}"


def _days(facts: Facts) -> str:
    first, last = _on(facts, "began"), _on(facts, "ended")
    if facts["ended"] < facts["began"]:
        return _("began {first}, ended {last}").format(first=first, last=last)
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def _two_places(facts: Facts) -> str:
    return "; ".join(f"{one['class_id']}, {_days(one)}" for one in facts["classes"])


def _exam_before_class(facts: Facts) -> str:
    exam = facts["exam"]
    if facts["more"]:
        exam = _("{first} and {n} more").format(first=exam, n=facts["more"])
    return _("{exam}, {day}; {class_id} began {first}").format(
        exam=exam,
        day=_on(facts, "taken"),
        class_id=facts["class_id"],
        first=_on(facts, "began"),
    )


def _own_instructor(facts: Facts) -> str:
    return _("{class_id}: signed off by one of its instructors").format(class_id=facts["class_id"])


def _unlikely_length(facts: Facts) -> str:
    days = ngettext("{n} day", "{n} days", facts["days"]).format(n=facts["days"])
    course = ngettext("{n} training day", "{n} training days", facts["course"]).format(
        n=facts["course"]
    )
    return _("{class_id}: {days}, {weekdays} of them weekdays; the course has {course}").format(
        class_id=facts["class_id"], days=days, weekdays=facts["weekdays"], course=course
    )


def _hours_do_not_fit(facts: Facts) -> str:
    return _(
        "{class_id}: {hours} hours attended; {days} days of {hours_a_day} hours hold {room}"
    ).format(**facts)


def _attendance_without_day(facts: Facts) -> str:
    day = _on(facts, "day")
    if facts["more"]:
        day = _("{first} and {n} more").format(first=day, n=facts["more"])
    return _("{class_id} did not meet on {day}").format(class_id=facts["class_id"], day=day)


_WORDS: dict[str, Callable[[Facts], str]] = {
    "authorized_never_certified": _authorized_never_certified,
    "authorized_before_certified": _authorized_before_certified,
    "authorized_before_agreement": _authorized_before_agreement,
    "authorized_too_long": _authorized_too_long,
    "authority_past_end": _authority_past_end,
    "failed_but_passed": _failed_but_passed,
    "finished_before_start": _finished_before_start,
    "two_places": _two_places,
    "exam_before_class": _exam_before_class,
    "own_instructor": _own_instructor,
    "unlikely_length": _unlikely_length,
    "hours_do_not_fit": _hours_do_not_fit,
    "attendance_without_day": _attendance_without_day,
}
