"""XLS workbooks of Excel 97 to 2003: read by calamine in a process of its own.

The format is a small file system with chains of sectors and counts that calamine believes. A
forged chain or count takes all memory and then ends the process, which no `except` prevents. So
another process, with limits on memory and time, does the reading and hands each row on as a line.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from intake.archive import damaged, password_protected
from intake.reading import links_of, too_large
from intake.sheet import SHEET_CELLS, SHEET_ROWS, CellRange, Sheet, SheetRow
from intake.unreadable import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
READER = Path(__file__).with_name("old_workbook_reader.py")
# How a password hides a new workbook: the whole of it is one stream in an old container.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_MOMENTS: dict[str, Callable[[str], date | time]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def read_old_workbook(data: bytes) -> Iterator[Sheet]:
    """The visible sheets of an XLS workbook, in the order of their tabs."""
    if _ENCRYPTED in data:
        raise password_protected()
    if not any(stream in data for stream in _STREAMS):
        raise Unreadable(
            _("The file is a document of an old Office program and no workbook, or a damaged one."),
            _("Open it in your spreadsheet program, save it again as .xlsx and import that."),
        )
    first_1904 = _counts_from_1904(data)
    lines = _lines(data)
    for line in lines:
        if line == {"end": True}:
            return
        links = links_of((CellRange(*place), address) for *place, address in line["links"])
        rows = _rows(lines, links)
        merges = [CellRange(*place) for place in line["merges"]]
        yield Sheet(line["sheet"], rows, first_1904, merges)
        # Whoever found another sheet's columns left rows unread; the next sheet follows them.
        for _row in rows:
            pass
    raise _given_up()


def _rows(lines: Iterator[Any], links: dict[int, dict[int, str]]) -> Iterator[SheetRow]:
    nothing: dict[int, str] = {}
    for number, line in enumerate(lines, start=1):
        if line is None:
            return
        yield SheetRow(number, line, links.get(number, nothing))
    raise _given_up()


def _lines(data: bytes) -> Iterator[Any]:
    """What the reader says, line by line; a refusal where it gave up or was ended."""
    limits = [str(SHEET_ROWS), str(SHEET_CELLS)]
    with subprocess.Popen(
        [sys.executable, "-I", READER, *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield from _spoken(process, data)
        finally:
            process.kill()


def _spoken(process: "subprocess.Popen[bytes]", data: bytes) -> Iterator[Any]:
    if process.stdin is None or process.stdout is None:
        raise damaged()
    try:
        # It reads all of it before it says anything, so neither waits for the other.
        process.stdin.write(data)
        process.stdin.close()
    except BrokenPipeError as error:
        raise damaged() from error
    for line in process.stdout:
        try:
            said = json.loads(line, object_hook=_value)
        except ValueError as error:
            raise damaged() from error
        if said == {"error": "password"}:
            raise password_protected()
        if said == {"error": "large"}:
            raise too_large()
        if said == {"error": "damaged"}:
            raise damaged()
        yield said


def _value(said: dict[str, Any]) -> Any:
    """A date among the values; everything else is what JSON has."""
    for kind, moment in _MOMENTS.items():
        if kind in said:
            return moment(said[kind])
    return said


def _given_up() -> Unreadable:
    return Unreadable(
        _("The file is damaged, or takes more memory or time than this system gives to one."),
        _("Open it in your spreadsheet program, save it again as .xlsx and import that."),
    )


def _counts_from_1904(data: bytes) -> bool:
    """What the DATEMODE record says (MS-XLS 2.4.77), which stands near the workbook's beginning."""
    place = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    end = place + 8_192
    while 0 <= place <= min(end, len(data) - 6):
        kind = int.from_bytes(data[place : place + 2], "little")
        if kind == 0x22:
            return data[place + 4] == 1
        place += 4 + int.from_bytes(data[place + 2 : place + 4], "little")
    return False
