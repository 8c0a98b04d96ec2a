"""`manage.py import_results FILE [--commit] [--strict] [--json]`: attendance and scores."""

from typing import Any

from accounts.roles import REGISTRAR
from accounts.viewer import Viewer, acting_as
from intake.command import ImportCommand
from intake.file import File
from intake.report import Report
from training.services.results_import import import_results


class Command(ImportCommand):
    """Read the results of a class, in the shape of its download."""

    help = "Import attendance and scores of a class. Without --commit it is only checked."

    def take(self, file: File, *, commit: bool, strict: bool, **_options: Any) -> Report:
        viewer = Viewer(name="System", role=REGISTRAR, agency_ids=None, reason="import results")
        with acting_as(viewer):
            return import_results(viewer, file, commit=commit, strict=strict)
