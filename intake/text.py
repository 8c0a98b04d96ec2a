"""The text of a cell, without what the eye does not see."""

import re
from datetime import date, datetime
from functools import lru_cache

from intake.sheet import Value

# Zero-width characters, marks of writing direction, soft hyphens, and control characters that
# are no space. Each is invisible on a sheet and would make two equal names differ.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)

_FORMULA = frozenset("=+-@")


def text_of(value: Value | None) -> str:
    """The value as one line of text: single spaces, nothing unseen; a date in ISO form."""
    if value is None:
        return ""
    if isinstance(value, str):
        # Most cells are plain already, and looking is cheaper than cleaning.
        plain = value.isascii() and value.isprintable() and "  " not in value
        text = value.strip() if plain else " ".join(_UNSEEN.sub("", value).split())
        # Our own files put an apostrophe before what a program would take for a formula.
        return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def spelling_of(value: Value | None) -> str:
    """What headings and coded words are compared by: "Badge No." and "badge_no" are one."""
    text = text_of(value)
    return _spelling(text) if len(text) <= _SHORT else _plain_words(text)


def _plain_words(text: str) -> str:
    return " ".join(re.sub(r"[^\w%#]|_", " ", text.casefold()).split())


# A column of states or kinds has few texts, each of them thousands of times.
_SHORT = 60
_spelling = lru_cache(maxsize=512)(_plain_words)
