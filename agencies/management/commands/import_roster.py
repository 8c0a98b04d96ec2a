"""`manage.py import_roster --agency (ORI, id or ST/name) FILE [--commit] [--strict] [--json]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Q

from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import Viewer, acting_as
from agencies.models import Agency
from agencies.names import name_key
from agencies.services.roster_import import import_roster
from intake.command import ImportCommand
from intake.file import File
from intake.report import Report


class Command(ImportCommand):
    """Read an agency's list of officers."""

    help = "Import the roster of one agency. Without --commit it is only checked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--agency", required=True, help='whose roster: its ORI, its id, or "ST/name"'
        )

    def take(self, file: File, *, commit: bool, strict: bool, **options: Any) -> Report:
        agency = _agency(options["agency"])
        viewer = Viewer(
            name="System",
            role=AGENCY_ADMINISTRATOR,
            agency_ids=frozenset({agency.pk}),
            zone=agency.time_zone,
            reason="import roster",
        )
        with acting_as(viewer):
            try:
                return import_roster(viewer, agency, file, commit=commit, strict=strict)
            except Refused as error:
                raise CommandError(str(error), returncode=2) from error


def _agency(text: str) -> Agency:
    """The agency that is meant; a number is an id, nine characters are an ORI."""
    state, slash, name = text.partition("/")
    if slash:
        wanted = Q(state=state.strip().upper(), name_key=name_key(name))
    elif text.isdigit() and len(text) < 9:
        wanted = Q(pk=int(text))
    else:
        wanted = Q(ori=text.strip().upper())
    with acting_as(Viewer.system("import roster")):
        agency = Agency.objects.filter(wanted).first()
    if agency is None:
        raise CommandError(
            f'There is no agency "{text}": give its ORI, its id, or state and name, such as'
            ' "FL/Cypress County Sheriff\'s Office".',
            returncode=2,
        )
    found: Agency = agency
    return found
