"""Dashboards, reports and exports: reads, never writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Figures out."""

    name = "reports"
    verbose_name = _("Reports")
