"""An agency of 468 among all the others, and the nation: counts by compliance for any day."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.viewer import Viewer, acting_as
from benchmarks.measure import Figure, medians
from benchmarks.scratch import Beside
from benchmarks.viewers import AGENCY, AUDIT, NATION, rows
from reports.selectors.answer import answers_of, ids_on_the_books, requirement_rows
from reports.selectors.compliance import (
    ROWS,
    StandingSource,
    standings_on,
    tallies,
    tally,
)
from training.models import Participation

# The fewest columns of the one index that tells who is active: nobody counts them faster.
ACTIVE = (
    "select count(*) from training_standing where valid_from <= %s and valid_to > %s and grade > 0"
)


def dashboards(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """Counts of the agency: today, past and to come."""
    days = {
        "today": day,
        "a year ago": day - timedelta(days=365),
        "in 90 days": day + timedelta(days=90),
    }
    floor = "count(*) of the agency's participations"
    cases = {name: partial(_tally, AGENCY, on) for name, on in days.items()}
    cases[floor] = partial(rows, "select count(*) from training_participation where agency_id = 1")
    with acting_as(AGENCY):
        ms = medians(cases, rounds)
    for name in days:
        yield Figure(f"Agency dashboard, {name}", officers, ms[name], floor, ms[floor])
    future = ms["in 90 days"]
    yield Figure(
        "Compliance for a future day", officers, future, "the same, today", ms["today"], 1.1
    )


# Officers.
A_NATION = 70_000


def nation(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """The nation by state and model, and by model alone.

    The targets are for a nation: among few officers, what any query costs outweighs the counting.
    """
    floor = "count(*) of active participations"
    past = day - timedelta(days=365)
    cases = {
        "today": partial(_by_state, NATION, day),
        "past": partial(_by_state, NATION, past),
        "all": partial(_tally, NATION, day),
        floor: partial(rows, ACTIVE, day, day),
    }
    with acting_as(NATION):
        ms = medians(cases, max(3, rounds // 4))
    name = "National by state and model"
    today, past_day = (3, 4) if officers >= A_NATION else (None, None)
    yield Figure(name, officers, ms["today"], floor, ms[floor], today)
    yield Figure(f"{name}, a year ago", officers, ms["past"], floor, ms[floor], past_day)
    yield Figure("National counts by compliance", officers, ms["all"], floor, ms[floor])


def beside_fewer(
    officers: int, fewer: int, smaller: Beside, day: date, rounds: int
) -> Iterator[Figure]:
    """The statement of the agency's dashboard, in a large table and in a small one by turns."""
    with ExitStack() as scopes:
        scopes.callback(smaller.close)
        scopes.enter_context(smaller.kept(acting_as(AGENCY)))
        scopes.enter_context(acting_as(AGENCY))
        sql, params = _dashboard_sql(day)
        floor = f"the same among {fewer:,}"
        ms = medians(
            {
                "large": partial(rows, sql, *params),
                floor: smaller.run(partial(rows, sql, *params)),
            },
            rounds,
        )
    yield Figure("Agency dashboard, its SQL", officers, ms["large"], floor, ms[floor], 1.3)


def as_of(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """All officers of the agency as they stand on a day: known now, and as known a week ago.

    The records of the benchmark are written at once, so that "a week ago" is the moment after.
    """
    agency = Participation.objects.filter(agency=1)
    known = timezone.now()
    floor = "the agency's dashboard SQL"
    limit = "a limit of 200 ms"
    cases = {
        "now": partial(_listed, StandingSource(day), AUDIT, agency),
        "known": partial(_listed, StandingSource(day, known), AUDIT, agency),
        "why": partial(_explained, StandingSource(day), AUDIT),
        floor: partial(_tally, AGENCY, day),
    }
    with acting_as(AUDIT):
        ms = medians(cases, max(3, rounds // 2))
    name = "As-of list of an agency"
    yield Figure(f"{name}, known now", officers, ms["now"], floor, ms[floor], 2)
    yield Figure(f"{name}, as known", officers, ms["known"], limit, 200, 1)
    yield Figure("Every requirement of an agency", officers, ms["why"], floor, ms[floor])


def _tally(viewer: Viewer, day: date) -> Any:
    return tally(standings_on(viewer, day))


def _by_state(viewer: Viewer, day: date) -> Any:
    return tallies(standings_on(viewer, day), "state", "model")


def _dashboard_sql(day: date) -> tuple[str, tuple[Any, ...]]:
    standings = standings_on(AGENCY, day).values_list("model", "grade")
    sql, params = standings.annotate(n=ROWS, n_soon=Count("soon")).query.sql_with_params()
    return sql, tuple(params)


def _listed(
    source: StandingSource, viewer: Viewer, participations: QuerySet[Participation]
) -> list[Any]:
    with source.over(participations):
        standings = standings_on(viewer, source.on).filter(agency=1)
        return list(standings.values_list("participation", "status", "compliance", "may_act"))


def _explained(source: StandingSource, viewer: Viewer) -> int:
    ids = ids_on_the_books(viewer, Participation.objects.filter(agency=1), source)
    return sum(1 for _ in requirement_rows(answers_of(viewer, ids, source)))
