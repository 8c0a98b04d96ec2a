"""Why a person may not settle a flag: records that contradict each other, explained by somebody.

A flag asks for a second pair of eyes: whoever entered the records, or is the officer, does not
settle what contradicts in them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from accounts.refusal import Reason
from training.rules.words import _

_LONGEST = 200


@dataclass(frozen=True)
class DispositionFacts:
    """What is known of the flag under the lock, and what the person says of it."""

    is_open: bool
    disposition: str
    dispositions: Collection[str]
    evidence: str
    stand_aside: Sequence[Reason]
    entered_by_person: bool


def reasons_not_to_dispose(facts: DispositionFacts) -> list[Reason]:
    """Every reason why this person cannot settle the flag so; all at once."""
    if not facts.is_open:
        return [Reason(_("This conflict was settled already."))]
    reasons = list(facts.stand_aside)
    if facts.entered_by_person:
        reasons.append(Reason(_("You entered part of these records. Another person settles it.")))
    if facts.disposition not in facts.dispositions:
        reasons.append(Reason(_("Choose what you found."), "disposition"))
    if not facts.evidence:
        reasons.append(Reason(_("Name the document: its number and date."), "evidence"))
    elif len(facts.evidence) > _LONGEST:
        reasons.append(Reason(_("Use at most 200 characters."), "evidence"))
    return reasons
