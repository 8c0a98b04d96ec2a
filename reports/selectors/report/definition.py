"""What a report is: a title, one sentence, filters, columns and rows. The viewer comes first.

The page and the file are made from the same rows, so they cannot disagree.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.keyset import Page
from accounts.viewer import Viewer
from agencies.models import Agency
from agencies.models.rows import name_key
from agencies.selectors.as_recorded import agencies_in_state
from reports.selectors.compliance import Tally
from training.models import Participation

FILE_PAGE = 2000


@dataclass(frozen=True)
class Column:
    """A column: `key` heads it in the file, `label` on the page. `kind` says how it is shown."""

    key: str
    label: Any
    kind: str = "text"


@dataclass(frozen=True)
class ReportFilters:
    """What a report is narrowed to, the day it is asked for, and when that was known."""

    on: date
    known: datetime | None = None
    q: str = ""
    state: str = ""
    model: str = ""
    in_force: str = ""
    form: str = ""
    days: int = 90
    agency: Agency | None = None


@dataclass(frozen=True)
class Row:
    """One row: values in the order of the columns, addresses by position, a note for the file."""

    values: list[Any]
    urls: Mapping[int, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """The answer above the table: a number, its words, and what can be drawn of it."""

    number: str
    words: str
    note: str = ""
    tally: Tally | None = None
    windows: Mapping[int, int] | None = None
    by_state: Mapping[str, int] = field(default_factory=dict)
    by_model: list[tuple[str, Any, Tally]] = field(default_factory=list)


class Report(ABC):
    """One report."""

    slug: ClassVar[str]
    title: ClassVar[Any]
    definition: ClassVar[Any]
    filters: ClassVar[tuple[str, ...]]
    columns: ClassVar[tuple[Column, ...]]
    empty: ClassVar[Any]

    def asked_of(self, viewer: Viewer, filters: ReportFilters) -> QuerySet[Participation]:
        """The participations of which it is asked, whatever their standing."""
        rows = Participation.objects.visible_to(viewer)
        if filters.agency is not None:
            rows = rows.filter(agency=filters.agency)
        if filters.model:
            rows = rows.filter(model=filters.model)
        if filters.state:
            rows = rows.filter(agency__in=agencies_in_state(filters.state, filters.known))
        if filters.q:
            rows = rows.filter(agency__name_key__begins=name_key(filters.q))
        return rows

    @abstractmethod
    def page(self, viewer: Viewer, filters: ReportFilters, after: str, size: int) -> Page:
        """Some `Row`s after a cursor, within what `viewer` may see."""

    @abstractmethod
    def figure(self, viewer: Viewer, filters: ReportFilters) -> Figure:
        """The answer that stands above the table."""

    def rows(self, viewer: Viewer, filters: ReportFilters) -> Iterator[Row]:
        """All rows, a page at a time."""
        after = ""
        while True:
            page = self.page(viewer, filters, after, FILE_PAGE)
            yield from page.rows
            if not page.after:
                return
            after = page.after
