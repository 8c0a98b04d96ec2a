"""Why the agency's word cannot be recorded, or taken back, for an officer who takes part.

R1, R2, R5: what was attested at the nomination may be attested anew. R5: the agency tells ICE of a
complaint that is pending (TFM form, Complaint procedures), and the attestation no longer holds.
R29: annual training, by the agency's word. R3 and R4: a background check made anew.
"""

from dataclasses import dataclass
from datetime import date

from accounts.refusal import Reason
from training.rules.words import _


@dataclass(frozen=True)
class RecordFacts:
    """`covers_day`: the participation lasts on `day`. `is_asked`: the form asks for it then."""

    day: date
    today: date
    covers_day: bool
    is_asked: bool
    already: bool = False


def reasons_not_to_record(facts: RecordFacts, field: str) -> list[Reason]:
    """Why what happened on that day cannot be recorded; all reasons at once."""
    reasons = []
    if facts.day > facts.today:
        reasons.append(Reason(_("This day has not come yet."), field))
    elif not facts.covers_day:
        reasons.append(
            Reason(_("The officer does not take part under the agreement on that day."), field)
        )
    if not facts.is_asked:
        reasons.append(Reason(_("The agreement's form does not ask for this."), "kind"))
    if facts.already:
        reasons.append(Reason(_("This is on record for that day already."), field))
    return reasons


def reasons_not_to_report(facts: RecordFacts, *, holds: bool) -> list[Reason]:
    """Why a pending matter cannot be reported. `holds`: an attestation reaches beyond the day."""
    reasons = reasons_not_to_record(facts, "on")
    if not reasons and not holds:
        reasons.append(Reason(_("No attestation is open: a pending matter is on record."), "on"))
    return reasons
