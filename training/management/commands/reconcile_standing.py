"""`manage.py reconcile_standing`: whether standing is what coverage adds up to, row by row."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from accounts.viewer import Viewer, acting_as
from training.selectors.standing import chunks, differences
from training.services.standing import restanding_once


class Command(BaseCommand):
    """Compares the stored rows with the computed ones, both ways, and mends them if asked."""

    help = "Compares standing with what it is computed from; exits 1 where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the size of a chunk, and whether to mend."""
        parser.add_argument("--chunk", type=int, default=5000, help="participations at once")
        parser.add_argument("--repair", action="store_true", help="compute anew what differs")

    def handle(self, *_args: Any, chunk: int, repair: bool, **_options: Any) -> None:
        """Go through all participations in chunks, each in a transaction of its own."""
        if chunk < 1:
            raise CommandError("A chunk has at least one participation.")
        viewer = Viewer.system("reconciling standing")
        asked, wrong = 0, set[int]()
        with acting_as(viewer):
            parts = chunks(chunk)
        for first, last, count in parts:
            with acting_as(viewer):
                found = differences(first, last)
                for row in found:
                    self.stdout.write(str(row))
                ids = {row.participation_id for row in found}
                if repair and ids:
                    with restanding_once() as anew:
                        anew.update(ids)
            asked, wrong = asked + count, wrong | ids
        words = f"{len(wrong)} of {asked} participations differ"
        if wrong and not repair:
            raise CommandError(f"{words}. Run it with --repair to compute them anew.")
        self.stdout.write(f"{words}{' and were computed anew' if wrong else ''}.")
