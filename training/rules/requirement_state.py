"""What one requirement comes to on a day, from its coverage.

due_on(requirement, day) is the latest end among the rows that began by that day: a row counts from
its first day on, and an early renewal simply overlaps. A period's end is its due date: that day is
overdue. Due soon when 0 < due_on - day <= window. R16: no grace after the due date (assumed).

A waiver meets nothing: while it runs the requirement is waived, and once it has ended it is overdue
where something else had met it before, else missing.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CREDENTIAL_RETURN = "credential_return"


class State(StrEnum):
    """The states of a requirement, in the words of training.states.RequirementState."""

    MET = "met"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MISSING = "missing"
    CONFLICT = "conflict"
    IN_PROGRESS = "in_progress"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class CoverageFact:
    """One row of coverage, half-open, with whatever names its evidence."""

    valid_from: date
    valid_to: date
    evidence: Hashable = None
    is_waiver: bool = False


@dataclass(frozen=True)
class RequirementFacts:
    """`in_span`: the participation covers the day. `was_authorized`: an authorization began by it.

    `has_conflict`: an open flag says that records about this requirement contradict each other.
    """

    kind: str
    soon_days: int
    coverage: Sequence[CoverageFact]
    in_span: bool
    was_authorized: bool
    has_conflict: bool = False


@dataclass(frozen=True)
class StateOnDay:
    """The state, and the row that decides it; `due_on` is None where no row has begun.

    `ends_soon`: the row ends within the window, so that there is something to do.
    """

    state: State
    row: CoverageFact | None = None
    ends_soon: bool = False

    @property
    def valid_from(self) -> date | None:
        """The first day of the row that decides."""
        return self.row.valid_from if self.row else None

    @property
    def due_on(self) -> date | None:
        """The first day no longer covered."""
        return self.row.valid_to if self.row else None


def state_on(facts: RequirementFacts, day: date) -> StateOnDay:
    """The state of the requirement on `day`."""
    # Credentials are asked back once the participation has ended; all else, while it lasts.
    if facts.in_span == (facts.kind == CREDENTIAL_RETURN):
        return StateOnDay(State.NOT_APPLICABLE)
    row = latest_row(facts.coverage, day)
    if facts.has_conflict:
        return StateOnDay(State.CONFLICT, row)
    if row is None:
        return StateOnDay(_never_met(facts))
    if row.valid_to <= day:
        was_met = any(r.valid_from <= day and not r.is_waiver for r in facts.coverage)
        return StateOnDay(State.OVERDUE if was_met else _never_met(facts), row)
    ends_soon = (row.valid_to - day).days <= facts.soon_days
    if row.is_waiver:
        return StateOnDay(State.WAIVED, row, ends_soon)
    return StateOnDay(State.DUE_SOON if ends_soon else State.MET, row, ends_soon)


def latest_row(coverage: Sequence[CoverageFact], day: date) -> CoverageFact | None:
    """Of the rows that began by `day`, the one that ends last; of equals, the newest."""
    begun = [row for row in coverage if row.valid_from <= day]
    return max(begun, key=lambda row: (row.valid_to, row.valid_from), default=None)


def _never_met(facts: RequirementFacts) -> State:
    if facts.kind == CREDENTIAL_RETURN and not facts.was_authorized:
        return State.NOT_APPLICABLE  # nothing was ever handed out
    return State.MISSING if facts.was_authorized else State.IN_PROGRESS
