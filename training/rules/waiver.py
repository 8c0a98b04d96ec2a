"""Why a waiver cannot be asked for, or decided.

A waiver is an approved, reasoned, expiring exception to one requirement. Nothing stands in for the
written certification and the signed authorization (INA 287(g)(2) and (5)).
"""

from dataclasses import dataclass
from datetime import date

from accounts.refusal import Reason
from training.rules.periods import FOREVER, add_months
from training.rules.words import _

LONGEST_MONTHS = 12


@dataclass(frozen=True)
class WaiverFacts:
    """What is known when a waiver is asked for."""

    today: date
    valid_from: date
    valid_to: date
    is_asked_by_form: bool
    can_be_waived: bool
    is_live: bool
    has_reason: bool
    has_evidence: bool


def reasons_not_to_request(facts: WaiverFacts) -> list[Reason]:
    """Every reason why this waiver cannot be asked for; all at once."""
    reasons = []
    if not facts.is_live:
        reasons.append(Reason(_("The officer's participation has ended.")))
    if not facts.can_be_waived:
        reasons.append(
            Reason(
                _("Certification and authorization are signed acts; no waiver replaces them."),
                "kind",
            )
        )
    elif not facts.is_asked_by_form:
        reasons.append(Reason(_("The agreement's form does not ask this of an officer."), "kind"))
    if facts.valid_to <= facts.valid_from:
        reasons.append(Reason(_("The waiver ends before it begins."), "valid_to"))
    elif facts.valid_to == FOREVER or facts.valid_to > add_months(facts.valid_from, LONGEST_MONTHS):
        reasons.append(
            Reason(
                _("A waiver lasts at most {months} months.").format(months=LONGEST_MONTHS),
                "valid_to",
            )
        )
    if facts.valid_to <= facts.today:
        reasons.append(Reason(_("The waiver would be over already."), "valid_to"))
    if not facts.has_reason:
        reasons.append(Reason(_("Choose why."), "reason"))
    if not facts.has_evidence:
        reasons.append(Reason(_("Name the document: its number and date."), "evidence"))
    return reasons


def reasons_not_to_decide(*, is_waiting: bool, is_requester: bool) -> list[Reason]:
    """Why this person cannot decide on the waiver."""
    reasons = []
    if not is_waiting:
        reasons.append(Reason(_("This waiver has been decided.")))
    if is_requester:
        reasons.append(Reason(_("You asked for this waiver. Another person must decide.")))
    return reasons


def reasons_not_to_approve(*, is_live: bool, is_over: bool) -> list[Reason]:
    """Why the waiver cannot be approved any more; it can still be refused."""
    if not is_live:
        return [Reason(_("The officer's participation has ended. Refuse the waiver."))]
    if is_over:
        return [Reason(_("The time asked for is over. Refuse the waiver."))]
    return []
