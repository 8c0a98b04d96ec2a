"""`manage.py detect_conflicts`: look through all records for what contradicts itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from accounts.viewer import Viewer, acting_as
from agencies.management.agency_argument import HELP, agency_named
from training.models import Participation
from training.services.conflict import CHUNK, detect


class Command(BaseCommand):
    """Flags what contradicts; running it again flags nothing twice."""

    help = "Compares all records, or those of one agency, and flags what contradicts itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the agency."""
        parser.add_argument("--agency", metavar="AGENCY", help=f"only this agency: {HELP}")

    def handle(self, *_args: Any, agency: str | None, **_options: Any) -> None:
        """Go through the participations in chunks, each in a transaction of its own."""
        viewer = Viewer.system("looking for records that contradict each other")
        with acting_as(viewer):
            rows = Participation.objects.order_by("pk")
            if agency is not None:
                rows = rows.filter(agency=agency_named(agency))
            ids = list(rows.values_list("pk", flat=True))
        found = 0
        for first in range(0, len(ids), CHUNK):
            with acting_as(viewer):
                found += detect(viewer, ids[first : first + CHUNK])
        self.stdout.write(f"{found} new conflicts in {len(ids)} participations.")
