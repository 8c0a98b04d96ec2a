"""The process that reads an XLS workbook: bytes in, one line of JSON a row out, within limits.

Started by `intake.old_workbook` as a file, so it imports nothing of the project. Lines: a sheet's
name, its rows, null after the last one; at the end {"end": true}, or what went wrong.
"""

import json
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY_MOST = 1024**3
SECONDS_MOST = 60


def main(rows_most: int, cells_most: int) -> None:
    """Say what the workbook on standard input holds."""
    _limit()
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        for index, sheet in enumerate(workbook.sheets_metadata):
            shown = sheet.visible is SheetVisibleEnum.Visible
            if not shown or sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            values = workbook.get_sheet_by_index(index)
            last_row, last_column = values.end or (0, 0)
            if last_row >= rows_most or (last_row + 1) * (last_column + 1) > cells_most:
                _say({"error": "large"})
                return
            _say({"sheet": sheet.name})
            for row in values.iter_rows():
                _say(row)
            _say(None)
    except PasswordError:
        _say({"error": "password"})
    except (Exception, MemoryError):
        _say({"error": "damaged"})
    else:
        _say({"end": True})


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
