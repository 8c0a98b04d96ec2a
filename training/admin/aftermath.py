"""What an end of authority leaves to do; recorded on the officer's page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from training.admin.search import ABOUT_OFFICER, HELP
from training.models import CredentialReturn, Notice


@admin.register(CredentialReturn)
class CredentialReturnAdmin(ViewedAdmin):
    """Credentials that are to come back."""

    list_display = ("participation", "opened_on", "returned_on", "returned_to")
    list_filter = (("returned_on", admin.EmptyFieldListFilter),)
    date_hierarchy = "opened_on"
    search = ABOUT_OFFICER
    search_help_text = HELP


@admin.register(Notice)
class NoticeAdmin(ViewedAdmin):
    """Notices with their clock, about an officer or an agreement."""

    list_display = ("kind", "participation", "agency", "due_at", "sent_at", "sent_by")
    list_filter = ("kind", ("sent_at", admin.EmptyFieldListFilter))
    date_hierarchy = "due_at"
    search = (*ABOUT_OFFICER, "agency__name_key__begins")
    search_help_text = gettext_lazy(
        "The beginning of an officer's or an agency's name, or a whole badge number."
    )
