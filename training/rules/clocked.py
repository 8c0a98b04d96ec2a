"""Requirements that evidence meets for a time: how a day of evidence becomes a period.

One place, so that a service that records evidence and a re-evaluation that judges it by other
rules cannot disagree. A signed authorization is not among them: its letter says how long it holds,
and only another signed act changes that.
"""

from collections.abc import Callable, Mapping
from datetime import date

from training.rules import annual_training, background_check, evaluation, refresher
from training.rules.parameters import Parameters
from training.rules.periods import Period

_CLOCKS: Mapping[str, Callable[[date, Parameters], Period]] = {
    "background_check": background_check.coverage,
    "refresher": refresher.coverage,
    "annual_training": annual_training.coverage,
    "evaluation": evaluation.coverage,
}
KINDS = frozenset(_CLOCKS)

# The parameters that set each clock; the others say what is asked, not for how long it holds.
_SET_BY: Mapping[str, tuple[str, ...]] = {
    "background_check": ("recheck_months",),
    "refresher": ("months",),
    "annual_training": ("month", "day"),
    "evaluation": ("days",),
}


def coverage(kind: str, on: date, parameters: Parameters) -> Period:
    """The period for which evidence of a day meets a clocked requirement: from that day on."""
    return _CLOCKS[kind](on, parameters)


def same_clock(kind: str, one: Parameters, other: Parameters) -> bool:
    """Whether two rule sets give evidence of this kind the same period."""
    return all(one.get(key) == other.get(key) for key in _SET_BY[kind])
