"""The refused rows as a file to mend: in the shape of the one that came, plus the reason."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby

from django.utils.translation import gettext as _

from intake.file import File
from intake.kinds import Kind, kind_named
from intake.models import Import
from intake.services.refusals import refusals_of
from intake.table import Table, find_table

# A cell that begins with one of these is a formula to spreadsheet programs.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\N{BYTE ORDER MARK}"


def refused_rows_csv(imported: Import) -> Iterator[str]:
    """Every row with at least one problem, line by line. A reason column of an earlier round is
    written anew. Asks the database nothing more."""
    kind = kind_named(imported.kind)
    if kind is None:
        return iter(())
    table = find_table(File(imported.file_name, bytes(imported.content)).sheets(), kind.columns)
    return _lines(_refused_rows(table, refusals_of(bytes(imported.refusals))))


def _refused_rows(table: Table, refusals: Iterator[tuple[int, str]]) -> Iterator[list[str]]:
    # In the order of the file, under the names that every importer knows.
    names = sorted(table.columns, key=lambda name: table.columns[name])
    yield [*names, _("reason")]
    by_row = groupby(refusals, key=lambda refusal: refusal[0])
    number, why = next(by_row, (0, iter(())))
    for row in table:
        if row.number == number:
            reasons = " ".join(words for _row, words in why)
            yield [safe(cell) for cell in (*map(row.text, names), reasons)]
            number, why = next(by_row, (0, iter(())))


def template_csv(kind: Kind) -> str:
    """The columns of a kind with one example row."""
    rows = [[column.name for column in kind.columns]]
    if kind.example:
        rows.append([safe(cell) for cell in kind.example])
    return "".join(_lines(rows))


def safe(cell: str) -> str:
    """The cell so that no spreadsheet program takes it for a formula. An apostrophe in
    front says "text" to them, and is dropped where the file comes back."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def _lines(rows: Iterable[list[str]]) -> Iterator[str]:
    out = StringIO()
    writer = csv.writer(out)
    out.write(MARK)
    for row in rows:
        writer.writerow(row)
        yield out.getvalue()
        out.seek(0)
        out.truncate()
