"""Compliance for any day, written once more from its definitions, point by point and slowly.

The product's own definition is one SQL function (training/sql/standing.sql). This one shares
nothing with it: it asks one day of one history at a time, so that each line reads as the sentence
it stands for. Where the two differ, one of them is wrong.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from training.states import Compliance, Status

FOREVER = date.max
CERTIFICATION, AUTHORIZATION, LAST_JUDGED = 6, 7, 11


@dataclass(frozen=True)
class Known:
    """Something written down, and perhaps closed later."""

    recorded_at: datetime
    closed_at: datetime | None = None

    def at(self, moment: datetime) -> bool:
        """Whether it was known at a moment: written by then, and not yet closed."""
        return self.recorded_at <= moment and (self.closed_at is None or self.closed_at > moment)


@dataclass(frozen=True)
class Span(Known):
    """A coverage row (with its kind), a suspension, or a rule assignment (with its rule set)."""

    what: int = 0
    valid_from: date = date.min
    valid_to: date = FOREVER
    is_waiver: bool = False

    def on(self, day: date) -> bool:
        return self.valid_from <= day < self.valid_to


@dataclass(frozen=True)
class Act(Known):
    number: int = 0
    effective_on: date = date.min
    status_after: str = ""


@dataclass(frozen=True)
class Conflict(Known):
    """A flag; without a day it is an oddity that contradicts nothing."""

    code: str = ""
    affected_from: date | None = date.min


@dataclass
class History:
    """Everything about one participation, in no order."""

    coverage: list[Span] = field(default_factory=list)
    suspensions: list[Span] = field(default_factory=list)
    rules: list[Span] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    flags: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """What the product must say about one participation on one day."""

    status: str
    compliance: Compliance
    may_act: bool
    due_soon_from: date | None = None
    compliant_until: date | None = None


# Rule sets by number: binding kinds with the days in which each is "due soon".
Rules = dict[int, dict[int, int]]


def answer(history: History, rules: Rules, day: date, moment: datetime) -> Answer | None:
    """The answer for `day` as known at `moment`; None before the first act."""
    acts = [a for a in history.acts if a.at(moment) and a.status_after and a.effective_on <= day]
    if not acts:
        return None
    last = max(acts, key=lambda act: (act.effective_on, act.number))
    coverage = [row for row in history.coverage if row.at(moment)]
    suspended = any(row.at(moment) and row.on(day) for row in history.suspensions)

    def due_on(kind: int) -> date | None:
        """The latest end among the rows that have begun; None where none has."""
        ends = [row.valid_to for row in coverage if row.what == kind and row.valid_from <= day]
        return max(ends, default=None)

    def covered(kind: int) -> bool:
        due = due_on(kind)
        return due is not None and due > day

    def was_met(kind: int) -> bool:
        """Whether anything but a waiver ever met it by the day."""
        begun = [row for row in coverage if row.what == kind and row.valid_from <= day]
        return any(not row.is_waiver for row in begun)

    status = last.status_after
    if status == Status.AUTHORIZED and suspended:
        status = Status.SUSPENDED
    elif status == Status.AUTHORIZED and not covered(AUTHORIZATION):
        status = Status.LAPSED
    may_act = covered(0) and covered(CERTIFICATION) and covered(AUTHORIZATION) and not suspended

    def says(compliance: Compliance, soon: date | None = None, until: date | None = None) -> Answer:
        return Answer(str(status), compliance, may_act, soon, until)

    if not covered(0):
        return says(Compliance.NOT_APPLICABLE)
    judged_by = [row.what for row in history.rules if row.at(moment) and row.on(day)]
    if not judged_by:
        return says(Compliance.UNKNOWN_RULE)
    contradicted = [f.affected_from for f in history.flags if f.at(moment) and f.affected_from]
    if any(begins <= day for begins in contradicted):
        return says(Compliance.CONFLICT)
    if due_on(AUTHORIZATION) is None:
        return says(Compliance.IN_PROGRESS)
    windows = {k: w for k, w in rules[judged_by[0]].items() if k <= LAST_JUDGED}
    dues = {kind: due_on(kind) for kind in windows}
    if any(not was_met(kind) and not covered(kind) for kind in windows):
        return says(Compliance.MISSING)
    ends = {kind: due for kind, due in dues.items() if due is not None}
    if any(due <= day for due in ends.values()):
        return says(Compliance.OVERDUE)
    soon_from = min(
        (
            due if due == FOREVER else due - timedelta(days=windows[kind])
            for kind, due in ends.items()
        ),
        default=FOREVER,
    )
    until = min(ends.values(), default=FOREVER)
    soon = any(due != FOREVER and (due - day).days <= windows[kind] for kind, due in ends.items())
    return says(Compliance.DUE_SOON if soon else Compliance.COMPLIANT, soon_from, until)
