"""`manage.py forget_abandoned_files`: delete files that were checked and never imported."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.viewer import Viewer, acting_as
from intake.services.forgetting import KEPT_DAYS, forget_abandoned


class Command(BaseCommand):
    """For a daily timer. A new check does the same for the files that its viewer may see."""

    help = f"Delete the files of checks that led to no import for {KEPT_DAYS} days."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with acting_as(Viewer.system("forget abandoned files")) as viewer:
            count = forget_abandoned(viewer, timezone.now())
        self.stdout.write(f"{count:,} file{'' if count == 1 else 's'} deleted.")
