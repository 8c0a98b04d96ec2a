"""Merged cells among data rows: what one says for several rows holds for each of them.

A merge down one column is how rosters say "all of these": its value is filled down. What spans
several columns could belong to any of them, so the file is refused rather than guessed at.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from intake.sheet import CellRange, SheetRow, Value
from intake.unreadable import Unreadable


class Merges:
    """The merges of a sheet that touch its known columns below the heading, as rows go by."""

    def __init__(
        self, merges: Iterable[CellRange], columns: Collection[int], heading: int, sheet: str
    ) -> None:
        below = (m for m in merges if m.last_row > heading)
        touching = (m for m in below if any(m.first_column <= c <= m.last_column for c in columns))
        # The next one last.
        self._coming = sorted(touching, reverse=True)
        self._heading = heading
        self._sheet = sheet
        self._in_the_way: CellRange | None = None
        # By column: the last row that the value holds for, the value, and the link behind it.
        self._down: dict[int, tuple[int, Value, str | None]] = {}

    def filled_down(self, row: SheetRow) -> SheetRow:
        """The row with the values that hold for it from above."""
        while self._coming and self._coming[-1].first_row <= row.number:
            self._meet(self._coming.pop(), row)
        blocking = self._in_the_way
        if blocking is not None and blocking.last_row >= row.number and not row.is_blank:
            raise self._unclear(blocking)
        if not self._down:
            return row
        values, links = list(row.values), dict(row.links)
        for column, (last_row, value, link) in list(self._down.items()):
            values += [""] * (column + 1 - len(values))
            values[column] = value
            if link is not None:
                links[column] = link
            if last_row <= row.number:
                del self._down[column]
        return replace(row, values=values, links=links)

    def _meet(self, merge: CellRange, row: SheetRow) -> None:
        column = merge.first_column
        if column == merge.last_column and merge.first_row > self._heading:
            value = row.values[column] if column < len(row.values) else ""
            self._down[column] = (merge.last_row, value, row.links.get(column))
        elif self._in_the_way is None or self._in_the_way.last_row < merge.last_row:
            self._in_the_way = merge

    def _unclear(self, merge: CellRange) -> Unreadable:
        return Unreadable(
            _(
                "The cells %(range)s of the sheet %(sheet)s are merged, so it is not clear which"
                " of them the value belongs to."
            )
            % {"range": merge, "sheet": self._sheet},
            _("Unmerge them, write each value in its own cell, and import the file again."),
        )
