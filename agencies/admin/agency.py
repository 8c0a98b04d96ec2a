"""Field offices and agencies."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.viewed import EditableAdmin
from agencies.models import Agency, FieldOffice
from agencies.models.rows import name_key


@admin.register(FieldOffice)
class FieldOfficeAdmin(EditableAdmin):
    """The offices that supervise."""

    search = ("name__istartswith",)
    ordering = ("name",)


@admin.register(Agency)
class AgencyAdmin(EditableAdmin):
    """Agencies of ICE's list and others."""

    list_display = ("name", "state", "county", "kind", "field_office", "is_invented")
    list_filter = ("kind", "is_invented", "state")
    search = ("name_key__begins", "ori__iexact")
    fields = ("name", "state", "county", "kind", "ori", "field_office", "time_zone", "is_invented")

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        """The key by which agencies are sorted and found follows the name."""
        obj.name_key = name_key(obj.name)
        obj.ori = obj.ori or None
        super().save_model(request, obj, form, change)
