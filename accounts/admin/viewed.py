"""What every administration page has in common: permissions, visible rows, lists that stay fast.

The viewer's permission opens a page, and the database's own grants decide whether it has buttons.
Lists show fifty rows, newest first, count no further than they page, and follow every foreign key
that they print in the same query.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.admin.history import entries_of
from accounts.permissions import Permission
from accounts.row_security import rows_of
from accounts.row_security_audit import privileges
from accounts.viewer import Viewer

PAGE = 50
# A list counts and pages so far: who looks for more than this searches.
MOST = 2000


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks; the middleware has put the viewer on the request."""
    return request.viewer  # type: ignore[attr-defined,no-any-return]


class AtLeast(int):
    """A count that was not carried further; shown with a plus sign."""

    def __str__(self) -> str:
        return f"{int(self)}+"


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than `MOST`: a national `count(*)` reads the whole table."""

    @cached_property
    def count(self) -> int:
        """How many rows can be paged to."""
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        found = int(rows.order_by()[:MOST].count())
        return AtLeast(found) if found == MOST else found


class ViewerPermissions:
    """Permissions from the viewer and from the database's grants, in place of Django's own."""

    # Whether staff write such rows here at all, whether they begin here, and whether they may be
    # taken away again.
    editable: ClassVar[bool] = False
    addable: ClassVar[bool] = True
    deletable: ClassVar[bool] = False
    model: type[models.Model]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return viewer_of(request).may(Permission.ADMINISTER)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return viewer_of(request).may(Permission.ADMINISTER)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return self.editable and self.addable and self._may(request, "insert")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return self.editable and self._may(request, "update")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return self.deletable and self._may(request, "delete")

    def _may(self, request: HttpRequest, word: str) -> bool:
        granted = privileges(rows_of(self.model).national_writes)
        return viewer_of(request).may(Permission.ADMINISTER) and (word, None) in granted


def _end(field: Any) -> Callable[[Any], Any]:
    @admin.display(description=field.verbose_name)
    def end(row: Any) -> Any:
        day = getattr(row, field.name)
        return _("No end") if day == date.max else day

    end.__name__ = field.name
    return end


class ViewedAdmin(ViewerPermissions, admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows to look at. `EditableAdmin` is for those that staff write.

    `search` holds look-ups that an index answers: one that ends in `__begins` is compared with
    the text in lower case, any other as it stands. `follows` names the foreign keys that
    `__str__` prints, so that lists that show such a row bring them along. A filter's choices are
    few and fixed; whatever grows is searched for. `no_filter` says why a list has none.
    """

    search: ClassVar[Sequence[str]] = ()
    follows: ClassVar[Sequence[str]] = ()
    no_filter: ClassVar[str] = ""
    paginator = BoundedPaginator
    list_per_page = PAGE
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # counting each choice reads the whole table
    ordering: ClassVar[Any] = ("-pk",)
    sortable_by: ClassVar[Any] = ()
    save_on_top = False
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        self.search_fields = tuple(self.search)  # type: ignore[misc]
        super().__init__(model, admin_site)

    # --- lists -------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        visible_to = getattr(rows, "visible_to", None)
        return visible_to(viewer_of(request)) if visible_to else rows

    def get_list_display(self, request: HttpRequest) -> Any:
        declared = super().get_list_display(request)
        if tuple(declared) == ("__str__",):
            columns = [f.name for f in self._columns() if not isinstance(f, models.TextField)]
            declared = ("__str__", *columns[:6])
        return tuple(self._worded(column) for column in declared)

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Every foreign key in a column, and what the texts of both print."""
        paths = set(self.follows)
        for column in self.get_list_display(request):
            field = self._foreign_key(column)
            if field is not None:
                paths.add(field.name)
                other = self.admin_site._registry.get(field.related_model)
                paths |= {f"{field.name}__{path}" for path in getattr(other, "follows", ())}
        return sorted(paths) or []

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002
        queryset: QuerySet[Any],
        search_term: str,
    ) -> tuple[QuerySet[Any], bool]:
        text = " ".join(search_term.split())
        if not text:
            return queryset, False
        # A name is compared without the comma that pages print in it.
        folded = " ".join(text.replace(",", " ").casefold().split())
        # Among what the list's filters leave. A letter finds half the nation: of so many the first
        # are looked at, and more letters help.
        found = [
            queryset.order_by()
            .filter(**{path: folded if path.endswith("__begins") else text})
            .values("pk")[:MOST]
            for path in self.search
        ]
        # Each look-up has its index; in one condition with others it would read the whole table.
        return queryset.filter(pk__in=found[0].union(*found[1:]) if found else ()), False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # rows are taken away one by one, or never
        return actions

    # --- one row -----------------------------------------------------------------------------

    def get_autocomplete_fields(self, _request: HttpRequest) -> list[str]:
        """Every foreign key to something that can be searched: no list is ever unbounded."""
        fields = [*self.opts.fields, *self.opts.many_to_many]
        return [f.name for f in fields if self._is_searchable(f)]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.fields or self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        return [field.name for field in self._columns()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj) or self.fields:
            return super().get_readonly_fields(request, obj)
        return [field.name for field in self._columns()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the database itself wrote down about the row, newest first."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % row,
            "subtitle": None,
            "entries": entries_of(row),
            "opts": self.opts,
            "object": row,
            "module_name": self.opts.verbose_name_plural,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def _columns(self) -> list[Any]:
        return [f for f in self.opts.concrete_fields if not f.primary_key and f.name != "uuid"]

    def _worded(self, column: Any) -> Any:
        """A column of ends says "No end" in the place of the last day that there is."""
        fields = {field.name: field for field in self.opts.fields}
        field = fields.get(column) if isinstance(column, str) else None
        return column if field is None or field.default != date.max else _end(field)

    def _foreign_key(self, column: Any) -> Any:
        if not isinstance(column, str) or column not in {f.name for f in self.opts.fields}:
            return None
        field = self.opts.get_field(column)
        return field if isinstance(field, models.ForeignKey) else None

    def _is_searchable(self, field: Any) -> bool:
        other = self.admin_site._registry.get(field.related_model) if field.is_relation else None
        return isinstance(other, ViewedAdmin) and bool(other.search)


class EditableAdmin(ViewedAdmin):
    """Rows that staff add and change where the database grants it."""

    editable = True


class ViewedInline(ViewerPermissions, admin.TabularInline):  # type: ignore[type-arg]
    """Rows shown on the page of what they belong to."""

    extra = 0
    show_change_link = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A field in a row has no label of its own: the column's head is its name."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", str(field.label))
        return field
