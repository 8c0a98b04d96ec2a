"""Names that may be a known agency's; they are answered on the page Names to compare."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from agencies.models import AgencyMatch


@admin.register(AgencyMatch)
class AgencyMatchAdmin(ViewedAdmin):
    """What was asked about a name in a list, and what a person answered."""

    list_display = ("name", "state", "known", "score", "answer", "answered_by", "asked_at")
    list_filter = ("answer", "state")
    date_hierarchy = "asked_at"
    search = ("name_key__begins", "known__name_key__begins", "ori__iexact")
    search_help_text = gettext_lazy("The beginning of either name, or a whole ORI.")
