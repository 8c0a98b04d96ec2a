"""Officers and their appointments: kept by their agency, looked at here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin, ViewedInline
from agencies.models import Appointment, Officer

HELP = gettext_lazy("The beginning of an officer's name, last name first, or a whole badge number.")


class AppointmentInline(ViewedInline):
    """Where an officer serves and served."""

    model = Appointment
    fields = readonly_fields = ("agency", "badge_number", "rank", "valid_from", "valid_to")


@admin.register(Officer)
class OfficerAdmin(ViewedAdmin):
    """Officers, found by the beginning of the name or by a badge of any time."""

    list_display = ("last_name", "first_name", "agency", "law_enforcement_since")
    list_filter = ("agency__state",)
    search = ("name_key__begins", "appointments__badge_number")
    search_help_text = HELP
    inlines = (AppointmentInline,)


@admin.register(Appointment)
class AppointmentAdmin(ViewedAdmin):
    """Appointments, found by the officer's name or the whole badge number."""

    list_display = ("officer", "agency", "badge_number", "rank", "valid_from", "valid_to")
    list_filter = ("agency__state",)
    date_hierarchy = "valid_from"
    search = ("officer__name_key__begins", "badge_number")
    search_help_text = HELP
    follows = ("agency",)
