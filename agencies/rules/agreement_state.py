"""The state of an agreement on a day, from the acts done to it.

JEM 2020 section XVI, WSO 2019 section XV, TFM 2025 section XVII: in force on both signatures
until either party ends it; a notice of termination leaves it in force until its day.
"""

from collections.abc import Iterable
from datetime import date

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


def state_on(
    acts: Iterable[tuple[date, ActKind]], expires_on: date, day: date
) -> AgreementState:
    """The state on `day`; `acts` in the order of effect, as (effective_on, kind)."""
    if expires_on <= day:
        return AgreementState.ENDED
    state = AgreementState.NOT_YET
    for effective_on, kind in acts:
        if effective_on <= day and kind in STATE_AFTER:
            state = STATE_AFTER[kind]
    return state
