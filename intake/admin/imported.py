"""Imports: what was brought in, by whom, and what became of it. The file is on its own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from intake.kinds import every_kind
from intake.models import Import


class KindFilter(admin.SimpleListFilter):
    """The kinds of files that the product knows; what the table holds is not asked."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """Each kind by its title."""
        return [(kind.name, str(kind.title)) for kind in every_kind()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        """Imports of the kind chosen."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Import)
class ImportAdmin(ViewedAdmin):
    """Files, their counts and their state; acts on them are done on their own pages."""

    list_display = (
        "file_name", "kind", "agency", "state", "created", "updated", "refused", "uploaded_by",
        "uploaded_at",
    )  # fmt: skip
    list_filter = (KindFilter, "state")
    date_hierarchy = "uploaded_at"
    search = ("file_name__istartswith", "sha256__startswith", "agency__name_key__begins")
    search_help_text = gettext_lazy(
        "The beginning of a file's or an agency's name, or of the file's SHA-256."
    )
    follows = ("agency", "uploaded_by")
    ordering = ("-id",)
    exclude = ("content", "findings", "refusals")
