"""Who asks: users, roles, the viewer and the gate."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and what they may do."""

    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register the deployment check of row security."""
        from accounts.checks import row_security_stands

        register(row_security_stands, Tags.security, deploy=True)
