"""XLSX workbooks: values by calamine, links, merges and row numbers from the parts themselves.

calamine is fast and knows dates, but gives no hyperlinks, drops rows that are formatted and
empty, and lays a sheet out as a full rectangle: two cells in opposite corners would take all
memory. One pass over the sheet's XML gives the first two and prevents the third.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from intake.archive import open_archive
from intake.reading import as_refusals, links_of, parse, too_large
from intake.sheet import SHEET_CELLS, SHEET_ROWS, CellRange, Sheet, SheetRow, column_number

WORKBOOK = "xl/workbook.xml"
HYPERLINK = "/relationships/hyperlink"
WORKSHEET = "/relationships/worksheet"


def read_workbook(data: bytes) -> Iterator[Sheet]:
    """The visible sheets of an XLSX workbook, in the order of their tabs."""
    with as_refusals():
        yield from _sheets(open_archive(data), data)


def _sheets(archive: ZipFile, data: bytes) -> Iterator[Sheet]:
    parts = _Workbook()
    parse(archive, WORKBOOK, parts.start)
    targets = _relations(archive, WORKBOOK, WORKSHEET)
    outlines = {}
    for name, relation in parts.sheets:
        if relation in targets:
            outlines[name] = _outline(archive, targets[relation])
    # Only now: every sheet is known to fit.
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    for sheet in workbook.sheets_metadata:
        shown = sheet.visible is SheetVisibleEnum.Visible
        if shown and sheet.typ is SheetTypeEnum.WorkSheet and sheet.name in outlines:
            values = workbook.get_sheet_by_name(sheet.name)
            outline = outlines[sheet.name]
            rows = _rows(values, outline)
            yield Sheet(sheet.name, rows, parts.first_1904, outline.merges)


def _rows(values: CalamineSheet, outline: "_Outline") -> Iterator[SheetRow]:
    number = 0
    nothing: dict[int, str] = {}
    with as_refusals():
        for number, row in enumerate(values.iter_rows(), start=1):
            yield SheetRow(number, list(row), outline.links.get(number, nothing))
    # Rows that are formatted and empty, as the user sees them below the last value.
    for blank in range(number + 1, outline.last_row + 1):
        yield SheetRow(blank, [])


@dataclass
class _Workbook:
    """What the workbook's own part says: the sheets with their relation, and the date system."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    first_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name == "workbookPr":
            self.first_1904 = attributes.get("date1904") in {"1", "true"}


@dataclass
class _Outline:
    """How far a sheet reaches, where it links to, and which cells are merged."""

    last_row: int = 0
    value_row: int = 0
    value_column: int = 0
    anchors: list[tuple[str, str]] = field(default_factory=list)
    merges: list[CellRange] = field(default_factory=list)
    links: dict[int, dict[int, str]] = field(default_factory=dict)
    _cell: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell = attributes.get("r", "")
        elif name in {"v", "is"}:
            letters = self._cell.rstrip("0123456789")
            if letters not in _COLUMNS:
                _COLUMNS[letters] = column_number(letters)
            self.value_column = max(self.value_column, _COLUMNS[letters])
            self.value_row = self.last_row
        elif name == "row":
            # A row without a number follows the one before it.
            self.last_row = int(attributes.get("r") or self.last_row + 1)
            if self.last_row > SHEET_ROWS:
                raise too_large()
        elif name == "hyperlink":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.anchors.append((attributes.get("ref", ""), relation))
        elif name == "mergeCell":
            if merge := _range(attributes.get("ref", "")):
                self.merges.append(merge)
            if len(self.merges) > SHEET_ROWS:
                raise too_large()


def _outline(archive: ZipFile, part: str) -> _Outline:
    outline = _Outline()
    parse(archive, part, outline.start)
    if outline.value_row * (outline.value_column + 1) > SHEET_CELLS:
        raise too_large()
    if outline.anchors:
        targets = _relations(archive, part, HYPERLINK)
        places = [(_range(ref), targets.get(relation)) for ref, relation in outline.anchors]
        last = (outline.value_row, outline.value_column)
        outline.links = links_of(
            (place.within(*last), target) for place, target in places if place and target
        )
    return outline


def _relations(archive: ZipFile, part: str, kind: str) -> dict[str, str]:
    """Relation ids of one kind to the parts or addresses they point to."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element != "Relationship" or not attributes.get("Type", "").endswith(kind):
            return
        target = attributes.get("Target", "")
        if attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[attributes.get("Id", "")] = target

    path = f"{folder}/_rels/{name}.rels"
    if path in archive.namelist():
        parse(archive, path, start)
    return found


_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_COLUMNS: dict[str, int] = {}


def _range(written: str) -> CellRange | None:
    """ "A4:C4", or one cell."""
    cells = [_CELL.fullmatch(cell) for cell in written.split(":")]
    first, last = cells[0], cells[-1]
    if first is None or last is None:
        return None
    return CellRange(int(first[2]), column_number(first[1]), int(last[2]), column_number(last[1]))
