"""What the agency attests once: citizenship, experience, no pending discipline.

R1 citizenship: every form, Nomination of personnel. R2 experience: TFM form section VII. R5 no
pending discipline: TFM form, Complaint procedures; ICE's eligibility list of 2017. The attestation
holds until the agency or ICE says otherwise, which closes its coverage.
"""

from datetime import date

from training.rules.periods import FOREVER, Period


def coverage(attested_on: date) -> Period:
    """Met from the day of the attestation, without an end."""
    return Period(attested_on, FOREVER)
