"""Why a requirement stands as it does, and the act that would mend it, in plain words.

The same words stand on the page, in CSV and in JSON. The clause itself, its section and source
come from the rule set; here is what the parameters and the evidence make of it.
"""

from collections.abc import Callable
from datetime import date

from training.rules import duty_words
from training.rules.explained import Clock as Clock
from training.rules.explained import Explained as Explained
from training.rules.mending import First
from training.rules.parameters import Parameters, number
from training.rules.periods import FOREVER, add_months
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
    """The reason with its citation: "Due 24 months after the initial course (Training of ...)".

    What is not met says what fails; what a waiver held is never told as if it had been met.
    """
    if explained.on_day.state is State.NOT_APPLICABLE:
        return _("Not asked on this day.")
    if explained.on_day.state is State.CONFLICT:
        words = _("The records contradict each other")
    elif explained.on_day.state is State.WAIVED:
        words = _("Waived until {day}").format(day=explained.until)
    elif explained.on_day.row and explained.on_day.row.is_waiver:
        words = _after_waiver(explained)
    else:
        words = _REASONS[explained.kind](explained)
    where = ", ".join(filter(None, [explained.section, explained.form]))
    return f"{words} ({where})." if where else f"{words}."


def mend(explained: Explained) -> str:
    """The next act that would mend it; empty where nothing needs mending.

    A waiver that runs out within the window needs the act that it stood in for.
    """
    state = explained.on_day.state
    if state is State.CONFLICT:
        return _("Resolve the contradiction with a reason")
    if state in (State.MET, State.NOT_APPLICABLE):
        return ""
    if state is State.WAIVED:
        if not explained.on_day.ends_soon:
            return ""
        sentence = _("The waiver ends on {day}. {act}")
        return sentence.format(day=explained.until, act=_act(explained))
    return _act(explained)


def _act(e: Explained) -> str:
    if say := _ACTS.get((e.kind, e.first)):
        return _(say)
    if e.kind == "authorization" and e.is_overdue:
        return _("Ask the field office director for a new authorization")
    if e.kind == "no_pending_discipline" and e.is_overdue:
        if e.parameters.get("removed_until_adjudicated"):
            return _("Remove the officer from the program until it is settled, then attest anew")
        return _("Once it is settled, have the agency attest that none is pending")
    if e.kind == "refresher" and (hours := number(e.parameters, "hours")):
        return _("Book the {hours}-hour refresher").format(hours=hours)
    return _(_MENDS[e.kind])


def _after_waiver(e: Explained) -> str:
    if e.is_overdue:
        return _("The waiver ended on {day}, and nothing has met it since").format(day=e.until)
    sentence = _("{reason}; the waiver ended on {day}")
    return sentence.format(reason=_REASONS[e.kind](e), day=e.until)


def _citizenship(e: Explained) -> str:
    if e.is_open:
        return _("The agency has not attested it")
    if e.is_overdue:
        return _("The agency's attestation ended on {day}").format(day=e.until)
    if e.ends_soon:
        return _("Attested by the agency until {day}").format(day=e.until)
    return _("Attested by the agency")


def _no_pending_discipline(e: Explained) -> str:
    if e.is_overdue:
        sentence = _("The agency's word that none is pending ended on {day}")
        return sentence.format(day=e.until)
    return _citizenship(e)


def _experience(e: Explained) -> str:
    if e.is_open:
        sentence = _("{years} years of law enforcement work, not attested by the agency")
    elif e.is_overdue:
        sentence = _("{years} years of law enforcement work; the attestation ended on {day}")
    elif e.ends_soon:
        sentence = _("{years} years of law enforcement work, attested by the agency until {day}")
    else:
        sentence = _("{years} years of law enforcement work, attested by the agency")
    return sentence.format(years=number(e.parameters, "years") or 0, day=e.until)


def _background_check(e: Explained) -> str:
    if e.is_open:
        own = number(e.parameters, "agency_check_months")
        if own is None:
            return _("No approved result is on record")
        # Told and not judged: the agency's own check is not on record here.
        sentence = _("No approved result is on record; the agency's own check is at most {age} old")
        return sentence.format(age=months_in_words(own))
    if months := number(e.parameters, "recheck_months"):
        if e.is_overdue:
            sentence = _("A new check was due on {day}; one is asked {interval} after the last")
        else:
            sentence = _("A new check is due {interval} after the last")
        return sentence.format(interval=months_in_words(months), day=e.until)
    if e.is_overdue:
        return _("The approved result held until {day}").format(day=e.until)
    if e.ends_soon:
        return _("Approved until {day}").format(day=e.until)
    advised = number(e.parameters, "advised_recheck_months")
    if advised and e.on_day.valid_from:
        sentence = _("Approved; a new check is advised from {day}")
        return sentence.format(day=on_day(add_months(e.on_day.valid_from, advised)))
    return _("Approved")


