"""The designated supervisor on record.

R20. INA 287(g)(3) and (5): federal direction and supervision, by a named position. Standard MOA of
October 2009: only those subject to a designated ICE supervisor may act. TFM form: an ICE
supervisory officer or a designated team leader.
"""

from datetime import date

from training.rules.periods import Period


def coverage(authorized_from: date, assigned_from: date, assigned_to: date) -> Period | None:
    """Met while the assignment lasts, from the authorization on; None where it ended before."""
    first = max(authorized_from, assigned_from)
    return Period(first, assigned_to) if first < assigned_to else None
