"""Certifications, authorizations and suspensions."""

from django.contrib import admin

from accounts.admin.viewed import ViewedAdmin
from training.models import Authorization, Certification, Suspension


@admin.register(Certification)
class CertificationAdmin(ViewedAdmin):
    """Written certifications."""

    list_display = ("certificate_number", "participation", "certified_on", "course_version")
    list_filter = (("paper", admin.EmptyFieldListFilter),)
    date_hierarchy = "certified_on"
    search = ("certificate_number", "participation__officer__name_key__begins")


@admin.register(Authorization)
class AuthorizationAdmin(ViewedAdmin):
    """Signed authorizations."""

    list_display = ("letter", "participation", "valid_from", "valid_to", "signed_by", "supervisor")
    date_hierarchy = "valid_from"
    search = ("participation__officer__name_key__begins",)


@admin.register(Suspension)
class SuspensionAdmin(ViewedAdmin):
    """Suspensions of officers."""

    list_display = ("participation", "reason", "valid_from", "valid_to", "superseded_because")
    list_filter = ("reason",)
    search = ("participation__officer__name_key__begins",)
