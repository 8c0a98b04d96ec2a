"""Paging by key: a page begins after the last row of the one before. No OFFSET, no count(*).

A cursor is opaque text made of the sort key's values. One that cannot be read begins anew. Numbers
of the database stay inside: where rows are told apart by "pk", the cursor names the row's UUID.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Model, Q, QuerySet, Subquery


@dataclass(frozen=True)
class Page:
    """Some rows, the cursor that the next page begins after ("" on the last), and its own."""

    rows: list[Any]
    after: str
    began_after: str = ""

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before."""
        return not self.began_after

    @property
    def is_whole(self) -> bool:
        """Whether this page is all there is."""
        return self.is_first and not self.after


class Keyset:
    """A sort order that tells any two rows apart: names of columns, "-" in front for descending.

    The first column should lead an index; none may be null. "pk" asks for a model with a `uuid`.
    """

    def __init__(self, *names: str) -> None:
        self.order = names
        self.names = [name.lstrip("-") for name in names]

    def page(self, rows: QuerySet[Any, Any], after: str = "", size: int = 25) -> Page:
        """`size` rows that come after the cursor."""
        ordered = rows.order_by(*self.order)
        began = ""
        if values := _decoded(after, len(self.names)):
            try:
                ordered, began = ordered.filter(self._beyond(rows.model, values)), after
            except (ValidationError, ValueError, TypeError, FieldError):
                began = ""
        found = list(ordered[: size + 1])
        more = len(found) > size
        found = found[:size]
        return Page(found, self.cursor(found[-1]) if more else "", began)

    def every(self, rows: QuerySet[Any, Any], size: int = 2000) -> Iterator[Page]:
        """All rows, page by page: bounded memory whatever their number."""
        after = ""
        while True:
            page = self.page(rows, after, size)
            yield page
            if not page.after:
                return
            after = page.after

    def cursor(self, row: Any) -> str:
        """The cursor of a row."""
        values = [_read(row, name) for name in self.names]
        text = json.dumps([value if isinstance(value, int) else str(value) for value in values])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _beyond(self, model: type[Model], given: list[Any]) -> Q:
        values = [
            _number_of(model, value) if name == "pk" else value
            for name, value in zip(self.names, given, strict=True)
        ]
        condition = Q()
        for index, (name, order) in enumerate(zip(self.names, self.order, strict=True)):
            same = dict(zip(self.names[:index], values, strict=False))
            side = "lt" if order.startswith("-") else "gt"
            condition |= Q(**same, **{f"{name}__{side}": values[index]})
        # Redundant, and the part that an index can begin at.
        side = "lte" if self.order[0].startswith("-") else "gte"
        return Q(**{f"{self.names[0]}__{side}": values[0]}) & condition


def _number_of(model: type[Model], uuid: Any) -> Subquery:
    return Subquery(model._base_manager.filter(uuid=uuid).values("pk")[:1])


def _read(row: Any, name: str) -> Any:
    if name == "pk":
        name = "uuid"
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _decoded(cursor: str, length: int) -> list[Any] | None:
    if not cursor:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        values = json.loads(text)
    except (binascii.Error, ValueError):
        return None
    if not isinstance(values, list) or len(values) != length:
        return None
    if not all(isinstance(value, int | str) and "\0" not in str(value) for value in values):
        return None
    return values
