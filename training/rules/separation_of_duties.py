"""Who stands aside, because of who they are or what they did for this officer already.

Nominating, vetting, certifying, authorizing and evaluating are acts of different people: each is a
check on the one before. The roles hold that already; one person may hold several, so it is asked
of the person too. Signing off a record and evaluating are both the designated supervisor's (R20:
INA 287(g)(5), the supervisor is named), so one person may do both.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from accounts.refusal import Reason
from training.rules.words import _, gettext_noop


class Duty(StrEnum):
    """An act that is a check on another one."""

    NOMINATE = "nominate"
    VET = "vet"
    SIGN_OFF = "sign_off"
    AUTHORIZE = "authorize"
    EVALUATE = "evaluate"


_DONE = {
    Duty.NOMINATE: gettext_noop("You nominated this officer. Another person must do this."),
    Duty.VET: gettext_noop("You vetted this officer. Another person must do this."),
    Duty.SIGN_OFF: gettext_noop(
        "You signed off this officer's record. Another person must do this."
    ),
    Duty.AUTHORIZE: gettext_noop("You authorized this officer. Another person must do this."),
    Duty.EVALUATE: gettext_noop("You evaluated this officer. Another person must do this."),
}
_THE_SUPERVISORS = {Duty.SIGN_OFF, Duty.EVALUATE}


@dataclass(frozen=True)
class Person:
    """Who is about to act on an officer's record.

    `is_officer`: the record is their own. `could_be_officer`: the officer has their name, and
    nothing on the record tells the two apart. `did` for this officer under this agreement.
    """

    is_officer: bool = False
    could_be_officer: bool = False
    did: Collection[Duty] = ()


def reasons_to_stand_aside(person: Person, duty: Duty | None = None) -> list[Reason]:
    """Every reason why this person may not act. `duty` None: an act that checks no other one."""
    reasons = []
    if person.is_officer:
        reasons.append(Reason(_("This is your own record. Another person must do this.")))
    elif person.could_be_officer:
        reasons.append(
            Reason(
                _(
                    "The officer has your name, and the record no e-mail address. Ask the agency to"
                    " enter the officer's address, so that it is clear that you are two people."
                )
            )
        )
    if duty is None:
        return reasons
    reasons += [
        Reason(_(_DONE[done]))
        for done in Duty
        if done in person.did and done is not duty and {done, duty} != _THE_SUPERVISORS
    ]
    return reasons
