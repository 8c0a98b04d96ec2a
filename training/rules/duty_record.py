"""Why a duty of the agency cannot be recorded as done.

The meeting and the review are ICE's to call (JEM and WSO forms), so the program manager records
them; the list of interpreters and the posters are the agency's own.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accounts.refusal import Reason
from training.rules.words import _, on_day

BY_ICE = frozenset({"review_meeting", "agreement_review"})
BY_AGENCY = frozenset({"interpreter_list", "posters"})

_LONGEST = 200


@dataclass(frozen=True)
class DutyRecordFacts:
    """What is known under the lock. `asked` are the duties of the form, `own` those that this
    person records; `same_day` says whether it is on record for that day already."""

    kind: str
    asked: Collection[str]
    own: Collection[str]
    done_on: date
    today: date
    signed_on: date
    in_force: bool
    evidence: str
    same_day: bool = False


def reasons_not_to_record(facts: DutyRecordFacts) -> list[Reason]:
    """Every reason why it cannot be recorded so; all at once."""
    reasons = []
    if facts.kind not in facts.asked:
        reasons.append(Reason(_("The agreement's form does not ask for this."), "kind"))
    elif facts.kind not in facts.own:
        who = (
            _("The program manager records this.")
            if facts.kind in BY_ICE
            else _("The agency's administrator records this.")
        )
        reasons.append(Reason(who, "kind"))
    if facts.done_on > facts.today:
        reasons.append(Reason(_("This day has not come yet."), "done_on"))
    elif facts.done_on < facts.signed_on:
        sentence = _("The agreement was signed on {day}.")
        reasons.append(Reason(sentence.format(day=on_day(facts.signed_on)), "done_on"))
    elif not facts.in_force:
        reasons.append(Reason(_("The agreement was not in force on that day."), "done_on"))
    elif facts.same_day:
        reasons.append(Reason(_("This is on record for that day already."), "done_on"))
    if not facts.evidence:
        reasons.append(Reason(_("Name the document: its number and date."), "evidence"))
    elif len(facts.evidence) > _LONGEST:
        reasons.append(Reason(_("Use at most 200 characters."), "evidence"))
    return reasons
