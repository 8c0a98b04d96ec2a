"""The refused rows as a file to mend: in the shape of the one that came, plus the reason."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from intake.file import File
from intake.kinds import Kind, kind_named
from intake.models import Import
from intake.table import find_table

# A cell that begins with one of these is a formula to spreadsheet programs.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def refused_rows_csv(imported: Import) -> str:
    """The rows with at least one problem. A reason column of an earlier round is written anew."""
    kind = kind_named(imported.kind)
    reasons: dict[int, list[str]] = {}
    for problem in imported.findings.get("problems", []):
        words = f"{problem['column']}: {problem['reason']} {problem['mend']}".strip()
        reasons.setdefault(problem["row"], []).append(words)
    out = StringIO()
    writer = csv.writer(out)
    if kind is None:
        return ""
    file = File(imported.file_name, bytes(imported.content))
    table = find_table(file.sheets(), kind.columns)
    names = list(table.columns)
    # In the order of the file, under the names that every importer knows.
    names.sort(key=lambda name: table.columns[name])
    writer.writerow([*names, _("reason")])
    for row in table:
        if why := reasons.get(row.number):
            cells = [row.text(name) for name in names]
            writer.writerow([*map(safe, cells), safe(" ".join(why))])
    return "\N{BYTE ORDER MARK}" + out.getvalue()


def template_csv(kind: Kind) -> str:
    """The columns of a kind with one example row."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in kind.columns])
    if kind.example:
        writer.writerow(map(safe, kind.example))
    return "\N{BYTE ORDER MARK}" + out.getvalue()


def safe(cell: str) -> str:
    """The cell so that no spreadsheet program takes it for a formula. An apostrophe in
    front says "text" to them, and is dropped where the file comes back."""
    return "'" + cell if cell.startswith(FORMULA) else cell
