"""`manage.py load_demo`: ICE's real agencies and agreements, and invented officers elsewhere."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.viewer import Viewer, acting_as, day_in
from demo.build import EARLIEST, build
from demo.listed import import_list, strangers

SEED = 287


class Command(BaseCommand):
    """Fill an empty database with the demo; the same seed and day give the same data."""

    help = "Load the demo data: ICE's list, and synthetic officers at invented agencies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the seed, the day, and leave to do nothing."""
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing where the demo is loaded already"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="what the data are drawn from")
        parser.add_argument(
            "--today",
            type=_day,
            help="the day that counts as today, YYYY-MM-DD",
        )

    def handle(
        self, *_args: Any, if_missing: bool, seed: int, today: date | None, **_options: Any
    ) -> None:
        """Check that nothing real is in the way, then write everything in one transaction."""
        if not settings.DEMO:
            raise CommandError("The demo is switched off: set G287_DEMO=1 to load demo data.")
        today = today or day_in(settings.TIME_ZONE)
        if today < EARLIEST:
            raise CommandError(f"The demo needs a day from {EARLIEST} on: forms of 2025 are in it.")
        with acting_as(Viewer.system("demo data")) as viewer:
            found = strangers()
            if found.demo and if_missing:
                self.stdout.write("The demo data are loaded already.")
                return
            if found.demo:
                raise CommandError("The demo data are loaded already: there is nothing to do.")
            if found.words:
                raise CommandError(
                    f"This database holds {found.words}: demo data go into a database of their"
                    " own. Start another one, or set G287_DEMO=0."
                )
            listed = import_list(viewer)
            built = build(viewer, seed, today)
        self.stdout.write(
            f"Loaded {listed} agreements of ICE's list, and {built.officers} synthetic officers at"
            f" {built.agencies} invented agencies."
        )


def _day(text: str) -> date:
    return date.fromisoformat(text)
