"""ODS workbooks of LibreOffice: values by calamine, links, merges and limits from the content.

In this format one cell may stand for a million: "repeat this row so often". calamine writes all
of them out, so one pass over the content counts them first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from intake.archive import open_archive, password_protected
from intake.reading import as_refusals, parse, too_large
from intake.sheet import SHEET_CELLS, SHEET_ROWS, CellRange, Sheet, SheetRow, Value

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
KIND = b"application/vnd.oasis.opendocument.spreadsheet"
# What a sheet of LibreOffice has; it writes the blank rest as one repeated row and cell.
ROWS_MOST = 1_048_576
COLUMNS_MOST = 16_384


def is_open_document(archive: ZipFile) -> bool:
    """Whether the archive says that it is an OpenDocument spreadsheet."""
    names = archive.namelist()
    return "mimetype" in names and archive.read("mimetype").strip().startswith(KIND)


def read_open_document(data: bytes) -> Iterator[Sheet]:
    """The visible sheets of an ODS workbook, in the order of their tabs."""
    with as_refusals():
        yield from _sheets(open_archive(data), data)


def _sheets(archive: ZipFile, data: bytes) -> Iterator[Sheet]:
    if MANIFEST in archive.namelist() and b"encryption-data" in archive.read(MANIFEST):
        raise password_protected()
    content = _Content()
    parse(archive, CONTENT, content.start, content.end)
    # Only now: every sheet is known to fit.
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    for index, sheet in enumerate(workbook.sheets_metadata):
        if sheet.visible is SheetVisibleEnum.Visible:
            values = workbook.get_sheet_by_index(index)
            rows = values.iter_rows()
            found = content.tables[index] if index < len(content.tables) else _Found()
            yield Sheet(sheet.name, _rows(rows, found.links), merges=found.merges)


def _rows(rows: Iterator[list[Value]], links: dict[int, dict[int, str]]) -> Iterator[SheetRow]:
    nothing: dict[int, str] = {}
    with as_refusals():
        for number, row in enumerate(rows, start=1):
            yield SheetRow(number, list(row), links.get(number, nothing))


@dataclass
class _Found:
    """Where a sheet links to, by row and column, and which of its cells are merged."""

    links: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[CellRange] = field(default_factory=list)


@dataclass
class _Content:
    """How far each sheet reaches, and what is found in it besides its values."""

    tables: list[_Found] = field(default_factory=list)
    _row: int = 0
    _repeated: int = 1
    _column: int = 0
    _filled_to: int = 0
    _value_row: int = 0
    _value_column: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "table":
            self.tables.append(_Found())
            self._row = self._value_row = self._value_column = 0
        elif name == "table-row":
            self._repeated = _times(attributes, "number-rows-repeated", ROWS_MOST)
            self._column = self._filled_to = 0
        elif name in {"table-cell", "covered-table-cell"}:
            if any(key.endswith("-spanned") for key in attributes):
                self._merge(attributes)
            self._column += _times(attributes, "number-columns-repeated", COLUMNS_MOST)
            if any(key.endswith(":value-type") for key in attributes):
                self._filled_to = self._column
        elif name == "a" and self.tables and self._column:
            address = next((v for k, v in attributes.items() if k.endswith(":href")), "")
            if address and self._repeated == 1:
                self.tables[-1].links.setdefault(self._row + 1, {})[self._column - 1] = address

    def end(self, name: str) -> None:
        """An element ends; a row is now known to be filled or blank."""
        if name != "table-row":
            return
        self._row += self._repeated
        if self._column > COLUMNS_MOST or self._row > ROWS_MOST:
            raise too_large()
        if self._filled_to:
            self._value_row = self._row
            self._value_column = max(self._value_column, self._filled_to)
        cells = self._value_row * self._value_column
        if self._value_row > SHEET_ROWS or cells > SHEET_CELLS:
            raise too_large()

    def _merge(self, attributes: dict[str, str]) -> None:
        # A row that is repeated repeats what is merged in it.
        rows = max(_times(attributes, "number-rows-spanned", ROWS_MOST), self._repeated)
        columns = _times(attributes, "number-columns-spanned", COLUMNS_MOST)
        if rows * columns > 1 and self.tables:
            first, last = (self._row + 1, self._column), (self._row + rows, self._column + columns)
            self.tables[-1].merges.append(CellRange(*first, last[0], last[1] - 1))
        if self.tables and len(self.tables[-1].merges) > SHEET_ROWS:
            raise too_large()


def _times(attributes: dict[str, str], name: str, most: int) -> int:
    for key, value in attributes.items():
        if key.endswith(name):
            times = int(value)
            if times > most:
                raise too_large()
            return max(times, 1)
    return 1
