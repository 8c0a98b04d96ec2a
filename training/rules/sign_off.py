"""Why a supervisor may not approve a training record, or return it.

Nobody signs for themselves or for what they entered: the forms give nominating, training,
certifying and supervising to different people (JEM form, Certification and authorization; INA
287(g)(2) and (3)). R7 and R8 decide what must be there; R20 that the agreement's supervisor signs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.refusal import Reason
from training.rules.course_completion import Missing
from training.rules.words import _, on_day


@dataclass(frozen=True)
class SignOffFacts:
    """What is known of the record under the lock.

    `digest_shown` is of the record as the supervisor saw it, `digest_now` as it is.
    """

    is_waiting: bool
    decided_by: str
    decided_at: datetime | None
    missing: Sequence[Missing]
    entered_by_signer: bool
    agreement_in_force: bool
    digest_shown: str
    digest_now: str
    has_ended: bool = False
    is_supervisor: bool = True
    stand_aside: Sequence[Reason] = ()


def reasons_not_to_approve(facts: SignOffFacts) -> list[Reason]:
    """Every reason why this person cannot approve this record now; all at once."""
    reasons = _reasons_not_to_decide(facts)
    reasons += [missing.as_reason() for missing in facts.missing]
    if facts.entered_by_signer:
        reasons.append(
            Reason(
                _(
                    "You entered part of this record. Another supervisor must approve it; you may"
                    " return it."
                )
            )
        )
    if not facts.agreement_in_force:
        reasons.append(Reason(_("The agreement is not in force today.")))
    return reasons


def reasons_not_to_return(facts: SignOffFacts) -> list[Reason]:
    """Every reason why this person cannot send the record back."""
    return _reasons_not_to_decide(facts)


def _reasons_not_to_decide(facts: SignOffFacts) -> list[Reason]:
    reasons = []
    if facts.decided_by:
        # Nothing else matters any more: one clear message for whoever came second.
        if facts.decided_at is None:
            sentence = _("{person} signed this record off already.")
        else:
            sentence = _("{person} signed this record off on {day}.")
        day = on_day(facts.decided_at) if facts.decided_at else ""
        return [Reason(sentence.format(person=facts.decided_by, day=day))]
    if not facts.is_waiting:
        reasons.append(Reason(_("This record is not waiting for sign-off.")))
    elif facts.digest_shown != facts.digest_now:
        reasons.append(
            Reason(_("The record changed since you opened it. Look at it again."), "digest")
        )
    reasons += facts.stand_aside
    if not facts.is_supervisor:
        sentence = _("You are not assigned to this agreement. Its own supervisor must sign.")
        reasons.append(Reason(sentence, rule="R20"))
    if facts.has_ended:
        reasons.append(Reason(_("The officer's participation has ended.")))
    return reasons
