"""Field offices and agencies."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from import_export.fields import Field

from accounts.admin.reference import ExportableAdmin, NamedKeyWidget, ReferenceAdmin
from agencies.models import Agency, FieldOffice
from agencies.models.rows import name_key


@admin.register(FieldOffice)
class FieldOfficeAdmin(ReferenceAdmin):
    """The offices that supervise."""

    columns = recognized_by = ("name",)

    search = ("name__istartswith",)
    search_help_text = gettext_lazy("The beginning of a name.")
    no_filter = "Some twenty-five offices, which have nothing but a name."
    ordering = ("name",)


@admin.register(Agency)
class AgencyAdmin(ExportableAdmin):
    """Agencies of ICE's list and others. The FBI's and ICE's lists bring them in."""

    columns = (
        "ori", "name", "state", "county", "kind", "fbi_name", "field_office", "time_zone",
        "is_invented",
    )  # fmt: skip

    list_display = ("name", "state", "county", "kind", "field_office", "is_invented")
    list_filter = ("kind", "is_invented", "state")
    search = ("name_key__begins", "ori__iexact", "county__istartswith")
    search_help_text = gettext_lazy(
        "The beginning of an agency's or a county's name, or a whole ORI."
    )
    fields = ("name", "state", "county", "kind", "ori", "field_office", "time_zone", "is_invented")

    def custom_fields(self) -> dict[str, Any]:
        """The field office by its name."""
        office = NamedKeyWidget(FieldOffice, ("name",))
        return {"field_office": Field("field_office", "field_office", office)}

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        """The key by which agencies are sorted and found follows the name."""
        obj.name_key = name_key(obj.name)
        obj.ori = obj.ori or None
        super().save_model(request, obj, form, change)
