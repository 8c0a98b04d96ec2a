"""The background check: the result and its date, nothing else.

R3. JEM form, Nomination of personnel: ICE investigates and decides before any duty. WSO and TFM
forms: ICE may. Standard MOA of October 2009: the agency's own check is at most five years old, and
ICE makes one too. R4: a re-check after five years is advised (assumed), so it ends coverage only
where a rule set makes it binding by `recheck_months`.
"""

from datetime import date

from training.rules.parameters import Parameters, number
from training.rules.periods import FOREVER, Period, add_months


def coverage(checked_on: date, parameters: Parameters) -> Period:
    """Met from the day of the result; until the re-check is due, where one is binding."""
    months = number(parameters, "recheck_months")
    return Period(checked_on, FOREVER if months is None else add_months(checked_on, months))
