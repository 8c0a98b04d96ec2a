"""Why a requirement stands as it does, and the act that would mend it, in plain words.

The same words stand on the page, in CSV and in JSON. The clause itself, its section and source
come from the rule set; here is what the parameters and the evidence make of it.
"""

from collections.abc import Callable
from datetime import date

from training.rules import duty_words
from training.rules.explained import Clock as Clock
from training.rules.explained import Explained as Explained
from training.rules.parameters import Parameters, number
from training.rules.periods import add_months
from training.rules.requirement_state import State
from training.rules.words import _, gettext_noop, months_in_words, on_day


def heading(kind: str, name: str, parameters: Parameters) -> str:
    """The requirement with its interval: "Refresher, every 24 months"."""
    months, days = number(parameters, "months"), number(parameters, "days")
    if kind == "refresher" and months:
        return _("{name}, every {interval}").format(name=name, interval=months_in_words(months))
    if kind in duty_words.REASONS and (interval := number(parameters, "interval_months")):
        return _("{name}, every {interval}").format(name=name, interval=months_in_words(interval))
    if kind == "evaluation" and days:
        return _("{name}, every {days} days").format(name=name, days=days)
    if kind == "annual_training":
        return _("{name}, each fiscal year").format(name=name)
    if kind == "experience" and (years := number(parameters, "years")):
        return _("{name}, {years} years").format(name=name, years=years)
    return name


def reason(explained: Explained) -> str:
    """The reason with its citation: "Due 24 months after the initial course (Training of ...)"."""
    if explained.on_day.state is State.NOT_APPLICABLE:
        return _("Not asked on this day.")
    if explained.on_day.state is State.CONFLICT:
        words = _("The records contradict each other")
    elif explained.on_day.state is State.WAIVED:
        words = _("Waived until {day}").format(day=_day(explained.on_day.due_on))
    else:
        words = _REASONS[explained.kind](explained)
    where = ", ".join(filter(None, [explained.section, explained.form]))
    return f"{words} ({where})." if where else f"{words}."


def mend(explained: Explained) -> str:
    """The next act that would mend it; empty where nothing needs mending."""
    state = explained.on_day.state
    if state is State.CONFLICT:
        return _("Resolve the contradiction with a reason")
    if state in (State.MET, State.WAIVED, State.NOT_APPLICABLE):
        return ""
    if explained.kind == "authorization" and not explained.is_open:
        return _("Ask the field office director for a new authorization")
    if explained.kind == "refresher":
        return _refresher_mend(explained)
    return _(_MENDS[explained.kind])


def _day(day: date | None) -> str:
    return on_day(day) if day else ""


def _citizenship(e: Explained) -> str:
    return _("The agency has not attested it") if e.is_open else _("Attested by the agency")


def _experience(e: Explained) -> str:
    years = number(e.parameters, "years") or 0
    sentence = (
        _("{years} years of law enforcement work, not attested by the agency")
        if e.is_open
        else _("{years} years of law enforcement work, attested by the agency")
    )
    return sentence.format(years=years)


def _background_check(e: Explained) -> str:
    if e.is_open:
        return _("No approved result is on record")
    months = number(e.parameters, "recheck_months")
    if months:
        sentence = _("A new check is due {interval} after the last")
        return sentence.format(interval=months_in_words(months))
    advised = number(e.parameters, "advised_recheck_months")
    if advised and e.on_day.valid_from:
        sentence = _("Approved; a new check is advised from {day}")
        return sentence.format(day=on_day(add_months(e.on_day.valid_from, advised)))
    return _("Approved")


def _initial_course(e: Explained) -> str:
    if not e.is_open:
        return _("Completed and signed off")
    hours, mark = number(e.parameters, "hours"), number(e.parameters, "pass_mark")
    if mark is None:
        sentence = _("No signed-off record of the {hours}-hour course")
    else:
        sentence = _("No signed-off record of the {hours}-hour course with {mark} in each exam")
    return sentence.format(hours=hours, mark=mark)


def _certification(e: Explained) -> str:
    return _("Not certified in writing yet") if e.is_open else _("Certified in writing")


def _authorization(e: Explained) -> str:
    if e.is_open:
        return _("Not authorized yet")
    if e.is_overdue:
        return _("The authorization has ended, and only a signed one renews it")
    months = number(e.parameters, "months")
    if months is None:
        return _("Holds until it is revoked")
    return _("Holds {interval} from its date").format(interval=months_in_words(months))


def _supervisor(e: Explained) -> str:
    if e.is_open:
        return _("No designated supervisor is on record")
    if e.is_overdue:
        return _("The supervisor's assignment has ended")
    return _("A designated supervisor is on record")


def _refresher(e: Explained) -> str:
    interval = months_in_words(number(e.parameters, "months") or 0)
    if e.is_open:
        return _("The first is due {interval} after the initial course").format(interval=interval)
    if e.clock is Clock.REPEAT:
        return _("Due {interval} after the last refresher").format(interval=interval)
    return _("Due {interval} after the initial course").format(interval=interval)


def _annual_training(e: Explained) -> str:
    month, day = number(e.parameters, "month") or 1, number(e.parameters, "day") or 1
    # A leap year, so that every fixed date exists.
    fixed = date(2024, month, day)
    if e.is_open:
        return _("No completion is on record; due each fiscal year by {day}").format(
            day=f"{fixed.day} {fixed:%b}"
        )
    return _("Due each fiscal year by {day}").format(day=f"{fixed.day} {fixed:%b}")


def _evaluation(e: Explained) -> str:
    days = number(e.parameters, "days")
    if e.is_open:
        return _("No evaluation is on record; one is due every {days} days").format(days=days)
    if e.clock is Clock.AUTHORIZATION:
        return _("Due {days} days after the authorization").format(days=days)
    return _("Due {days} days after the last evaluation").format(days=days)


def _credential_return(e: Explained) -> str:
    if e.is_open:
        return _("No return of the credentials is on record")
    return _("The credentials went back")


_REASONS: dict[str, Callable[[Explained], str]] = {
    "citizenship": _citizenship,
    "experience": _experience,
    "background_check": _background_check,
    "no_pending_discipline": _citizenship,
    "initial_course": _initial_course,
    "certification": _certification,
    "authorization": _authorization,
    "supervisor": _supervisor,
    "refresher": _refresher,
    "annual_training": _annual_training,
    "evaluation": _evaluation,
    "credential_return": _credential_return,
    **duty_words.REASONS,
}


def _refresher_mend(e: Explained) -> str:
    hours = number(e.parameters, "hours")
    if e.is_open and e.on_day.state is State.IN_PROGRESS:
        return _("Complete the initial course first")
    if hours is None:
        return _("Book the refresher")
    return _("Book the {hours}-hour refresher").format(hours=hours)


_MENDS = {
    "citizenship": gettext_noop("Have the agency attest citizenship"),
    "experience": gettext_noop("Have the agency attest the experience"),
    "background_check": gettext_noop("Ask the program manager for the background check"),
    "no_pending_discipline": gettext_noop("Have the agency attest that none is pending"),
    "initial_course": gettext_noop("Enroll the officer in a class and complete it"),
    "certification": gettext_noop("Have the supervisor sign off the training record"),
    "authorization": gettext_noop("Ask the field office director for the authorization"),
    "supervisor": gettext_noop("Have a supervisor assigned to the agency"),
    "annual_training": gettext_noop("Record the year's completion"),
    "evaluation": gettext_noop("Ask the supervisor for an evaluation"),
    "credential_return": gettext_noop("Record that the credentials went back to ICE"),
    **duty_words.MENDS,
}
