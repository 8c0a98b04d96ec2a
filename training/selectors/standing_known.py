"""Standing on a day as the records said at a moment.

Standing itself is kept for "now". What was known earlier is computed by the same definition
(`standing_of`), never by another one; a past pair of day and moment always gives the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from training.querysets import compliance_of
from training.states import Compliance, Status


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
