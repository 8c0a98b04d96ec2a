"""Exam scores as a cell of a file states them: one sitting, or two as in 65;78."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from intake.dates import date_of

EXAMS = ("W1", "W2", "W3", "W4", "FINAL")
_SITTING = re.compile(r"(\d{1,3})(?: ?%)?(?: (?:on )?\(?(\S[^()]*)\)?)?")


def exam_column(code: str) -> str:
    """The heading of an exam's scores."""
    return f"exam:{code}"


@dataclass(frozen=True, slots=True)
class Score:
    """One sitting; `taken_on` is None where the cell gives no day."""

    exam: str
    attempt: int
    score: int
    taken_on: date | None = None


def read_scores(code: str, text: str, today: date) -> list[Score] | str:
    """The sittings in a cell, or why it cannot be read."""
    scores: list[Score] = []
    parts = [part.strip() for part in text.rstrip("; ").split(";")]
    if len(parts) > 2:
        return _("There is one exam and one remedial exam, no third.")
    for attempt, part in enumerate(parts, 1):
        found = _SITTING.fullmatch(part)
        taken_on = date_of(found[2]) if found and found[2] else None
        if not found or int(found[1]) > 100 or (found[2] and taken_on is None):
            return _("This is no score.")
        if taken_on is not None and taken_on > today:
            return _("This day lies ahead.")
        scores.append(Score(code, attempt, int(found[1]), taken_on))
    return scores


def how_to_write() -> str:
    """What mends a cell that cannot be read."""
    return _("Write one score from 0 to 100, or two as in 65;78; a day may follow a score.")
