"""A sheet as rows: the values of the cells, with the numbers that the user's program shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

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


class CellRange(NamedTuple):
    """A rectangle of cells: rows count from 1, columns from 0, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"

    def within(self, last_row: int, last_column: int) -> "CellRange":
        """As much of it as reaches no further than that."""
        return self._replace(
            last_row=min(self.last_row, last_row), last_column=min(self.last_column, last_column)
        )


@dataclass
class Sheet:
    """One sheet, read once from top to bottom.

    `first_1904`: days count from 1904, not 1900. `merges` are ranges whose cells are one.
    """

    name: str
    rows: Iterator[SheetRow]
    first_1904: bool = False
    merges: Sequence[CellRange] = ()

    def take(self, count: int) -> list[SheetRow]:
        """The next rows, up to `count`."""
        return list(islice(self.rows, count))


def column_letters(column: int) -> str:
    """What heads a column in the user's program: 0 is "A", 26 is "AA"."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """The column that they head: "A" is 0, "AA" is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
