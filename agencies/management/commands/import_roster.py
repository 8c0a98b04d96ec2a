"""`manage.py import_roster --agency AGENCY FILE [--commit] [--strict] [--json]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import Viewer, acting_as
from agencies.management.agency_argument import HELP, agency_named
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
            "--agency", required=True, metavar="AGENCY", help=f"whose roster: {HELP}"
        )

    def take(self, file: File, *, commit: bool, strict: bool, **options: Any) -> Report:
        agency = agency_named(options["agency"])
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
