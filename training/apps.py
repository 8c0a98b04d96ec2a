"""Courses, classes, sign-off, certification, authorization, rules and coverage."""

from datetime import date

from django.apps import AppConfig
from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from training.rules import words


class TrainingConfig(AppConfig):
    """Training and what follows from it."""

    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Make the files known that hold this app's records, and let the rules, which know no
        Django, speak the reader's language."""
        from intake.kinds import declare
        from training.services.class_import import CLASSES
        from training.services.history_import import TRAINING
        from training.services.results_import import RESULTS

        for kind in (CLASSES, TRAINING, RESULTS):
            declare(kind)
        words.speak_with(gettext, ngettext, _day_in_words)


def _day_in_words(day: date) -> str:
    return formats.date_format(day, "j M Y")
