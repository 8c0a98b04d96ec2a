"""Agencies by what a person types."""

from accounts.viewer import Viewer
from agencies.geography import state_code
from agencies.models import Agency
from agencies.models.rows import name_key

SHOWN_MOST = 5


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
