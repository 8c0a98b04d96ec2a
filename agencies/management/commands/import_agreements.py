"""`manage.py import_agreements FILE [--commit] [--strict] [--json]`: ICE's list of agreements."""

from typing import Any

from django.core.management.base import CommandError

from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from agencies.services.agreement_import import import_agreements
from intake.command import ImportCommand
from intake.file import File
from intake.report import Report


class Command(ImportCommand):
    """Read ICE's workbook of participating agencies, or the same as CSV."""

    help = "Import ICE's list of participating agencies. Without --commit it is only checked."

    def take(self, file: File, *, commit: bool, strict: bool, **_options: Any) -> Report:
        with acting_as(Viewer.system("import agreements")) as viewer:
            try:
                return import_agreements(viewer, file, commit=commit, strict=strict)
            except Refused as error:
                raise CommandError(str(error), returncode=2) from error
