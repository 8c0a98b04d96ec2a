"""Whether the stored standing is what `standing_of` computes: for the command that proves it."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

_COLUMNS = (
    "participation_id, agency_id, model, valid_from, valid_to, status, grade, soon_from,"
    " compliant_until, may_act, state"
)
_DIFFERENCES = f"""
with ids as (select array_agg(id) ids from training_participation where id between %s and %s),
computed as materialized (
  select s.*, a.state from ids, standing_of(ids.ids, 'infinity') s
  join agencies_agency a on a.id = s.agency_id),
stored as materialized (
  select {_COLUMNS} from training_standing where participation_id between %s and %s)
select participation_id, 'stored, not computed', valid_from, valid_to, status, grade
from (table stored except table computed) gone
union all
select participation_id, 'computed, not stored', valid_from, valid_to, status, grade
from (table computed except table stored) lacking
order by 1, 3, 2
"""  # noqa: S608 - the columns are the constant above


@dataclass(frozen=True)
class Difference:
    """One row that is on one side only."""

    participation_id: int
    side: str
    valid_from: date
    valid_to: date
    status: str
    grade: int

    def __str__(self) -> str:
        period = f"{self.valid_from} to {self.valid_to}"
        return (
            f"participation {self.participation_id}: {self.side}: {period},"
            f" {self.status}, grade {self.grade}"
        )


def chunks(size: int) -> list[tuple[int, int, int]]:
    """First id, last id and number of the participations, `size` at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(id), max(id), count(*) from (select id,"
            " (row_number() over (order by id) - 1) / %s part from training_participation) numbered"
            " group by part order by 1",
            [size],
        )
        return cursor.fetchall()


def differences(first: int, last: int) -> list[Difference]:
    """Rows of these participations that are stored and not computed, or the other way round."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, [first, last, first, last])
        return [Difference(*row) for row in cursor.fetchall()]
