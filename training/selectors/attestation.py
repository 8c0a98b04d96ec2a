"""What an agency may attest of an officer who takes part."""

from datetime import date

from training.kinds import Kind
from training.models import Participation
from training.selectors.facts import requirement_on

ATTESTED = (
    Kind.CITIZENSHIP,
    Kind.EXPERIENCE,
    Kind.NO_PENDING_DISCIPLINE,
    Kind.ANNUAL_TRAINING,
)


def kinds_to_attest(participation: Participation, day: date) -> list[Kind]:
    """Of what an agency attests, what the officer's rules ask on `day`."""
    return [kind for kind in ATTESTED if requirement_on(participation, kind, day) is not None]
