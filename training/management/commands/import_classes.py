"""`manage.py import_classes FILE [--commit] [--strict] [--json]`: classes of the past."""

from typing import Any

from accounts.viewer import Viewer, acting_as
from intake.command import ImportCommand
from intake.file import File
from intake.report import Report
from training.services.class_import import import_classes


class Command(ImportCommand):
    """Read ICE's State Training Summary, as CSV or as a workbook."""

    help = "Import past classes by their ID. Without --commit it is only checked."

    def take(self, file: File, *, commit: bool, strict: bool, **_options: Any) -> Report:
        with acting_as(Viewer.system("import classes")) as viewer:
            return import_classes(viewer, file, commit=commit, strict=strict)
