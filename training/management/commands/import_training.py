"""`manage.py import_training FILE [--commit] [--strict] [--json]`: training from before."""

from typing import Any

from accounts.viewer import Viewer, acting_as
from intake.command import ImportCommand
from intake.file import File
from intake.report import Report
from training.services.history_import import import_training


class Command(ImportCommand):
    """Read training history from a CSV file or a workbook."""

    help = "Import training history, one row an officer and course. Without --commit only checked."

    def take(self, file: File, *, commit: bool, strict: bool, **_options: Any) -> Report:
        with acting_as(Viewer.system("import training")) as viewer:
            return import_training(viewer, file, commit=commit, strict=strict)
