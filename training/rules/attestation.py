"""What the agency attests once: citizenship, experience, no pending discipline.

R1 citizenship: every form, Nomination of personnel. R2 experience: TFM form section VII. R5 no
pending discipline: TFM form, Complaint procedures; ICE's eligibility list of 2017. The attestation
holds until the agency or ICE says otherwise, which closes its coverage: at once, or from the start
where a later report of a pending matter is on record when an earlier day is attested.
"""

from datetime import date

from training.rules.periods import FOREVER, Period


def coverage(attested_on: date, until: date | None = None) -> Period:
    """Met from the day of the attestation, to the day `until` of a contrary report if there is one.

    Half-open: on the day of the report it is not met.
    """
    return Period(attested_on, until or FOREVER)
