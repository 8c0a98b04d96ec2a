"""One row of a class's results: one officer's hours by training day and scores by exam."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agencies.geography import state_code
from agencies.names import name_key
from intake.report import Problem
from intake.table import Column, TableRow
from training.services.stated_scores import EXAMS, Score, exam_column, how_to_write, read_scores

CLASS_ID, STATE, AGENCY = "class_id", "state", "agency"
BADGE, LAST, FIRST = "badge_number", "last_name", "first_name"
# A class of nine weeks is the longest that ICE's lists know.
DAYS = 45


def day_column(number: int) -> str:
    """The heading of the hours of a training day, counted from 1."""
    return f"day:{number}"


COLUMNS = (
    Column(CLASS_ID, ("class",)),
    Column(STATE, ("st",), False),
    Column(AGENCY, ("agency name", "law enforcement agency"), False),
    Column(BADGE, ("badge", "badge no", "badge #")),
    Column(LAST, ("last", "surname"), False),
    Column(FIRST, ("first", "given name"), False),
    *(Column(day_column(n), (f"day {n}",), False) for n in range(1, DAYS + 1)),
    *(Column(exam_column(code), (f"exam {code}",), False) for code in EXAMS),
)
EXAMPLE = (
    "CL900", "FL", "Cypress County Sheriff's Office", "1234", "Placeholder", "Pat",
    *(["8"] * 20), *([""] * (DAYS - 20)), "88", "65;78", "91", "85", "90",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultsLine:
    """What a row states. An empty cell states nothing."""

    row: int
    class_id: str
    state: str
    agency: str
    badge: str
    name_key: str
    hours: dict[int, int]
    scores: Sequence[Score]


def read_line(row: TableRow, today: date) -> ResultsLine | list[Problem]:
    """The line of a row, or all of its problems."""
    problems: list[Problem] = []

    def refuse(column: str, reason: str, mend: str) -> None:
        problems.append(Problem(row.number, column, row.text(column), reason, mend))

    class_id, badge = row.text(CLASS_ID).upper(), row.text(BADGE)
    if not class_id:
        refuse(CLASS_ID, _("The class ID is missing."), _("Write it, as in CL001."))
    if not badge:
        refuse(BADGE, _("The badge number is missing."), _("Write the badge number."))
    state = state_code(row.text(STATE)) or ""
    if row.text(STATE) and not state:
        mend = _("Write its name or its USPS code.")
        refuse(STATE, _("This is no state or territory."), mend)
    hours: dict[int, int] = {}
    for number in range(1, DAYS + 1):
        text = row.text(day_column(number))
        if text.isdecimal() and len(text) < 3:
            hours[number] = int(text)
        elif text:
            mend = _("Enter a whole number; 0 for an officer who was absent.")
            refuse(day_column(number), _("This is no number of hours."), mend)
    scores: list[Score] = []
    for code in EXAMS:
        text = row.text(exam_column(code))
        found = read_scores(code, text, today) if text else []
        if isinstance(found, str):
            refuse(exam_column(code), found, how_to_write())
        else:
            scores += found
    if problems:
        return problems
    return ResultsLine(
        row.number,
        class_id,
        state,
        name_key(row.text(AGENCY)),
        badge,
        name_key(row.text(LAST), row.text(FIRST)),
        hours,
        tuple(scores),
    )
