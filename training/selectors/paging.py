"""One page of rows that wait, by a day or moment and the row's number: no counting, no skipping."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

PAGE = 25

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the key under which the next ones are asked for; "" where there are none."""

    rows: list[Row]
    after: str
    is_first: bool


def page_by(
    rows: QuerySet[Row],
    field: str,
    read: Callable[[str], date] | Callable[[str], datetime],
    after: str,
    *,
    newest_first: bool = False,
) -> Page[Row]:
    """The next rows by `field`, oldest first by default. One query.

    `read` makes of the key's text what the field holds; a mangled key begins at the start.
    """
    key = _key(after, read)
    if key is not None:
        at, pk = key
        way = "lt" if newest_first else "gt"
        rows = rows.filter(Q(**{f"{field}__{way}": at}) | Q(**{field: at, f"pk__{way}": pk}))
    order = (f"-{field}", "-pk") if newest_first else (field, "pk")
    found = list(rows.order_by(*order)[: PAGE + 1])
    shown = found[:PAGE]
    more = len(found) > PAGE
    next_key = f"{getattr(shown[-1], field).isoformat()}~{shown[-1].pk}" if more else ""
    return Page(shown, next_key, key is None)


def _key(after: str, read: Callable[[str], Any]) -> tuple[Any, int] | None:
    at, _, pk = after.partition("~")
    try:
        return read(at), int(pk)
    except ValueError:
        return None
