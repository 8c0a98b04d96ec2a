"""`manage.py load_reference`: form revisions, courses and rule sets from the project's files."""

from typing import Any

from django.apps import apps
from django.core.management import BaseCommand, CommandError

from accounts.viewer import Viewer, acting_as
from training.reference import BadReferenceData, load_reference


class Command(BaseCommand):
    """Bring the reference tables to what the files say; running it again changes nothing."""

    help = "Loads form revisions, courses and rule sets from the project's TOML files."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load everything or nothing, and say what changed."""
        try:
            with acting_as(Viewer.system("loading reference data")):
                loaded = load_reference(apps)
        except BadReferenceData as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{loaded.added} added, {loaded.changed} changed, {loaded.unchanged} unchanged."
        )
