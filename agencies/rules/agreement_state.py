"""The state of an agreement on a day, from the acts done to it.

JEM 2020 section XVI, WSO 2019 section XV, TFM 2025 section XVII: in force on both signatures
until either party ends it; a notice of termination leaves it in force until its day.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum

from agencies.rules.periods import FOREVER
from agencies.states import ActKind, AgreementState

STATE_AFTER: dict[ActKind, AgreementState] = {
    ActKind.REQUESTED: AgreementState.NOT_YET,
    ActKind.SIGNED_BY_AGENCY: AgreementState.NOT_YET,
    ActKind.SIGNED_BY_ICE: AgreementState.NOT_YET,
    ActKind.IN_FORCE: AgreementState.IN_FORCE,
    ActKind.REINSTATED: AgreementState.IN_FORCE,
    ActKind.SUSPENDED: AgreementState.SUSPENDED,
    ActKind.TERMINATED: AgreementState.ENDED,
    ActKind.EXPIRED: AgreementState.ENDED,
    ActKind.SUPERSEDED: AgreementState.ENDED,
    ActKind.WITHDRAWN: AgreementState.ENDED,
}

# Which acts may follow which state. A new act is refused here before it is written.
MAY_FOLLOW: dict[AgreementState, frozenset[ActKind]] = {
    AgreementState.NOT_YET: frozenset(
        {
            ActKind.REQUESTED,
            ActKind.SIGNED_BY_AGENCY,
            ActKind.SIGNED_BY_ICE,
            ActKind.IN_FORCE,
            ActKind.WITHDRAWN,
        }
    ),
    AgreementState.IN_FORCE: frozenset(
        {
            ActKind.ADDENDUM,
            ActKind.SUSPENDED,
            ActKind.NOTICE_OF_TERMINATION,
            ActKind.TERMINATED,
            ActKind.EXPIRED,
            ActKind.SUPERSEDED,
        }
    ),
    AgreementState.SUSPENDED: frozenset(
        {
            ActKind.ADDENDUM,
            ActKind.REINSTATED,
            ActKind.NOTICE_OF_TERMINATION,
            ActKind.TERMINATED,
            ActKind.EXPIRED,
            ActKind.SUPERSEDED,
        }
    ),
    AgreementState.ENDED: frozenset(),
}


def state_on(acts: Iterable[tuple[date, ActKind]], expires_on: date, day: date) -> AgreementState:
    """The state on `day`; `acts` in the order of effect, as (effective_on, kind)."""
    if expires_on <= day:
        return AgreementState.ENDED
    state = AgreementState.NOT_YET
    for effective_on, kind in acts:
        if effective_on <= day and kind in STATE_AFTER:
            state = STATE_AFTER[kind]
    return state


def first_day_not(
    states: Collection[AgreementState],
    acts: Sequence[tuple[date, ActKind]],
    expires_on: date,
    day: date,
) -> date:
    """The first day from `day` on which the state is none of `states`; FOREVER where there is
    none, as far as the acts recorded so far say. It is `day` itself where it is none that day."""
    turns = sorted({day, expires_on, *(on for on, _kind in acts)})
    return next(
        (
            turn
            for turn in turns
            if day <= turn < FOREVER and state_on(acts, expires_on, turn) not in states
        ),
        FOREVER,
    )


class Obstacle(StrEnum):
    """Why an act cannot be recorded."""

    BEFORE_SIGNED = "before_signed"
    IN_FUTURE = "in_future"
    AFTER_EXPIRY = "after_expiry"
    NOT_IN_THIS_STATE = "not_in_this_state"
    CONTRADICTS_LATER = "contradicts_later"
    NOT_AN_ADDENDUM = "not_an_addendum"
    NO_TERM = "no_term"
    NOT_EXTENDED = "not_extended"


# An end may be known beforehand: a notice gives 90 days. What happens is recorded once it has.
MAY_LIE_AHEAD = frozenset({ActKind.TERMINATED, ActKind.EXPIRED, ActKind.SUPERSEDED})
MAY_PRECEDE_SIGNING = frozenset({ActKind.REQUESTED, ActKind.SIGNED_BY_AGENCY, ActKind.WITHDRAWN})


def obstacles_to(
    kind: ActKind,
    effective_on: date,
    *,
    acts: Sequence[tuple[date, ActKind]],
    signed_on: date,
    expires_on: date,
    today: date,
) -> list[Obstacle]:
    """Every reason not to record an act; none means that it fits among `acts`.

    The history is replayed with the act in its place, so that an act recorded late is held to
    the state of its own day and may not contradict what came after.
    """
    obstacles = []
    if effective_on < signed_on and kind not in MAY_PRECEDE_SIGNING:
        obstacles.append(Obstacle.BEFORE_SIGNED)
    if effective_on > today and kind not in MAY_LIE_AHEAD:
        obstacles.append(Obstacle.IN_FUTURE)
    if effective_on >= expires_on and kind is not ActKind.EXPIRED:
        obstacles.append(Obstacle.AFTER_EXPIRY)
    before = [act for act in acts if act[0] <= effective_on]
    after = [act for act in acts if act[0] > effective_on]
    if kind not in MAY_FOLLOW[_state_after(before)]:
        obstacles.append(Obstacle.NOT_IN_THIS_STATE)
    elif not _fits([*before, (effective_on, kind)], after):
        obstacles.append(Obstacle.CONTRADICTS_LATER)
    return obstacles


def obstacles_to_extend(kind: ActKind, extends_to: date, expires_on: date) -> list[Obstacle]:
    """Every reason why an act cannot move the agreement's end to `extends_to`.

    JEM agreements of 2013 to 2019 had a fixed end, extended by a one-page addendum (Galveston
    County TX, from 30 June 2019 to 30 June 2020).
    """
    if kind is not ActKind.ADDENDUM:
        return [Obstacle.NOT_AN_ADDENDUM]
    if expires_on == FOREVER:
        return [Obstacle.NO_TERM]
    return [] if extends_to > expires_on else [Obstacle.NOT_EXTENDED]


def kinds_that_fit(state: AgreementState) -> list[ActKind]:
    """The acts that may follow a state, in the order in which pages list acts."""
    return [kind for kind in ActKind if kind in MAY_FOLLOW[state]]


def _state_after(acts: Sequence[tuple[date, ActKind]]) -> AgreementState:
    states = [STATE_AFTER[kind] for _day, kind in acts if kind in STATE_AFTER]
    return states[-1] if states else AgreementState.NOT_YET


def _fits(before: list[tuple[date, ActKind]], after: Sequence[tuple[date, ActKind]]) -> bool:
    history = list(before)
    for act in after:
        if act[1] not in MAY_FOLLOW[_state_after(history)]:
            return False
        history.append(act)
    return True
