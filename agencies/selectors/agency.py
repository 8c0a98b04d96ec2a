"""Agencies by what a person types, and the day it is there."""

from datetime import date

from accounts.viewer import Viewer, day_in
from agencies.geography import state_code
from agencies.models import Agency
from agencies.models.rows import name_key

SHOWN_MOST = 5


def today_at(agency: Agency) -> date:
    """The day it is at the agency, wherever the one who asks may be.

    Acts, days that have come and days that have not are the agency's own: a national viewer in
    Washington neither waits for a day that Guam has reached nor allows one that it has not.
    """
    return day_in(agency.time_zone)


def agencies_called(viewer: Viewer, text: str) -> list[Agency]:
    """The agency of exactly that name, else those whose names begin so, five at most.

    A state may follow after a comma: "Cypress County Sheriff's Office, FL".
    """
    agencies = Agency.objects.visible_to(viewer)
    name, comma, after = text.rpartition(",")
    state = state_code(after) if comma else None
    if state is not None:
        agencies, text = agencies.filter(state=state), name
    exact = list(agencies.filter(name_key=name_key(text))[:SHOWN_MOST])
    return exact or list(agencies.named(text).order_by("name_key", "id")[:SHOWN_MOST])
