"""Standing on a day as the records said at a moment.

Standing itself is kept for "now". What was known earlier is computed by the same definition
(`standing_of`), never by another one; a past pair of day and moment always gives the same answer.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.refusal import Reason, Refused
from training.models import Participation
from training.querysets import compliance_of
from training.states import Compliance, Status

# Computed, not read: some 7,000 participations a second, and nobody waits for longer than this.
LARGEST = 20_000
CHUNK = 2_000

# The columns of training_standing with their types: those of `standing_of`, and the agency's state.
COLUMNS = {
    "participation_id": "bigint",
    "agency_id": "bigint",
    "model": "varchar",
    "valid_from": "date",
    "valid_to": "date",
    "status": "varchar",
    "grade": "smallint",
    "soon_from": "date",
    "compliant_until": "date",
    "may_act": "boolean",
    "state": "varchar",
}
# The agency's state is the one that was on record then, too.
_ANSWER = """
with answer as materialized
  (select * from standing_of(%s, %s) where valid_from <= %s and valid_to > %s),
agency as
  (select a.id, coalesce((select e.state from agencies_agencyevent e
      where e.pgh_obj_id = a.id and e.pgh_created_at <= %s order by e.pgh_id desc limit 1), a.state)
      as state
    from agencies_agency a where a.id in (select agency_id from answer))
"""
# A common table expression hides the table of the same name from the query that follows it.
_IN_PLACE = 'with "training_standing" as (select participation_id as id, * from unnest({}) s({})) '


@dataclass(frozen=True)
class StandingOn:
    """One participation on one day. `valid_to` is the first day on which it is otherwise."""

    participation_id: int
    valid_from: date
    valid_to: date
    status: Status
    compliance: Compliance
    compliant_until: date | None
    may_act: bool


def standing_known_at(
    participation_ids: Sequence[int], day: date, known: datetime
) -> dict[int, StandingOn]:
    """By participation; who is absent had no act recorded by then. One query.

    Runs under the viewer's row policies: ids of another agency find nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select participation_id, valid_from, valid_to, status, grade, soon_from,"
            " compliant_until, may_act from standing_of(%s, %s)"
            " where valid_from <= %s and valid_to > %s",
            [list(participation_ids), known, day, day],
        )
        rows = cursor.fetchall()
    return {
        pk: StandingOn(
            participation_id=pk,
            valid_from=valid_from,
            valid_to=valid_to,
            status=Status(status),
            compliance=compliance_of(grade, soon_from, day),
            compliant_until=until,
            may_act=may_act,
        )
        for pk, valid_from, valid_to, status, grade, soon_from, until, may_act in rows
    }


@contextmanager
def standing_as_known(
    participations: QuerySet[Participation], day: date, known: datetime
) -> Iterator[None]:
    """In this block every query on `Standing` reads what the records said at `known`.

    It holds one row for each of `participations` that had an act by then: the one of `day`, with
    the participation's id as its own. Queries: one, and one for each 2,000 participations.
    Raises `Refused` for more than `LARGEST`.
    """
    ids = list(participations.order_by().values_list("pk", flat=True)[: LARGEST + 1])
    if len(ids) > LARGEST:
        sentence = _(
            "What was known earlier is computed for at most %(n)s officers at a time."
            " Narrow it to an agency, a state or a model."
        )
        raise Refused([Reason(sentence % {"n": f"{LARGEST:,}"}, "known")])
    with connection.execute_wrapper(_reading(_arrays(ids, day, known))):
        yield


def _arrays(ids: Sequence[int], day: date, known: datetime) -> list[str]:
    """A PostgreSQL array for each column, as text: it goes back as it came."""
    parts: list[list[str]] = [[] for _column in COLUMNS]
    aggregates = ", ".join(f"array_agg({name})::text" for name in COLUMNS)
    with connection.cursor() as cursor:
        for start in range(0, len(ids), CHUNK):
            cursor.execute(
                f"{_ANSWER} select {aggregates} from (select s.*, a.state"  # noqa: S608 - our names
                "  from answer s join agency a on a.id = s.agency_id) s",
                [list(ids[start : start + CHUNK]), known, day, day, known],
            )
            for part, array in zip(parts, cursor.fetchone(), strict=True):
                if array:
                    part.append(array.strip("{}"))
    return ["{" + ",".join(part) + "}" for part in parts]


def _reading(arrays: list[str]) -> Callable[..., Any]:
    given = ", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())
    beginning = _IN_PLACE.format(given, ", ".join(COLUMNS))

    def read(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if '"training_standing"' in sql and sql.startswith(("SELECT", "(")):
            sql, params = beginning + sql, (*arrays, *(params or ()))
        return execute(sql, params, many, context)

    return read
