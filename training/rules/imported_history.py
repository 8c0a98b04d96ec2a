"""What history taken over from papers comes to: spans, authority and outcomes, as the paper says.

Impossible dates are kept and flagged (training/rules/conflicts.py); authority is counted only while
the agreement is in force, so that no paper lets anybody act outside it.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from training.rules import authorization
from training.rules.exam_ledger import ExamPolicy, Sitting, disqualification
from training.rules.parameters import Parameters, number
from training.rules.periods import FOREVER, Period, add_months


class Authority(NamedTuple):
    """An authorization as the paper states it, and the part of it that counts."""

    stated: Period
    counted: Period | None


def authority(
    valid_from: date,
    until: date | None,
    next_from: date,
    parameters: Parameters,
    in_force: Period | None,
) -> Authority:
    """An authorization from a day. Without an end it holds as long as the form says (R13), and no
    longer than until the next one or the end of the agreement, as one that is given here.

    `in_force` is the first stretch from that day on in which the agreement is in force."""
    if until is None:
        until = min(authorization.coverage(valid_from, parameters).valid_to, next_from)
        if in_force is not None and in_force.valid_to > valid_from:
            until = min(until, in_force.valid_to)
    stated = Period(valid_from, until)
    if in_force is None:
        return Authority(stated, None)
    counted = Period(max(valid_from, in_force.valid_from), min(until, in_force.valid_to))
    return Authority(stated, counted if counted.valid_from < counted.valid_to else None)


def experience(service_since: date, first: date, parameters: Parameters) -> Period:
    """R2: met once the years that the form asks have passed, and not before the first act."""
    years = number(parameters, "years") or 0
    return Period(max(first, add_months(service_since, 12 * years)), FOREVER)


def disqualified_on(
    sittings: Sequence[tuple[Sitting, date]], policy: ExamPolicy, last_day: date
) -> date | None:
    """R9: the day of the failure that disqualified, where nothing later is on paper."""
    if disqualification([sitting for sitting, _day in sittings], policy) is None:
        return None
    day = max(day for sitting, day in sittings if sitting.score < policy.pass_mark)
    return day if last_day <= day else None
