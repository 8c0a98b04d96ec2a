"""Files to take away. Dates are ISO in a file, and no cell is ever a formula.

A file is written whole to disk inside the viewer's scope, then sent: a fault gives an error page
and not half a file, a slow reader holds no transaction open, and memory stays at one page of rows.
"""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
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
    writer.writerow([*columns, NOTE] if settings.DEMO else columns)
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
        file.write(f"{json.dumps(key)}: {_json(value)},\n".encode())
    file.write(b'"rows": [')
    for n, row in enumerate(rows):
        file.write((",\n" if n else "\n").encode() + _json(row).encode())
    file.write(b"\n]}\n")
    return _sent(file, f"{_stem(name, day, known)}.json", "application/json")


def noted(row: Mapping[str, Any], note: str = SYNTHETIC) -> dict[str, Any]:
    """A row that says, in the demo, whether it is about officers or agencies that are invented."""
    return {**row, NOTE: note} if settings.DEMO else dict(row)


def _stem(name: str, day: date, known: date | None) -> str:
    return f"{name}-{day:%Y-%m-%d}" + (f"-known-{known:%Y-%m-%d}" if known else "")


def _sent(file: IO[bytes], filename: str, content_type: str) -> FileResponse:
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=content_type)


def _json(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A value that JSON has: ISO dates, null for no end, words for what is translated late."""
    if value is None or value == FOREVER:
        return None
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float) else str(value)


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
