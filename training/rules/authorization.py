"""Authorization: why it cannot be given, what to think of first, and how long it holds.

R12, R13. JEM form, Certification and authorization: valid until a signed letter of revocation. WSO
form: until a written notice of withdrawal. TFM form section IX: an initial period of two years
from its date. Standard MOA of October 2009: one year. R11: more than 180 days after training is
worth a thought (assumed). R20: only under a designated supervisor.
No form says how far from its signing a letter may reach. More than 90 days behind or ahead of the
day of recording is taken for a slip (assumed); history is imported and does not come through here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.refusal import Reason
from training.rules.parameters import Parameters, number
from training.rules.periods import FOREVER, Period, add_months
from training.rules.words import _, on_day

_FIELD = "valid_from"
FURTHEST_DAYS = 90


@dataclass(frozen=True)
class AuthorizationFacts:
    """What is known on `valid_from`, the day from which the officer would be authorized.

    A "required" fact is one that the form's rule set demands as binding. `status` is the status
    that the last act left.
    """

    valid_from: date
    today: date
    status: str
    certified_on: date | None
    completed_on: date | None
    agreement_in_force: bool
    background_required: bool
    background_approved: bool
    citizenship_required: bool
    citizenship_attested: bool
    discipline_required: bool
    discipline_attested: bool
    supervisor_on_record: bool
    other_authorizations: Sequence[Period] = ()
    parameters: Parameters | None = None
    has_ended: bool = False


def coverage(valid_from: date, parameters: Parameters) -> Period:
    """The period of an authorization; without `months` it is open until revoked."""
    months = number(parameters, "months")
    return Period(valid_from, FOREVER if months is None else add_months(valid_from, months))


def reasons_not_to_authorize(facts: AuthorizationFacts) -> list[Reason]:
    """Every reason why the officer cannot be authorized from that day; all at once."""
    reasons = []
    ended = ("revoked", "disqualified", "withdrawn", "separated", "not_approved")
    if facts.has_ended or facts.status in ended:
        reasons.append(Reason(_("The officer's participation has ended.")))
    if facts.certified_on is None:
        reasons.append(
            Reason(_("The officer is not certified: no training record is signed off."), "", "R7")
        )
    elif facts.valid_from < facts.certified_on:
        reasons.append(
            Reason(
                _("The officer was certified on {day}; authority cannot begin earlier.").format(
                    day=on_day(facts.certified_on)
                ),
                _FIELD,
                "R12",
            )
        )
    if abs(facts.valid_from - facts.today) > timedelta(days=FURTHEST_DAYS):
        reasons.append(
            Reason(
                _("Enter a day no more than {days} days before or after today.").format(
                    days=FURTHEST_DAYS
                ),
                _FIELD,
            )
        )
    if not facts.agreement_in_force:
        reasons.append(
            Reason(
                _("The agreement is not in force on {day}.").format(day=on_day(facts.valid_from)),
                _FIELD,
            )
        )
    if facts.background_required and not facts.background_approved:
        reasons.append(Reason(_("No approved background check covers this day."), "", "R3"))
    if facts.citizenship_required and not facts.citizenship_attested:
        reasons.append(Reason(_("The agency has not attested citizenship."), "", "R1"))
    if facts.discipline_required and not facts.discipline_attested:
        reasons.append(
            Reason(_("The agency has not attested that no discipline is pending."), "", "R5")
        )
    if not facts.supervisor_on_record:
        reasons.append(Reason(_("No designated supervisor is on record on this day."), "", "R20"))
    wanted = coverage(facts.valid_from, facts.parameters or {})
    reasons += [
        Reason(
            _("The officer is authorized already from {first} {until}.").format(
                first=on_day(other.valid_from), until=_until(other.valid_to)
            ),
            _FIELD,
        )
        for other in facts.other_authorizations
        if other.overlaps(wanted)
    ]
    return reasons


def warnings_about_authorization(facts: AuthorizationFacts) -> list[Reason]:
    """What does not forbid it and should be thought of: a long gap after training (R11)."""
    limit = number(facts.parameters or {}, "gap_warning_days")
    if facts.completed_on is None or limit is None:
        return []
    days = (facts.valid_from - facts.completed_on).days
    if days <= limit:
        return []
    sentence = _("The course ended {days} days before this day, more than {limit}.")
    return [Reason(sentence.format(days=days, limit=limit), _FIELD, "R11")]


def _until(day: date) -> str:
    if day == FOREVER:
        return _("until revoked")
    return _("until {day}").format(day=on_day(day))
