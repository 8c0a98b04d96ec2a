"""Certifications, authorizations and suspensions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from training.admin.search import ABOUT_OFFICER, HELP
from training.models import Authorization, Certification, Suspension


@admin.register(Certification)
class CertificationAdmin(ViewedAdmin):
    """Written certifications."""

    list_display = ("certificate_number", "participation", "certified_on", "course_version")
    list_filter = (("paper", admin.EmptyFieldListFilter),)
    date_hierarchy = "certified_on"
    search = ("certificate_number", *ABOUT_OFFICER)
    search_help_text = gettext_lazy(
        "A whole certificate number, the beginning of an officer's name or a whole badge number."
    )


@admin.register(Authorization)
class AuthorizationAdmin(ViewedAdmin):
    """Signed authorizations."""

    list_display = ("letter", "participation", "valid_from", "valid_to", "signed_by", "supervisor")
    list_filter = (
        ("superseded_at", admin.EmptyFieldListFilter),
        ("paper", admin.EmptyFieldListFilter),
    )
    date_hierarchy = "valid_from"
    search = ("letter", *ABOUT_OFFICER)
    search_help_text = gettext_lazy(
        "A whole letter number, the beginning of an officer's name or a whole badge number."
    )


@admin.register(Suspension)
class SuspensionAdmin(ViewedAdmin):
    """Suspensions of officers."""

    list_display = ("participation", "reason", "valid_from", "valid_to", "superseded_because")
    list_filter = ("reason", ("superseded_at", admin.EmptyFieldListFilter))
    date_hierarchy = "valid_from"
    search = ABOUT_OFFICER
    search_help_text = HELP