def _initial_course(e: Explained) -> str:
    if e.is_overdue:
        return _("The completed course counted until {day}").format(day=e.until)
    if e.ends_soon:
        return _("Completed and signed off; it counts until {day}").format(day=e.until)
    if not e.is_open:
        return _("Completed and signed off")
    hours, mark = number(e.parameters, "hours"), number(e.parameters, "pass_mark")
    if mark is None:
        sentence = _("No signed-off record of the {hours}-hour course")
    else:
        sentence = _("No signed-off record of the {hours}-hour course with {mark} in each exam")
    return sentence.format(hours=hours, mark=mark)


def _certification(e: Explained) -> str:
    if e.is_open:
        return _("Not certified in writing yet")
    if e.is_overdue:
        return _("The written certification held until {day}").format(day=e.until)
    if e.ends_soon:
        return _("Certified in writing until {day}").format(day=e.until)
    return _("Certified in writing")


def _authorization(e: Explained) -> str:
    if e.is_open:
        return _("Not authorized yet")
    if e.is_overdue:
        return _("The authorization has ended, and only a signed one renews it")
    due_on, valid_from = e.on_day.due_on or FOREVER, e.on_day.valid_from
    if due_on == FOREVER:
        return _("Holds until it is revoked")
    months = number(e.parameters, "months")
    if months and valid_from and due_on == add_months(valid_from, months):
        return _("Holds {interval} from its date").format(interval=months_in_words(months))
    # A letter may name a shorter period, and the agreement's end cuts any.
    return _("Holds until {day}").format(day=e.until)


def _supervisor(e: Explained) -> str:
    if e.is_open:
        return _("No designated supervisor is on record")
    if e.is_overdue:
        return _("The supervisor's assignment has ended")
    if e.ends_soon:
        return _("The supervisor's assignment ends on {day}").format(day=e.until)
    return _("A designated supervisor is on record")


def _refresher(e: Explained) -> str:
    interval = months_in_words(number(e.parameters, "months") or 0)
    if e.on_day.state is State.MISSING:
        sentence = _("No completed course is on record; one is due every {interval}")
    elif e.is_open:
        sentence = _("The first is due {interval} after the initial course")
    elif e.clock is Clock.REPEAT:
        sentence = _("Due {interval} after the last refresher")
    else:
        sentence = _("Due {interval} after the initial course")
    return sentence.format(interval=interval)


def _annual_training(e: Explained) -> str:
    month, day = number(e.parameters, "month") or 1, number(e.parameters, "day") or 1
    # A leap year, so that every fixed date exists.
    fixed = date(2024, month, day)
    if e.is_open:
        sentence = _("No completion is on record; due each fiscal year by {fixed}")
    elif e.is_overdue:
        sentence = _("Due each fiscal year by {fixed}; none is on record for {day}")
    else:
        sentence = _("Due each fiscal year by {fixed}")
    return sentence.format(fixed=f"{fixed.day} {fixed:%b}", day=e.until)


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
    if e.is_overdue:
        return _("The recorded return counted until {day}").format(day=e.until)
    return _("The credentials went back")


_REASONS: dict[str, Callable[[Explained], str]] = {
    "citizenship": _citizenship,
    "experience": _experience,
    "background_check": _background_check,
    "no_pending_discipline": _no_pending_discipline,
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


# What the act is called where something else comes first.
_ACTS = {
    ("initial_course", First.CLASS): gettext_noop(
        "Complete the class and have its record signed off"
    ),
    ("initial_course", First.RECORD): gettext_noop("Have the record of the class signed off"),
    ("refresher", First.COURSE): gettext_noop("Complete the initial course first"),
    ("refresher", First.CLASS): gettext_noop("Complete the class and have its record signed off"),
    ("refresher", First.RECORD): gettext_noop("Have the record of the class signed off"),
    ("certification", First.COURSE): gettext_noop(
        "Complete the course first, then have the supervisor sign off its record"
    ),
    ("authorization", First.CERTIFICATION): gettext_noop(
        "Have the officer certified first, then ask the field office director for the authorization"
    ),
    ("evaluation", First.AUTHORIZATION): gettext_noop(
        "Have the officer authorized first, then ask the supervisor for an evaluation"
    ),
}

_MENDS = {
    "citizenship": gettext_noop("Have the agency attest citizenship"),
    "experience": gettext_noop("Have the agency attest the experience"),
    "background_check": gettext_noop("Ask the program manager for the background check"),
    "no_pending_discipline": gettext_noop("Have the agency attest that none is pending"),
    "initial_course": gettext_noop("Enroll the officer in a class and complete it"),
    "certification": gettext_noop("Have the supervisor sign off the training record"),
    "authorization": gettext_noop("Ask the field office director for the authorization"),
    "refresher": gettext_noop("Book the refresher"),
    "supervisor": gettext_noop("Have a supervisor assigned to the agency"),
    "annual_training": gettext_noop("Record the year's completion"),
    "evaluation": gettext_noop("Ask the supervisor for an evaluation"),
    "credential_return": gettext_noop("Record that the credentials went back to ICE"),
    **duty_words.MENDS,
}
