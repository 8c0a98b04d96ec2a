"""Set-based SQL, the definitions in plain Python and the pure rules agree on generated histories.

Each example is a world of a hundred participations made from one seed, which is printed. The suite
runs three; G287_HISTORIES=10000 asks for ten thousand participations.
"""

import os

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.histories import make_world
from tests.support.standing_reference import answer
from tests.training.test_standing import NOW, computed, says
from training.kinds import Kind
from training.rules.requirement_state import CoverageFact, RequirementFacts, State, state_on
from training.states import Compliance

WORLD = 100
WANTED = int(os.environ.get("G287_HISTORIES", "300"))
# Days asked of each participation as known now, and of each of the earlier moments.
DAYS, DAYS_EARLIER, MOMENTS = 8, 4, 2
JUDGED = {
    Compliance.MISSING: State.MISSING,
    Compliance.OVERDUE: State.OVERDUE,
    Compliance.DUE_SOON: State.DUE_SOON,
    Compliance.COMPLIANT: State.MET,
}
WORST_FIRST = tuple(JUDGED.values())


def worst_by_the_rules(history, windows, day, moment):
    """The worst state of a binding requirement on `day`, each judged by the product's pure rule."""
    coverage = {}
    for row in history.coverage:
        if row.at(moment):
            fact = CoverageFact(row.valid_from, row.valid_to, is_waiver=row.is_waiver)
            coverage.setdefault(row.what, []).append(fact)
    judged = [
        state_on(
            RequirementFacts(
                kind=Kind(kind).name.lower(),
                soon_days=soon_days,
                coverage=coverage.get(kind, []),
                in_span=True,
                was_authorized=True,
                has_conflict=False,
            ),
            day,
        )
        for kind, soon_days in windows.items()
        if kind < Kind.CREDENTIAL_RETURN
    ]
    states = {on_day.state for on_day in judged}
    # A waiver that runs out is something to do, as a due date is.
    if any(on_day.state is State.WAIVED and on_day.ends_soon for on_day in judged):
        states.add(State.DUE_SOON)
    return next((state for state in WORST_FIRST if state in states), State.MET)


def check(world, moment, days_each):
    """How many answers were compared; fails where two of the three differ."""
    rows = computed(world.histories, moment)
    asked = 0
    for pk, history in world.histories.items():
        for day in world.days_of(pk, days_each):
            expected = answer(history, world.rules, day, moment)
            assert says(rows.get(pk, []), day) == expected, (pk, day, moment)
            asked += 1
            if expected is None or expected.compliance not in JUDGED:
                continue
            (rules,) = [row.what for row in history.rules if row.at(moment) and row.on(day)]
            worst = worst_by_the_rules(history, world.rules[rules], day, moment)
            assert worst is JUDGED[expected.compliance], (pk, day, moment)
    return asked


@settings(
    max_examples=max(1, WANTED // WORLD),
    deadline=None,
    database=None,
    print_blob=True,
    # A smaller seed is no simpler world.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32 - 1))
def test_sql_and_rules_agree_on_generated_participations(arranged, seed):
    with transaction.atomic():
        world = make_world(seed, WORLD)
        asked = check(world, NOW, DAYS)
        for _ in range(MOMENTS):
            asked += check(world, world.moment(), DAYS_EARLIER)
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from training_standing where participation_id = any(%s)",
                [list(world.histories)],
            )
            (stored,) = cursor.fetchone()
        assert stored == sum(map(len, computed(world.histories, "infinity").values()))
        print(f"seed {seed}: {asked} answers of {WORLD} participations agree")
        transaction.set_rollback(True)
