"""Waivers; asked for and decided on the officer's page, by two people."""

from django.contrib import admin

from accounts.admin.viewed import ViewedAdmin
from training.admin.search import ABOUT_OFFICER, HELP
from training.models import Waiver


@admin.register(Waiver)
class WaiverAdmin(ViewedAdmin):
    """Exceptions to one requirement, for a while."""

    list_display = (
        "participation", "kind", "reason", "decision", "valid_from", "valid_to", "decided_by",
    )  # fmt: skip
    list_filter = ("decision", "reason", "kind")
    date_hierarchy = "valid_from"
    search = ABOUT_OFFICER
    search_help_text = HELP
