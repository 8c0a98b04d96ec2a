"""`manage.py import_agencies FILE [--commit] [--strict] [--json]`: the FBI's list of agencies."""

from typing import Any

from accounts.viewer import Viewer, acting_as
from agencies.services.agency_import import import_agencies
from intake.command import ImportCommand
from intake.file import File
from intake.report import Report


class Command(ImportCommand):
    """Read the FBI's list of law enforcement agencies, as CSV or as a workbook."""

    help = "Import the FBI's list of agencies by ORI. Without --commit it is only checked."

    def take(self, file: File, *, commit: bool, strict: bool, **_options: Any) -> Report:
        with acting_as(Viewer.system("import agencies")) as viewer:
            return import_agencies(viewer, file, commit=commit, strict=strict)
