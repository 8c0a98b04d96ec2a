"""`manage.py list_agreements [--json]`: every agreement on the books."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.viewer import Viewer, acting_as
from agencies.selectors.agreement import listed_agreements

WIDTHS = (("state", 5), ("agency", 56), ("county", 28), ("model", 5), ("signed", 10))


class Command(BaseCommand):
    """Print the agreements with their form revision and whether it was inferred."""

    help = "List every agreement: state, agency, county, model, signed, form revision, MOA link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON array")

    def handle(self, *_args: Any, **options: Any) -> None:
        with acting_as(Viewer.system("list agreements")) as viewer:
            agreements = listed_agreements(viewer)
        if options["json"]:
            self.stdout.write(json.dumps(agreements, ensure_ascii=False, indent=2))
            return
        for agreement in agreements:
            line = [f"{agreement[name]:{width}.{width}}" for name, width in WIDTHS]
            form = agreement["form_revision"] or "no form"
            inferred = " (inferred)" if agreement["inferred"] else ""
            self.stdout.write(f"{'  '.join(line)}  {form}{inferred}  {agreement['moa_url']}")
        self.stdout.write(f"{len(agreements):,} agreements")
