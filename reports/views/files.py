"""Files to take away. Dates are ISO in a file, and no cell is ever a formula.

A file is written whole to disk inside the viewer's scope, then sent: a fault gives an error page
and not half a file, a slow reader holds no transaction open, and memory stays at one page of rows.
"""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import IO, Any

from django.conf import settings
from django.http import FileResponse

from accounts.demo_note import NOTE, noted_cells
from reports.selectors.written import as_json, cell


def csv_file(
    name: str,
    day: date,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    known: date | None = None,
) -> FileResponse:
    """A CSV file named after what it holds, the day it is asked for and when that was known."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    # The mark at the start is what makes spreadsheets read UTF-8.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow(noted_cells(columns, NOTE))
    for row in rows:
        cells = [cell(value) for value in row]
        # The last value of a row says whether it is about officers or agencies that are invented.
        writer.writerow(cells if settings.DEMO else cells[: len(columns)])
    text.flush()
    text.detach()
    return _sent(file, f"{_stem(name, day, known)}.csv", "text/csv; charset=utf-8")


def json_file(
    name: str,
    day: date,
    head: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    known: date | None = None,
) -> FileResponse:
    """A JSON file: `head`, the day, the day on which it was known, and `rows`, one a line."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    beginning = {**head, "on": day, "known": known}
    file.write(b"{")
    for key, value in beginning.items():
        file.write(f"{json.dumps(key)}: {as_json(value)},\n".encode())
    file.write(b'"rows": [')
    for n, row in enumerate(rows):
        file.write((",\n" if n else "\n").encode() + as_json(row).encode())
    file.write(b"\n]}\n")
    return _sent(file, f"{_stem(name, day, known)}.json", "application/json")


def _stem(name: str, day: date, known: date | None) -> str:
    return f"{name}-{day:%Y-%m-%d}" + (f"-known-{known:%Y-%m-%d}" if known else "")


def _sent(file: IO[bytes], filename: str, content_type: str) -> FileResponse:
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=content_type)
