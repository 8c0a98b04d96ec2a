"""How many are in which state of compliance on a day: always read from standing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from accounts.viewer import Viewer
from agencies.selectors.as_recorded import as_recorded
from training.models import Participation, Standing
from training.querysets import GRADES
from training.selectors.standing_known import standing_as_known
from training.states import Compliance

# Not of a column: the id is in no covering index, and counting it would read the table.
ROWS = Count("*")

# Those who hold, or held, an authorization: the ones of whom compliance is asked.
JUDGED = (
    Compliance.COMPLIANT,
    Compliance.DUE_SOON,
    Compliance.OVERDUE,
    Compliance.MISSING,
    Compliance.CONFLICT,
)


@dataclass(frozen=True)
class StandingSource:
    """From where a page reads standing: for the day `on`, as known now or at the moment `known`.

    Pages and reports read `Standing` inside `over(...)` and do not know which of the two it is.
    """

    on: date
    known: datetime | None = None

    def over(self, participations: QuerySet[Participation]) -> AbstractContextManager[None]:
        """The block in which standing of these participations is read.

        Raises `Refused` where there are too many of them to compute what was known.
        """
        if self.known is None:
            return nullcontext()
        return standing_as_known(participations, self.on, self.known)


@dataclass(frozen=True)
class Tally:
    """Participations by compliance. An officer under two agreements counts under each."""

    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """All of them, whatever their compliance."""
        return sum(self.counts.values())

    @property
    def compliant(self) -> int:
        """Compliant, due soon included: what falls due soon is still met."""
        return self.of(Compliance.COMPLIANT) + self.of(Compliance.DUE_SOON)

    @property
    def judged(self) -> int:
        """All of whom compliance is asked: everybody who was ever authorized and is not gone."""
        return sum(self.of(state) for state in JUDGED)

    @property
    def failing(self) -> int:
        """Judged, and not compliant."""
        return self.judged - self.compliant

    @property
    def percent(self) -> int | None:
        """The compliant share in whole percent; 100 only when all are. None of nobody."""
        if not self.judged:
            return None
        return 100 if self.compliant == self.judged else min(99, self.share(self.judged))

    def share(self, whole: int) -> int:
        """Compliant as a rounded percentage of `whole`."""
        return round(100 * self.compliant / whole)

    def of(self, state: str) -> int:
        """How many are in one state."""
        return self.counts.get(str(state), 0)

    @property
    def chart(self) -> dict[str, int]:
        """The states of a bar, in order, without those of which compliance is not asked."""
        return {state.value: self.of(state) for state in JUDGED}

    @property
    def in_progress(self) -> int:
        """On the way to a first authorization."""
        return self.of(Compliance.IN_PROGRESS)

    @property
    def unknown_rule(self) -> int:
        """Under a form for which no rule set is published."""
        return self.of(Compliance.UNKNOWN_RULE)


def recorded_then(participations: Iterable[Participation], known: datetime | None) -> None:
    """Let participations show the names and badges that were on record at a moment; None is now.

    With officer, appointment and agency joined. Three queries; none for now.
    """
    as_recorded(
        (row for p in participations for row in (p.officer, p.appointment, p.agency)), known
    )


def standings_on(viewer: Viewer, day: date) -> QuerySet[Standing]:
    """Every visible standing row that covers `day`, with its `compliance` then."""
    return Standing.objects.visible_to(viewer).with_compliance_on(day).order_by()


def tally(standings: QuerySet[Standing]) -> Tally:
    """All of them together. One query."""
    return together(tallies(standings, "model"))


def tallies(standings: QuerySet[Standing], *by: str) -> dict[Any, Tally]:
    """One tally for each value of a column, or each combination of several. One query.

    Counted by the stored grade: a word for each row would cost more than the counting.
    """
    counts: dict[Any, dict[str, int]] = defaultdict(dict)
    rows = standings.order_by().values_list(*by, "grade").annotate(n=ROWS, n_soon=Count("soon"))
    for *key, grade, n, soon in rows:
        states = counts[tuple(key) if len(by) > 1 else key[0]]
        if n > soon:
            states[GRADES[grade].value] = n - soon
        if soon:
            states[Compliance.DUE_SOON.value] = soon
    return {key: Tally(states) for key, states in counts.items()}


def together(parts: Mapping[Any, Tally]) -> Tally:
    """The sum of tallies, without asking again."""
    total: dict[str, int] = defaultdict(int)
    for part in parts.values():
        for state, n in part.counts.items():
            total[state] += n
    return Tally(dict(total))
