"""Imports: what was brought in, by whom, and what became of it. The file is on its own page."""

from django.contrib import admin

from accounts.admin.viewed import ViewedAdmin
from intake.models import Import


@admin.register(Import)
class ImportAdmin(ViewedAdmin):
    """Files, their counts and their state; acts on them are done on their own pages."""

    list_display = (
        "file_name", "kind", "agency", "state", "created", "updated", "refused", "uploaded_by",
        "uploaded_at",
    )  # fmt: skip
    list_filter = ("kind", "state")
    date_hierarchy = "uploaded_at"
    search = ("file_name__istartswith", "sha256__istartswith")
    follows = ("agency", "uploaded_by")
    ordering = ("-id",)
    exclude = ("content", "findings", "refusals")
