"""Why an officer cannot be nominated under an agreement.

R1 citizenship: every form, Nomination of personnel. R2 two years of law enforcement work: TFM form
section VII; MOU section VII. R5 no pending discipline: TFM form, Complaint procedures; ICE's
eligibility list of 2017. The attestations are asked only where the form's rule set asks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.refusal import Reason
from training.rules.periods import add_months
from training.rules.words import _, gettext_noop, on_day

# By requirement: form field, rule, and the words that are attested.
_ATTESTED = {
    "citizenship": ("citizenship_attested_on", "R1", gettext_noop("United States citizenship")),
    "experience": ("experience_attested_on", "R2", gettext_noop("law enforcement experience")),
    "no_pending_discipline": (
        "discipline_attested_on",
        "R5",
        gettext_noop("no pending discipline"),
    ),
}


@dataclass(frozen=True)
class NominationFacts:
    """`asked` holds each attestation that the form asks, with its date or None.

    `day` is the day of the nomination. `years_required` is 0 where the form states none;
    `years_binding` is False where it is advice.
    """

    day: date
    today: date
    agreement_in_force: bool
    same_agency: bool
    serves_on_day: bool
    already_nominated: bool
    asked: Mapping[str, date | None]
    law_enforcement_since: date | None
    years_required: int
    years_binding: bool


def reasons_not_to_nominate(facts: NominationFacts) -> list[Reason]:
    """Every reason why the officer cannot be nominated on that day; all at once."""
    reasons = []
    if facts.day > facts.today:
        reasons.append(Reason(_("This day has not come yet."), "on"))
    if not facts.agreement_in_force:
        reasons.append(
            Reason(
                _("The agreement is not in force on {day}.").format(day=on_day(facts.day)),
                "agreement",
            )
        )
    if not facts.same_agency:
        reasons.append(Reason(_("The agreement is of another agency."), "agreement"))
    if not facts.serves_on_day:
        reasons.append(
            Reason(
                _("The officer does not serve at the agency on {day}.").format(
                    day=on_day(facts.day)
                ),
                "on",
            )
        )
    if facts.already_nominated:
        reasons.append(
            Reason(_("The officer is nominated under this agreement already."), "agreement")
        )
    for kind, attested_on in facts.asked.items():
        reasons += _reasons_of_attestation(facts, kind, attested_on)
    return reasons


def _reasons_of_attestation(
    facts: NominationFacts, kind: str, attested_on: date | None
) -> list[Reason]:
    field, rule, words = _ATTESTED[kind]
    if kind == "experience" and not facts.years_binding:
        # Advice is shown, never asked for.
        return []
    if attested_on is None:
        sentence = _("The form asks the agency to attest {what}.").format(what=_(words))
        return [Reason(sentence, field, rule)]
    reasons = []
    if attested_on > facts.today:
        reasons.append(Reason(_("This day has not come yet."), field, rule))
    elif attested_on > facts.day:
        reasons.append(
            Reason(_("The attestation cannot be later than the nomination."), field, rule)
        )
    if kind == "experience" and facts.years_required:
        reasons += _reasons_of_experience(facts, field)
    return reasons


def _reasons_of_experience(facts: NominationFacts, field: str) -> list[Reason]:
    if facts.law_enforcement_since is None:
        return [
            Reason(
                _(
                    "The form asks for {years} years of law enforcement work. Enter since when the"
                    " officer has been in law enforcement."
                ).format(years=facts.years_required),
                field,
                "R2",
            )
        ]
    reached = add_months(facts.law_enforcement_since, 12 * facts.years_required)
    if reached <= facts.day:
        return []
    return [
        Reason(
            _(
                "The form asks for {years} years of law enforcement work; the officer reaches them"
                " on {day}."
            ).format(years=facts.years_required, day=on_day(reached)),
            field,
            "R2",
        )
    ]
