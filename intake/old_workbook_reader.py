"""The process that reads an XLS workbook: bytes in, one line of JSON a row out, within limits.

Started by `intake.old_workbook` as a file, so it imports nothing of the project. Lines: a sheet's
name with its merges and links, its rows, null after the last one; at the end {"end": true}, or what
went wrong. calamine gives no links, so they are looked for among the records of the workbook's
stream (MS-XLS 2.4.140 HLink, MS-OSHARED 2.3.7 for what is in one).
"""

import json
import struct
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from olefile import OleFileIO
from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY_MOST = 1024**3
SECONDS_MOST = 60

BEGIN, END, SHEET, LINK = 0x0809, 0x000A, 0x0085, 0x01B8
# The GUID before a web address: {79EAC9E0-BAF9-11CE-8C82-00AA004BA90B}.
ADDRESS = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
# What may stand before it: a shown text and a frame's name, each with its length.
HAS_ADDRESS, SHOWN, FRAME, AS_TEXT = 0x0001, 0x0010, 0x0080, 0x0100

# First and last row and column of a range, rows from 1, columns from 0.
Place = tuple[int, int, int, int]


def main(rows_most: int, cells_most: int) -> None:
    """Say what the workbook on standard input holds."""
    _limit()
    try:
        data = sys.stdin.buffer.read()
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        stream = _stream(data)
        begins = _sheets(stream)
        for index, sheet in enumerate(workbook.sheets_metadata):
            shown = sheet.visible is SheetVisibleEnum.Visible
            if not shown or sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            values = workbook.get_sheet_by_index(index)
            last_row, last_column = values.end or (0, 0)
            if last_row >= rows_most or (last_row + 1) * (last_column + 1) > cells_most:
                _say({"error": "large"})
                return
            places = values.merged_cell_ranges or ()
            merges = [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in places]
            links: list[tuple[int, int, int, int, str]] = []
            begin = begins[index] if index < len(begins) else len(stream)
            for (top, left, bottom, right), address in _links(stream, begin):
                within = (min(bottom, last_row + 1), min(right, last_column))
                links.append((top, left, *within, address))
            _say({"sheet": sheet.name, "merges": merges, "links": links})
            for row in values.iter_rows():
                _say(row)
            _say(None)
    except PasswordError:
        _say({"error": "password"})
    except (Exception, MemoryError):
        _say({"error": "damaged"})
    else:
        _say({"end": True})


def _stream(data: bytes) -> bytes:
    """The records of the workbook; none of an older one, whose cells have no links."""
    with OleFileIO(BytesIO(data)) as container:
        if not container.exists("Workbook"):
            return b""
        return bytes(container.openstream("Workbook").read())


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from there to the end of what begins there, without what is within that."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 1 and kind in (SHEET, LINK):
            yield kind, stream[place + 4 : place + 4 + length]
        if depth <= 0:
            return
        place += 4 + length


def _sheets(stream: bytes) -> list[int]:
    """Where each sheet begins in the stream, in the order of their tabs."""
    bodies = (body for kind, body in _records(stream, 0) if kind == SHEET)
    return [int.from_bytes(body[:4], "little") for body in bodies]


def _links(stream: bytes, place: int) -> Iterator[tuple[Place, str]]:
    """The web addresses behind the cells of the sheet that begins there."""
    for kind, body in _records(stream, place):
        if kind == LINK and (address := _address(body[28:])):
            top, bottom, left, right = struct.unpack_from("<4H", body)
            yield (top + 1, left, bottom + 1, right), address


def _address(link: bytes) -> str:
    """The web address in a link; "" where it leads to a file or to a place in the workbook."""
    flags, place = int.from_bytes(link[:4], "little"), 4
    for flag in (SHOWN, FRAME):
        if flags & flag:
            place += 4 + 2 * int.from_bytes(link[place : place + 4], "little")
    if not flags & HAS_ADDRESS:
        return ""
    if flags & AS_TEXT:
        start, size = place + 4, 2 * int.from_bytes(link[place : place + 4], "little")
    elif link[place : place + 16] == ADDRESS:
        start, size = place + 20, int.from_bytes(link[place + 16 : place + 20], "little")
    else:
        return ""
    text = link[start : start + size].decode("utf-16-le", "replace")
    return text.partition("\0")[0]


def _limit() -> None:
    try:
        import resource
    except ImportError:  # where processes have no limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MOST, SECONDS_MOST))


def _say(said: object) -> None:
    sys.stdout.write(json.dumps(said, default=_moment) + "\n")


def _moment(value: object) -> object:
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    return str(value)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
