"""What a person who records an act on an agreement needs to know."""

from datetime import date

from agencies.models import Agreement
from agencies.rules.agreement_state import kinds_that_fit, state_on
from agencies.states import ActKind, AgreementState


def state_of(agreement: Agreement, day: date) -> AgreementState:
    """The agreement's state on a day, by its acts."""
    return state_on(_acts(agreement), agreement.expires_on, day)


def kinds_to_offer(agreement: Agreement, day: date) -> list[ActKind]:
    """The acts that fit its state on `day` first, then those of earlier states, recorded late."""
    acts = _acts(agreement)
    now = kinds_that_fit(state_on(acts, agreement.expires_on, day))
    days = sorted({effective_on for effective_on, _kind in acts if effective_on < day})
    late = [
        kind
        for effective_on in days
        for kind in kinds_that_fit(state_on(acts, agreement.expires_on, effective_on))
    ]
    return list(dict.fromkeys([*now, *late]))


def _acts(agreement: Agreement) -> list[tuple[date, ActKind]]:
    acts = agreement.acts.order_by("effective_on", "id").values_list("effective_on", "kind")
    return [(effective_on, ActKind(kind)) for effective_on, kind in acts]
