"""How every command names one agency: by its ORI, its id, or state and name."""

from uuid import UUID

from django.core.management.base import CommandError
from django.db.models import Q

from accounts.viewer import Viewer, acting_as
from agencies.models import Agency
from agencies.names import name_key

# An agency of the demo, whole, so that it works when copied.
EXAMPLE = '"FL/Cypress County Sheriff\'s Office (example)"'
HELP = f"its ORI, its id (as in its address), or state and name: {EXAMPLE}"


def agency_named(text: str) -> Agency:
    """The agency that is meant; `CommandError` where there is none."""
    with acting_as(Viewer.system("naming an agency")):
        agency: Agency | None = Agency.objects.filter(_meant(text)).first()
    if agency is None:
        raise CommandError(
            f'There is no agency "{text}": give its ORI, its id, or state and name, such as'
            f" {EXAMPLE}.",
            returncode=2,
        )
    return agency


def _meant(text: str) -> Q:
    state, slash, name = text.partition("/")
    if slash:
        return Q(state=state.strip().upper(), name_key=name_key(name))
    if text.isdigit() and len(text) < 9:  # an ORI has nine characters
        return Q(pk=int(text))
    try:
        return Q(uuid=UUID(text))
    except ValueError:
        return Q(ori=text.strip().upper())
