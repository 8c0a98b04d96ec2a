"""What a form asks of the agency itself, judged on the agreement and never on its officers.

R23 review meeting: JEM and WSO forms, at least once a year, the first about 12 months after the
operational date (the first authorization under the agreement); standard MOA of October 2009, once a
year. R24: JEM form, ICE may review the agreement every three years (advisory); the standard MOA of
2009 lasts three years, then it is modified, extended or lapses. R27 list of interpreters, R28
complaint posters: JEM and WSO forms; no interval is stated, so once recorded they hold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from training.rules.parameters import Parameters, needed, number
from training.rules.periods import FOREVER, Period, add_months
from training.rules.requirement_state import (
    CoverageFact,
    RequirementFacts,
    State,
    StateOnDay,
    state_on,
)

REVIEW_MEETING, AGREEMENT_REVIEW = "review_meeting", "agreement_review"

# What the first period of a duty rests on, before anything was done.
OPERATION, SIGNATURE = "operation", "signature"

# The parameters that judge one clock, with the day from which each does: those of its beginning,
# then those that a re-evaluation put in their place.
Judged = Sequence[tuple[date, Parameters]]


@dataclass(frozen=True)
class DutyFacts:
    """One duty of one agreement.

    `done` are the days on which it was done, with whatever names the record. `operational_on` is
    the first day on which an officer was authorized under the agreement, None before there was one;
    `expires_on` is FOREVER for an agreement without a term of its own. `clocks` are the parameters
    of each clock by the day on which it began; `parameters` where none are named.
    """

    kind: str
    parameters: Parameters
    soon_days: int
    in_force: bool
    signed_on: date
    expires_on: date = FOREVER
    operational_on: date | None = None
    done: Sequence[tuple[date, object]] = ()
    clocks: Mapping[date, Judged] = field(default_factory=dict)


def duty_on(facts: DutyFacts, day: date) -> StateOnDay:
    """How the duty stands on `day`; the row that decides names what it rests on.

    Nothing is asked while the agreement is not in force. Before the first officer is authorized
    what was not done yet is in progress, afterwards it is missing.
    """
    operational = facts.operational_on is not None and facts.operational_on <= day
    return state_on(
        RequirementFacts(
            kind=facts.kind,
            soon_days=facts.soon_days,
            coverage=_coverage(facts),
            in_span=facts.in_force,
            was_authorized=operational,
        ),
        day,
    )


def needs_somebody(state: State) -> bool:
    """Whether somebody has to do something about a duty in this state."""
    return state in (State.MISSING, State.OVERDUE, State.DUE_SOON)


def coverage(kind: str, done_on: date, parameters: Parameters) -> Period:
    """Met from the day on which it was done until it is due again."""
    if kind in (REVIEW_MEETING, AGREEMENT_REVIEW):
        return Period(done_on, add_months(done_on, needed(parameters, "interval_months")))
    return Period(done_on, FOREVER)


def _coverage(facts: DutyFacts) -> list[CoverageFact]:
    rows = [
        CoverageFact(done_on, _end(facts, done_on, partial(_repeat, facts, done_on)), evidence)
        for done_on, evidence in facts.done
    ]
    if facts.kind == REVIEW_MEETING and facts.operational_on is not None:
        # The first meeting is due a while after the first authorization; until then all is well.
        start = facts.operational_on
        rows.append(CoverageFact(start, _end(facts, start, partial(_meeting, start)), OPERATION))
    if facts.kind == AGREEMENT_REVIEW:
        start = facts.signed_on
        rows.append(CoverageFact(start, _end(facts, start, partial(_review, facts)), SIGNATURE))
    return rows


def _end(facts: DutyFacts, start: date, until: Callable[[Parameters], date]) -> date:
    """Until when a clock that began on `start` lasts, by all that judged it one after the other.

    A re-evaluation to a shorter interval ends it no earlier than on its own day.
    """
    (_, parameters), *moved = facts.clocks.get(start) or [(start, facts.parameters)]
    end = until(parameters)
    for on, parameters in moved:
        end = max(until(parameters), min(end, on))
    return end


def _repeat(facts: DutyFacts, done_on: date, parameters: Parameters) -> date:
    return coverage(facts.kind, done_on, parameters).valid_to


def _meeting(operational_on: date, parameters: Parameters) -> date:
    months = number(parameters, "first_after_months")
    months = needed(parameters, "interval_months") if months is None else months
    return add_months(operational_on, months)


def _review(facts: DutyFacts, parameters: Parameters) -> date:
    if parameters.get("ends_with_interval") and facts.expires_on < FOREVER:
        return facts.expires_on  # the document names the day, or an addendum moved it
    return add_months(facts.signed_on, needed(parameters, "interval_months"))
