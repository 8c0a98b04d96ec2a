from datetime import date

import pytest

from agencies.rules.agreement_state import (
    MAY_FOLLOW,
    STATE_AFTER,
    Obstacle,
    kinds_that_fit,
    obstacles_to,
    state_on,
)
from agencies.states import ActKind, AgreementState

SIGNED, TODAY, NEVER = date(2025, 3, 10), date(2026, 6, 1), date.max
IN_FORCE = (SIGNED, ActKind.IN_FORCE)
SUSPENDED = (date(2025, 9, 1), ActKind.SUSPENDED)
ENDED = (date(2026, 1, 1), ActKind.TERMINATED)


def obstacles(kind, on, *acts, expires_on=NEVER):
    return obstacles_to(kind, on, acts=acts, signed_on=SIGNED, expires_on=expires_on, today=TODAY)


def test_every_state_can_be_reached_and_every_act_has_its_place():
    assert set(STATE_AFTER.values()) == set(AgreementState)
    assert set(MAY_FOLLOW) == set(AgreementState)
    assert set().union(*MAY_FOLLOW.values()) == set(ActKind)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 3, 9), AgreementState.NOT_YET),
        (SIGNED, AgreementState.IN_FORCE),
        (date(2025, 8, 31), AgreementState.IN_FORCE),
        (date(2025, 9, 1), AgreementState.SUSPENDED),
        (date(2026, 1, 1), AgreementState.ENDED),
    ],
)
def test_the_state_on_a_day_follows_from_the_acts_up_to_it(day, state):
    assert state_on([IN_FORCE, SUSPENDED, ENDED], NEVER, day) is state


def test_an_agreement_with_a_term_has_ended_on_its_last_day():
    assert state_on([IN_FORCE], date(2026, 3, 10), date(2026, 3, 10)) is AgreementState.ENDED


@pytest.mark.parametrize("state", AgreementState)
@pytest.mark.parametrize("kind", ActKind)
def test_an_act_is_recorded_only_where_the_table_lets_it_follow(kind, state):
    history = {
        AgreementState.NOT_YET: [],
        AgreementState.IN_FORCE: [IN_FORCE],
        AgreementState.SUSPENDED: [IN_FORCE, SUSPENDED],
        AgreementState.ENDED: [IN_FORCE, ENDED],
    }[state]
    fits = kind in kinds_that_fit(state)
    found = obstacles(kind, date(2026, 2, 1), *history)
    assert (Obstacle.NOT_IN_THIS_STATE in found) is not fits


@pytest.mark.parametrize(
    ("kind", "on", "acts", "expected"),
    [
        (
            ActKind.ADDENDUM,
            date(2025, 3, 1),
            [],
            [Obstacle.BEFORE_SIGNED, Obstacle.NOT_IN_THIS_STATE],
        ),
        (ActKind.SUSPENDED, date(2026, 7, 1), [IN_FORCE], [Obstacle.IN_FUTURE]),
        (ActKind.TERMINATED, date(2026, 9, 1), [IN_FORCE], []),
        (ActKind.REQUESTED, date(2025, 1, 1), [], []),
        (ActKind.ADDENDUM, date(2025, 5, 1), [IN_FORCE, SUSPENDED], []),
        (ActKind.TERMINATED, date(2025, 5, 1), [IN_FORCE, SUSPENDED], [Obstacle.CONTRADICTS_LATER]),
        (
            ActKind.SUSPENDED,
            date(2026, 5, 1),
            [IN_FORCE, (date(2026, 8, 1), ActKind.TERMINATED)],
            [],
        ),
    ],
)
def test_an_act_is_held_to_its_own_day(kind, on, acts, expected):
    assert obstacles(kind, on, *acts) == expected


def test_nothing_but_the_expiry_is_recorded_after_the_term():
    term = date(2026, 3, 10)
    assert obstacles(ActKind.ADDENDUM, term, IN_FORCE, expires_on=term) == [Obstacle.AFTER_EXPIRY]
    assert obstacles(ActKind.EXPIRED, term, IN_FORCE, expires_on=term) == []
