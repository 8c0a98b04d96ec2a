"""Reading one reference file: what is wrong is said with the file, the key and the reason."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from training.rules.periods import FOREVER

ROOT = Path(__file__).resolve().parent.parent.parent
FORM_REVISIONS = ROOT / "agencies" / "reference" / "form_revisions.toml"
COURSES = ROOT / "training" / "courses"
RULE_SETS = ROOT / "training" / "rule_sets"

MODELS = ("JEM", "WSO", "TFM")
MARKS = ("sourced", "assumed")

T = TypeVar("T")


class BadReferenceData(ValueError):
    """A reference file cannot be used; nothing of it was loaded."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        self.file, self.key, self.reason = file, key, reason
        super().__init__(f"{file}: {key}: {reason}")


@dataclass(frozen=True)
class Table:
    """One table of a file, which remembers where it stands."""

    file: str
    place: str
    values: dict[str, Any]

    def refuse(self, key: str, reason: str) -> BadReferenceData:
        """The error for one key of this table."""
        return BadReferenceData(self.file, f"{self.place}{key}", reason)

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value of `key`, of the given type; without a default the key is required."""
        value = self.values.get(key, default)
        if value is None:
            raise self.refuse(key, "is missing")
        # A boolean is an int to Python; no number in these files means one.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.refuse(key, f"is not {_article(kind)}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; a required one is not empty."""
        value = self.get(key, str, default).strip()
        if not value and default is None:
            raise self.refuse(key, "is empty")
        return value

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number within bounds."""
        value = self.get(key, int, default)
        if not least <= value <= most:
            raise self.refuse(key, f"is {value}, not between {least} and {most}")
        return value

    def day(self, key: str, default: date | None = None) -> date:
        """A day written as 2025-02-15."""
        value = self.get(key, date, default)
        # A moment is a day to Python, but compares with none.
        if isinstance(value, datetime):
            raise self.refuse(key, f"is not {_article(date)}")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.text(key)
        if value not in allowed:
            raise self.refuse(key, f"is {value}, which is none of {', '.join(allowed)}")
        return value

    def models(self, key: str = "models") -> list[str]:
        """The models that something is for."""
        value = self.get(key, list)
        if not value or any(model not in MODELS for model in value):
            raise self.refuse(key, f"names none of {', '.join(MODELS)}, or others")
        for model in value:
            if value.count(model) > 1:
                raise self.refuse(key, f"names {model} twice")
        return value

    def tables(self, key: str) -> "list[Table]":
        """The tables of an array, each with its place."""
        rows = self.get(key, list)
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                raise self.refuse(f"{key} {number}", f"is not {_article(dict)}")
        return [
            Table(self.file, f"{self.place}{key} {number}: ", row)
            for number, row in enumerate(rows, start=1)
        ]

    def only(self, *keys: str) -> None:
        """Refuse a key that means nothing: it is a misspelling of one that does."""
        for key in self.values:
            if key not in keys:
                raise self.refuse(key, "is not known here")

    def period(self) -> tuple[date, date]:
        """`from` and `until`, half-open; without `until` there is no end."""
        first, end = self.day("from"), self.day("until", FOREVER)
        if end <= first:
            raise self.refuse("until", "is not after from")
        return first, end


def read(path: Path) -> Table:
    """The file as a table."""
    try:
        return Table(path.name, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except UnicodeDecodeError as error:
        raise BadReferenceData(path.name, "the file", f"is not UTF-8: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise BadReferenceData(path.name, "the file", f"is not TOML: {error}") from error


def _article(kind: type) -> str:
    names = {str: "a text", int: "a whole number", list: "a list", bool: "true or false"}
    return names.get(kind, "a table" if kind is dict else "a day such as 2025-02-15")
