"""How many are in which state of compliance on a day: always read from standing."""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet

from accounts.viewer import Viewer
from training.models import Participation, Standing
from training.querysets import has_compliance
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


def standings_on(viewer: Viewer, day: date) -> QuerySet[Standing]:
    """Every visible standing row that covers `day`, with its `compliance` then."""
    return Standing.objects.visible_to(viewer).with_compliance_on(day).order_by()


def tally(standings: QuerySet[Standing]) -> Tally:
    """All of them together. One query."""
    return together(tallies(standings, "model"))


def tallies(standings: QuerySet[Standing], *by: str) -> dict[Any, Tally]:
    """One tally for each value of a column, or each combination of several. One query."""
    counts: dict[Any, dict[str, int]] = defaultdict(dict)
    for *key, compliance, n in standings.values_list(*by, "compliance").annotate(n=ROWS):
        counts[tuple(key) if len(by) > 1 else key[0]][compliance] = n
    return {key: Tally(states) for key, states in counts.items()}


def tallies_by_state(standings: QuerySet[Standing], day: date) -> dict[tuple[str, str], Tally]:
    """One tally for each state and model. One query.

    Counted for each agency first, by one covering index and without a word for each row; only the
    sums are joined to their agencies.
    """
    counts = {
        f"n_{state.value}": Count("grade", filter=has_compliance(state, day))
        for state in Compliance
    }
    rows = standings.order_by().values("agency_id", "model").annotate(**counts)
    try:
        inner, params = rows.query.sql_with_params()
    except EmptyResultSet:  # a viewer who sees no agency
        return {}
    sums = ", ".join(f"sum(q.n_{state.value})" for state in Compliance)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.state, q.model, {sums} FROM ({inner}) q"  # noqa: S608 - names of ours
            " JOIN agencies_agency a ON a.id = q.agency_id GROUP BY 1, 2",
            params,
        )
        return {
            (state, model): Tally(
                {word.value: int(n) for word, n in zip(Compliance, sizes, strict=True) if n}
            )
            for state, model, *sizes in cursor.fetchall()
        }


def together(parts: Mapping[Any, Tally]) -> Tally:
    """The sum of tallies, without asking again."""
    total: dict[str, int] = defaultdict(int)
    for part in parts.values():
        for state, n in part.counts.items():
            total[state] += n
    return Tally(dict(total))
