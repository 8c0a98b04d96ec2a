"""Who asks: users, roles, the viewer and the gate."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and what they may do."""

    name = "accounts"
    verbose_name = _("People")
