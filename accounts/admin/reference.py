"""Reference data in and out as CSV, with the permissions of the administration pages.

The library shows what a file would do before anything is written. Rows are added and changed,
never deleted, and each one is recognized by what people call it, not by a number of this database.
"""

import re
from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin, ImportExportMixin
from import_export.formats.base_formats import CSV
from import_export.resources import Diff, ModelResource, modelresource_factory
from import_export.tmp_storages import CacheStorage
from import_export.widgets import ForeignKeyWidget

from accounts.admin.viewed import EditableAdmin


class NamedKeyWidget(ForeignKeyWidget):
    """A foreign key written by the columns that name the row: "BASIC, 2024"."""

    def __init__(self, model: type[models.Model], names: tuple[str, ...]) -> None:
        super().__init__(model, field=names[0])
        self.names = names

    def clean(self, value: Any, row: Any = None, **_options: Any) -> models.Model | None:  # noqa: ARG002
        """The row of that name; the library shows the refusal where there is none."""
        if not value:
            return None
        parts = [part.strip() for part in str(value).split(",", len(self.names) - 1)]
        found: models.Model = self.model._default_manager.get(
            **dict(zip(self.names, parts, strict=True))
        )
        return found

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:  # noqa: ARG002
        """Its name."""
        return ", ".join(str(_at(value, name)) for name in self.names) if value else ""


def _at(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row


class PlainDiff(Diff):
    """Old and new as the library marks them, without its inline colors, which no page allows."""

    def as_html(self) -> list[str]:
        """The marked values of a row."""
        return [mark_safe(_STYLE.sub("", text)) for text in super().as_html()]  # noqa: S308


_STYLE = re.compile(r'(?<=<ins|<del) style="[^"]*"')


class ReferenceResource(ModelResource):
    """Rows of one table, each checked as its page checks it."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        """How a change is shown."""
        return PlainDiff

    def after_import(self, dataset: Any, result: Any, **_options: Any) -> None:
        """Leave the sequences alone: no file brings ids, and no role of the web may set them."""


class ExportableAdmin(ExportMixin, EditableAdmin):
    """Rows that are taken out as CSV; what brings them in is an importer of its own."""

    columns: ClassVar[tuple[str, ...]] = ()
    recognized_by: ClassVar[tuple[str, ...]] = ()
    formats: ClassVar[list[Any]] = [CSV]

    def get_resource_classes(self, request: HttpRequest, **_options: Any) -> list[Any]:  # noqa: ARG002
        """One resource: these columns, foreign keys by name."""
        return [
            modelresource_factory(
                self.model,
                ReferenceResource,
                meta_options={"fields": self.columns, "import_id_fields": self.recognized_by},
                custom_fields=self.custom_fields(),
            )
        ]

    def custom_fields(self) -> dict[str, Any]:
        """Columns that are not written as they are kept."""
        return {}

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who sees the rows may take them."""
        return self.has_view_permission(request)


class ReferenceAdmin(ImportExportMixin, ExportableAdmin):
    """Rows that are brought in too, by those who may add and change them one by one."""

    tmp_storage_class = CacheStorage

    def has_import_permission(self, request: HttpRequest) -> bool:
        """The viewer's permission and the database's grants, as for a single row."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Say so where nothing was written after all: somebody was quicker since the check."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(
                request, _("Nothing was written: the records changed. Check the file again.")
            )
            opts = self.opts
            return redirect(f"admin:{opts.app_label}_{opts.model_name}_import")
        answer: HttpResponse = super().process_result(result, request)
        return answer
