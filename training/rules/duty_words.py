"""Why a duty of the agency stands as it does, and the act that would mend it."""

from collections.abc import Callable

from training.rules.explained import Clock, Explained
from training.rules.parameters import number
from training.rules.requirement_state import State
from training.rules.words import _, gettext_noop, months_in_words


def _review_meeting(e: Explained) -> str:
    interval = months_in_words(number(e.parameters, "interval_months") or 0)
    first = number(e.parameters, "first_after_months")
    if e.clock is Clock.REPEAT:
        return _("Due {interval} after the last meeting").format(interval=interval)
    if e.on_day.state is State.MISSING:
        return _("No meeting is on record; one is due every {interval}").format(interval=interval)
    if e.is_open or e.clock is Clock.AUTHORIZATION:
        after = months_in_words(first) if first is not None else interval
        sentence = _("The first is due {interval} after the first officer is authorized")
        return sentence.format(interval=after)
    return _("Due every {interval}").format(interval=interval)


def _agreement_review(e: Explained) -> str:
    interval = months_in_words(number(e.parameters, "interval_months") or 0)
    if e.parameters.get("ends_with_interval"):
        if e.is_overdue:
            return _("The agreement's term has run out; it is extended, or it has lapsed")
        return _("The agreement lasts {interval}, then it is extended or lapses").format(
            interval=interval
        )
    if e.is_open:
        return _("No review is on record; one is due every {interval}").format(interval=interval)
    if e.clock is Clock.REPEAT:
        return _("Due {interval} after the last review").format(interval=interval)
    return _("Due {interval} after the agreement was signed").format(interval=interval)


def _interpreter_list(e: Explained) -> str:
    if e.is_open:
        return _("No list is on record")
    if e.is_overdue:
        return _("The list on record counted until {day}").format(day=e.until)
    return _("The list is on file")


def _posters(e: Explained) -> str:
    if e.is_open:
        return _("No record says that the posters are displayed")
    if e.is_overdue:
        return _("The record of the posters counted until {day}").format(day=e.until)
    return _("The posters are displayed")


REASONS: dict[str, Callable[[Explained], str]] = {
    "review_meeting": _review_meeting,
    "agreement_review": _agreement_review,
    "interpreter_list": _interpreter_list,
    "posters": _posters,
}

MENDS = {
    "review_meeting": gettext_noop("Hold the meeting and record its day"),
    "agreement_review": gettext_noop("Review the agreement and record its day"),
    "interpreter_list": gettext_noop("Record that the list is on file"),
    "posters": gettext_noop("Record that the posters are displayed"),
}
