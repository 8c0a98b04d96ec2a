"""The supervisor's evaluation of an authorized officer's work.

R21. JEM and WSO forms: ICE reviews on an ongoing basis; TFM form: the ICE supervisory officer or
team leader evaluates every certified officer. No form states an interval: 90 days is assumed.
"""

from datetime import date

from training.rules.parameters import Parameters, needed
from training.rules.periods import Period, add_days


def coverage(evaluated_on: date, parameters: Parameters) -> Period:
    """Met from an evaluation until the next one is due; also from the authorization itself."""
    return Period(evaluated_on, add_days(evaluated_on, needed(parameters, "days")))
