"""Why authority cannot be suspended, restored or ended on a day.

JEM and WSO forms, Certification and authorization: a signed letter of revocation, or a written
notice of withdrawal, at any time and for any reason. TFM form section IX: ICE or the agency at any
time; Complaint procedures: the agency removes the officer until the matter is adjudicated. R5, R17.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.refusal import Reason
from training.rules.words import _, on_day

_LIVE = frozenset(
    {"nominated", "vetted", "enrolled", "in_training", "certified", "authorized", "suspended"}
)


@dataclass(frozen=True)
class EndFacts:
    """`status` is what the last act left, on `status_since`; `day` is the day of the new act.

    `suspended_since` is the first day of an open suspension. `refresher_due_on` is the end of the
    refresher's coverage where the form binds it.
    """

    day: date
    today: date
    status: str
    status_since: date | None
    stand_aside: Sequence[Reason] = ()
    authorized_on_day: bool = False
    suspended_since: date | None = None
    refresher_due_on: date | None = None


def reasons_not_to_end(facts: EndFacts, field: str = "on") -> list[Reason]:
    """Why the participation cannot be ended that day, by whatever act."""
    reasons = _reasons_of_day(facts, field)
    if facts.status not in _LIVE:
        reasons.append(Reason(_("The officer's participation has ended already.")))
    return reasons


def reasons_not_to_suspend(facts: EndFacts) -> list[Reason]:
    """Why the officer cannot be suspended from that day."""
    reasons = _reasons_of_day(facts, "valid_from")
    if facts.suspended_since is not None:
        sentence = _("The officer is suspended already, since {day}.")
        reasons.append(Reason(sentence.format(day=on_day(facts.suspended_since))))
    elif not facts.authorized_on_day:
        reasons.append(
            Reason(_("On that day the officer is not authorized; there is nothing to suspend."))
        )
    return reasons


def reasons_not_to_reinstate(facts: EndFacts) -> list[Reason]:
    """Why authority cannot be restored that day."""
    reasons = [] if facts.day <= facts.today else [_not_yet("on")]
    if facts.suspended_since is None:
        reasons.append(Reason(_("The officer is not suspended.")))
    elif facts.day < facts.suspended_since:
        sentence = _("The suspension began on {day}; it cannot end earlier.")
        reasons.append(Reason(sentence.format(day=on_day(facts.suspended_since)), "on"))
    if facts.refresher_due_on is not None and facts.refresher_due_on <= facts.day:
        sentence = _("The refresher was due on {day}. It comes before authority is restored.")
        reasons.append(Reason(sentence.format(day=on_day(facts.refresher_due_on)), rule="R14"))
    return [*reasons, *facts.stand_aside]


def _reasons_of_day(facts: EndFacts, field: str) -> list[Reason]:
    reasons = [] if facts.day <= facts.today else [_not_yet(field)]
    if facts.status_since is not None and facts.day < facts.status_since:
        sentence = _("An act of {day} is on record; this one cannot be earlier.")
        reasons.append(Reason(sentence.format(day=on_day(facts.status_since)), field))
    return reasons


def _not_yet(field: str) -> Reason:
    return Reason(_("This day has not come yet."), field)
