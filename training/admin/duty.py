"""What agreements ask of agencies themselves; recorded on the agreement's page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from training.models import DutyDone


@admin.register(DutyDone)
class DutyDoneAdmin(ViewedAdmin):
    """Meetings, reviews, lists and posters, each with its document."""

    list_display = (
        "agreement", "kind", "done_on", "evidence", "recorded_by", "superseded_because",
    )  # fmt: skip
    list_filter = ("kind", ("superseded_at", admin.EmptyFieldListFilter))
    date_hierarchy = "done_on"
    search = ("agency__name_key__begins",)
    search_help_text = gettext_lazy("The beginning of an agency's name.")
