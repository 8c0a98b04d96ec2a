"""The table in a file: the columns an importer knows, found by their headings, row by row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.merges import Merges
from intake.sheet import Sheet, SheetRow, Value
from intake.text import spelling_of, text_of
from intake.unreadable import Unreadable

# A heading may stand below a title and a note, no further down.
HEADING_WITHIN = 20


@dataclass(frozen=True)
class Column:
    """A column that an importer knows: `name` is its heading, `spellings` its other headings."""

    name: str
    spellings: tuple[str, ...] = ()
    required: bool = True

    @property
    def headings(self) -> set[str]:
        """Every heading it may have, as compared."""
        return {spelling_of(heading) for heading in (self.name, *self.spellings)}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One data row. A column that the file lacks is in neither mapping."""

    number: int
    values: Mapping[str, Value]
    links: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell's text in one line; "" where it is empty or the column is not there."""
        return text_of(self.values.get(column, ""))


@dataclass
class Table:
    """The data rows of the first sheet that has the columns; blank rows are counted, not given.

    A row that repeats the headings counts as blank, and one that has nothing but what is merged
    into it from above. `read` is how many rows were read so far, for whoever waits.
    """

    sheet: Sheet
    columns: dict[str, int]
    blank: int = 0
    read: int = 0
    headings: Mapping[str, set[str]] = field(default_factory=dict, repr=False)
    _rows: Iterable[SheetRow] = field(default=(), repr=False)
    _merges: Merges | None = field(default=None, repr=False)

    def has(self, column: str) -> bool:
        """Whether the file has that column."""
        return column in self.columns

    def __iter__(self) -> Iterator[TableRow]:
        for own in self._rows:
            self.read += 1
            row = own if self._merges is None else self._merges.filled_down(own)
            if own.is_blank or not any(self._filled(own)) or self._is_heading(own):
                self.blank += 1
                continue
            wide = len(row.values)
            values = {
                name: row.values[index] if index < wide else ""
                for name, index in self.columns.items()
            }
            yield TableRow(row.number, values, self._links(row) if row.links else {})

    def _links(self, row: SheetRow) -> dict[str, str]:
        return {n: row.links[index] for n, index in self.columns.items() if index in row.links}

    def _is_heading(self, row: SheetRow) -> bool:
        # Lists made for paper repeat their headings at the top of every page.
        wide = len(row.values)
        return all(
            index < wide and spelling_of(row.values[index]) in self.headings[name]
            for name, index in self.columns.items()
        )

    def _filled(self, row: SheetRow) -> Iterator[bool]:
        # A row with something in stray columns only is blank.
        for index in self.columns.values():
            yield index < len(row.values) and text_of(row.values[index]) != ""


def find_table(sheets: Iterable[Sheet], columns: Sequence[Column]) -> Table:
    """The first sheet with a heading for each required column; `Unreadable` where none has it."""
    nearest: tuple[int, list[str], list[str]] | None = None
    for sheet in sheets:
        above = sheet.take(HEADING_WITHIN)
        for place, row in enumerate(above):
            found = _headings(row, columns)
            missing = [c.name for c in columns if c.required and c.name not in found]
            if not missing:
                headings = {column.name: column.headings for column in columns}
                rest = chain(above[place + 1 :], sheet.rows)
                merges = None
                if sheet.merges:
                    merges = Merges(sheet.merges, found.values(), row.number, sheet.name)
                return Table(sheet, found, headings=headings, _rows=rest, _merges=merges)
            there = [text_of(value) for value in row.values if text_of(value)]
            if there and (nearest is None or len(found) > nearest[0]):
                nearest = (len(found), missing, there)
    if nearest is None:
        raise Unreadable(_("The file is empty."), _("Choose the file that holds the rows."))
    raise _other_columns(nearest[1], nearest[2])


def _headings(row: SheetRow, columns: Sequence[Column]) -> dict[str, int]:
    """The known columns that this row heads, to their place."""
    found: dict[str, int] = {}
    headings = [spelling_of(value) if isinstance(value, str) else "" for value in row.values]
    for column in columns:
        places = [i for i, heading in enumerate(headings) if heading in column.headings]
        if len(places) > 1 and len(found) + 1 >= sum(c.required for c in columns) // 2:
            raise Unreadable(
                _("The column %(column)s is there twice (row %(row)d).")
                % {"column": column.name, "row": row.number},
                _("Delete one of the two, or give it another heading."),
            )
        if places:
            found[column.name] = places[0]
    return found


def _other_columns(missing: list[str], there: list[str]) -> Unreadable:
    shown = ", ".join(text[:40] for text in there[:12]) + (" …" if len(there) > 12 else "")
    return Unreadable(
        ngettext(
            "The file has other columns: %(missing)s is not among them (found: %(found)s).",
            "The file has other columns: %(missing)s are not among them (found: %(found)s).",
            len(missing),
        )
        % {"missing": ", ".join(missing), "found": shown},
        _("Check that it is the right file and that its first row holds the headings."),
    )
