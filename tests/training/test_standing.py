"""Standing says for any day what the definitions say, and is never behind what it is made of."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from tests.support.histories import make_world
from tests.support.standing_reference import FOREVER, Answer, answer
from training.models import Coverage, Flag, ParticipationAct, RuleAssignment, Suspension
from training.querysets import compliance_of
from training.states import Compliance, Status

SEEDS = [287, 2026]
SIZE = 400
NOW = datetime(2100, 1, 1, tzinfo=ZoneInfo("UTC"))

Rows = dict[int, list[tuple]]
COLUMNS = (
    "participation_id, valid_from, valid_to, status, grade, soon_from, compliant_until, may_act"
)


def by_participation(statement, *params) -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for participation, *row in cursor.fetchall():
            found.setdefault(participation, []).append(tuple(row))
    return found


def stored() -> Rows:
    return by_participation(f"select {COLUMNS} from training_standing")


def computed(ids, moment) -> Rows:
    return by_participation(f"select {COLUMNS} from standing_of(%s, %s)", list(ids), moment)


def says(rows: list[tuple], day: date) -> Answer | None:
    """What standing rows say on a day; two rows on one day would be an error of their own."""
    covering = [row for row in rows if row[0] <= day < row[1]]
    assert len(covering) <= 1
    for _from, _to, status, grade, soon_from, until, may_act in covering:
        return Answer(status, compliance_of(grade, soon_from, day), may_act, soon_from, until)
    return None


def compare(world, rows: Rows, moment, days_each):
    """Where standing and the definitions differ, and which answers were met on the way."""
    different, met = [], set()
    for pk, history in world.histories.items():
        for day in world.days_of(pk, days_each):
            expected = answer(history, world.rules, day, moment)
            actual = says(rows.get(pk, []), day)
            if actual != expected:
                different.append((pk, day, actual, expected))
            if expected is not None:
                met.add((expected.compliance, expected.status, expected.may_act))
    return different, met


@pytest.mark.parametrize("seed", SEEDS)
def test_standing_says_what_the_definitions_say(arranged, seed):
    world = make_world(seed, SIZE)
    different, met = compare(world, stored(), NOW, 40)
    assert different == []
    # What that is worth: every answer was among them.
    assert {compliance for compliance, _, _ in met} == set(Compliance)
    assert {status for _, status, _ in met} == {str(status) for status in Status}
    assert {may_act for _, _, may_act in met} == {True, False}
    for rows in stored().values():
        assert_disjoint_and_as_long_as_they_can_be(sorted(rows))


def assert_disjoint_and_as_long_as_they_can_be(rows):
    for earlier, later in pairwise(rows):
        assert earlier[1] <= later[0]
        assert not (earlier[1] == later[0] and earlier[2:] == later[2:])
    assert rows[-1][1] == FOREVER


def test_as_known_at_an_earlier_moment_it_says_what_was_known_then(arranged):
    world = make_world(SEEDS[0], SIZE)
    for _ in range(5):
        moment = world.moment()
        assert compare(world, computed(world.histories, moment), moment, 10)[0] == []


def test_standing_follows_every_kind_of_later_write(arranged):
    """Close some of everything, add some more, a few rows at a time and many; nothing is stale."""
    world = make_world(SEEDS[1], SIZE)
    ids = sorted(world.histories)
    before = stored()
    now = timezone.now()
    for model, closing in (
        (Coverage, {"superseded_at": now}),
        (Suspension, {"superseded_at": now}),
        (RuleAssignment, {"superseded_at": now}),
        (ParticipationAct, {"superseded_at": now}),
        (Flag, {"disposed_at": now, "disposition": "Read again"}),
    ):
        open_rows = model.objects.filter(**{next(iter(closing)): None, "participation__in": ids})
        if model is ParticipationAct:  # nothing is added without a nomination
            open_rows = open_rows.exclude(kind="nominated")
        chosen = list(open_rows.order_by("id").values_list("id", flat=True))[::5]
        # Two ways to compute: up to twenty participations by one plan, more by another.
        for part in (chosen[:10], chosen[10:]):
            assert model.objects.filter(id__in=part).update(**closing) == len(part) > 0
        again = list(model.objects.filter(id__in=chosen[::2]))
        for row in again:
            row.pk = None
            row.superseded_at = row.disposed_at = None
            row.disposition = ""
            row.recorded_at = now
            if hasattr(row, "uuid"):
                row.uuid = uuid4()
        model.objects.bulk_create(again[:5])
        model.objects.bulk_create(again[5:])
        assert sorted_rows(stored()) == sorted_rows(computed(ids, "infinity")), model
    assert sorted_rows(stored()) != sorted_rows(before)


def sorted_rows(rows: Rows):
    return {participation: sorted(theirs) for participation, theirs in rows.items()}


MONDAY = date(2025, 3, 10)


@pytest.mark.parametrize(
    ("day", "grade", "expected"),
    [
        (MONDAY - timedelta(days=91), 6, Compliance.COMPLIANT),
        (MONDAY - timedelta(days=90), 6, Compliance.DUE_SOON),
        (MONDAY - timedelta(days=1), 6, Compliance.DUE_SOON),
        (MONDAY, 5, Compliance.OVERDUE),
    ],
)
def test_a_row_that_is_compliant_falls_due_in_its_last_days(day, grade, expected):
    soon_from = MONDAY - timedelta(days=90) if grade == 6 else None
    assert compliance_of(grade, soon_from, day) == expected
