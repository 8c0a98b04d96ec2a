"""Files to take away. Dates are ISO in a file, and no cell is ever a formula.

A file is written whole to disk inside the viewer's scope, then sent: a fault gives an error page
and not half a file, a slow reader holds no transaction open, and memory stays at one page of rows.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.conf import settings
from django.http import FileResponse

from agencies.models.rows import FOREVER

# A spreadsheet runs a cell that begins like this; an apostrophe makes it text again.
FORMULA = re.compile(r"^[=+\-@\t\r\n]")
NOTE = "note"
SYNTHETIC = "synthetic"


def csv_file(
    name: str, day: date, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> FileResponse:
    """A CSV file named after what it holds and the day it is asked for."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    # The mark at the start is what makes spreadsheets read UTF-8.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([*columns, NOTE] if settings.DEMO else columns)
    for row in rows:
        cells = [cell(value) for value in row]
        # The last value of a row says whether it is about officers or agencies that are invented.
        writer.writerow(cells if settings.DEMO else cells[: len(columns)])
    text.flush()
    text.detach()
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}-{day:%Y-%m-%d}.csv",
        content_type="text/csv; charset=utf-8",
    )


def cell(value: Any) -> str:
    """A value as a cell: ISO dates, "" for nothing and for no end, never a formula."""
    if value is None or value == FOREVER:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if FORMULA.match(text) else text
