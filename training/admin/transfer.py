"""Training that officers brought along."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from training.models import BroughtTraining


@admin.register(BroughtTraining)
class BroughtTrainingAdmin(ViewedAdmin):
    """Certifications of an earlier agency, as the receiving agency sees them."""

    list_display = (
        "officer", "agency", "from_agency_name", "model", "certificate_number", "certified_on",
    )  # fmt: skip
    list_filter = ("model", "is_imported")
    date_hierarchy = "certified_on"
    search = ("officer__name_key__begins", "certificate_number", "agency__name_key__begins")
    search_help_text = gettext_lazy(
        "The beginning of an officer's or the receiving agency's name, or a whole certificate"
        " number."
    )
