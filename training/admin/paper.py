"""What papers from before this product say; an import brings it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from training.admin.search import ABOUT_OFFICER
from training.models import PaperRecord


@admin.register(PaperRecord)
class PaperRecordAdmin(ViewedAdmin):
    """Rows of training histories, word for word."""

    list_display = (
        "participation", "course", "class_id", "result", "signed_off_by", "signed_off_on",
        "document",
    )  # fmt: skip
    list_filter = ("result",)
    date_hierarchy = "signed_off_on"
    search = (*ABOUT_OFFICER, "class_id__iexact")
    search_help_text = gettext_lazy(
        "The beginning of an officer's name, a whole badge number or a whole class ID."
    )
