"""Records that contradict each other: each kind by one function, all of them by `conflicts_of`.

What is entered in the product is refused when its dates are impossible; imported history is kept
as the paper says, and compared here. Contradictory dates or scores (CONTRADICTING) make compliance
"Records conflict" from `affected_from` on, until a person disposes of the flag with a reason; every
other code waits for that person and lowers nothing.
"""

import json
from collections.abc import Callable, Iterable

from training.rules import conflicts_of_authority as authority
from training.rules import conflicts_of_training as training
from training.rules.conflict_facts import Conflict, HistoryFacts
from training.rules.conflict_words import Facts

CONTRADICTING = frozenset(
    {
        "authorized_before_certified",
        "authorized_before_agreement",
        "authorized_too_long",
        "failed_but_passed",
        "finished_before_start",
    }
)

FINDERS: dict[str, Callable[[HistoryFacts], Iterable[Conflict]]] = {
    "authorized_never_certified": authority.authorized_never_certified,
    "authorized_before_certified": authority.authorized_before_certified,
    "authorized_before_agreement": authority.authorized_before_agreement,
    "authorized_too_long": authority.authorized_too_long,
    "authority_past_end": authority.authority_past_end,
    "failed_but_passed": training.failed_but_passed,
    "finished_before_start": training.finished_before_start,
    "two_places": training.two_places,
    "exam_before_class": training.exam_before_class,
    "own_instructor": training.own_instructor,
    "unlikely_length": training.unlikely_length,
    "hours_do_not_fit": training.hours_do_not_fit,
    "attendance_without_day": training.attendance_without_day,
}


def conflicts_of(history: HistoryFacts) -> list[Conflict]:
    """Every conflict of one participation, each once."""
    found = {
        (conflict.code, key_of(conflict.facts)): conflict
        for find in FINDERS.values()
        for conflict in find(history)
    }
    return list(found.values())


def key_of(facts: Facts) -> str:
    """The facts in one fixed order, by which a conflict is known again."""
    return json.dumps(facts, sort_keys=True)
