"""Officers and their appointments: kept by their agency, looked at here."""

from django.contrib import admin

from accounts.admin.viewed import ViewedAdmin, ViewedInline
from agencies.models import Appointment, Officer


class AppointmentInline(ViewedInline):
    """Where an officer serves and served."""

    model = Appointment
    fields = readonly_fields = ("agency", "badge_number", "rank", "valid_from", "valid_to")


@admin.register(Officer)
class OfficerAdmin(ViewedAdmin):
    """Officers, found by the beginning of the name: last name first."""

    list_display = ("last_name", "first_name", "agency", "law_enforcement_since")
    search = ("name_key__begins",)
    inlines = (AppointmentInline,)


@admin.register(Appointment)
class AppointmentAdmin(ViewedAdmin):
    """Appointments, found by the officer's name or the whole badge number."""

    list_display = ("officer", "agency", "badge_number", "rank", "valid_from", "valid_to")
    search = ("officer__name_key__begins",)
    follows = ("agency",)
