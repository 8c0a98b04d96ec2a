"""Reading spreadsheets: the machinery, knowing no domain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Files in."""

    name = "intake"
    verbose_name = _("Intake")
