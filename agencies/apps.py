"""Agencies, agreements, officers and who belongs where."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """The parties and their people."""

    name = "agencies"
    verbose_name = _("Agencies")

    def ready(self) -> None:
        """Make the files known that hold this app's records."""
        from agencies.services.agency_import import AGENCIES
        from agencies.services.agreement_import import AGREEMENTS
        from agencies.services.roster_import import ROSTER
        from intake.kinds import declare

        for kind in (ROSTER, AGREEMENTS, AGENCIES):
            declare(kind)
