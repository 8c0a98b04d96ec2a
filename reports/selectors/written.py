"""Values as files write them: ISO dates, nothing for no end, and no cell that is a formula."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from agencies.models.rows import FOREVER

# A spreadsheet runs a cell that begins like this; an apostrophe makes it text again.
FORMULA = re.compile(r"^[=+\-@\t\r\n]")


def as_json(value: Any) -> str:
    """A value as JSON on one line."""
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
    """A value as a cell: ISO dates, "" for nothing and for no end, never a formula.

    What has parts (the flags and requirements of an officer) is JSON in its cell.
    """
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
    text = as_json(value) if isinstance(value, list | tuple | Mapping) else str(value)
    return f"'{text}" if FORMULA.match(text) else text
