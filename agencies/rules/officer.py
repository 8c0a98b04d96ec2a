"""What an officer's record must say before it is written. No clause asks for these: they keep
records apart and dates possible."""

from datetime import date
from enum import StrEnum


class Flaw(StrEnum):
    """What is wrong with an officer's record."""

    LAST_NAME_MISSING = "last_name_missing"
    FIRST_NAME_MISSING = "first_name_missing"
    BADGE_MISSING = "badge_missing"
    HIRED_IN_FUTURE = "hired_in_future"
    SERVING_IN_FUTURE = "serving_in_future"
    HIRED_BEFORE_SERVING = "hired_before_serving"


def flaws_of(
    *,
    last_name: str,
    first_name: str,
    badge_number: str,
    hired_on: date,
    law_enforcement_since: date | None,
    today: date,
) -> list[Flaw]:
    """Everything that is wrong, in the order of the form; `today` is the agency's day."""
    flaws = []
    if not last_name:
        flaws.append(Flaw.LAST_NAME_MISSING)
    if not first_name:
        flaws.append(Flaw.FIRST_NAME_MISSING)
    if not badge_number:
        flaws.append(Flaw.BADGE_MISSING)
    if hired_on > today:
        flaws.append(Flaw.HIRED_IN_FUTURE)
    if law_enforcement_since is not None:
        if law_enforcement_since > today:
            flaws.append(Flaw.SERVING_IN_FUTURE)
        elif law_enforcement_since > hired_on:
            flaws.append(Flaw.HIRED_BEFORE_SERVING)
    return flaws
