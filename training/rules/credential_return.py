"""When ICE's credentials may have come back.

JEM and WSO forms, Certification and authorization: the credentials are ICE's property and are
returned when authority ends. The task opens on the day of that end, and what was handed in before
it was not this return.
"""

from datetime import date

from accounts.refusal import Reason
from training.rules.words import _


def reasons_not_to_return(
    *, on: date, ended_on: date, returned_on: date | None, today: date
) -> list[Reason]:
    """Every reason why the credentials cannot be recorded as returned on `on`."""
    reasons = []
    if returned_on is not None:
        reasons.append(Reason(_("The credentials are recorded as returned already.")))
    if on > today:
        reasons.append(Reason(_("This day has not come yet."), "on"))
    if on < ended_on:
        reasons.append(
            Reason(_("Authority had not ended by this day: enter its end or a later day."), "on")
        )
    return reasons
