"""Agencies, agreements, officers and who belongs where."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """The parties and their people."""

    name = "agencies"
    verbose_name = _("Agencies")
