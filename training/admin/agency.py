"""Agencies in the admin, once more: whoever supervises an agency follows its field office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.viewed import viewer_of
from agencies.admin.agency import AgencyAdmin
from agencies.models import Agency
from training.services.supervisor import follow_field_office

admin.site.unregister(Agency)


@admin.register(Agency)
class SupervisedAgencyAdmin(AgencyAdmin):
    """Coverage of the named supervisor moves with the agency's field office."""

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        """Save, and let coverage follow in the same transaction."""
        super().save_model(request, obj, form, change)
        if change and "field_office" in form.changed_data:
            follow_field_office(viewer_of(request), obj)
