"""A sheet as rows: the values of the cells, with the numbers that the user's program shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

# What a cell may hold. A CSV file holds text alone; an empty cell is "".
Value = str | int | float | bool | date | datetime | time | timedelta

SHEET_ROWS = 250_000
SHEET_CELLS = 10_000_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row. `number` counts from 1 as on the screen; `links` are by column from 0."""

    number: int
    values: list[Value]
    links: dict[int, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything but space."""
        return not any(value.strip() if isinstance(value, str) else True for value in self.values)


@dataclass
class Sheet:
    """One sheet, read once from top to bottom. `first_1904`: days count from 1904, not 1900."""

    name: str
    rows: Iterator[SheetRow]
    first_1904: bool = False

    def take(self, count: int) -> list[SheetRow]:
        """The next rows, up to `count`."""
        return list(islice(self.rows, count))
