"""One row of a roster: the officer that it states, or every reason why it cannot be taken."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from agencies.models.rows import name_key
from agencies.rules.ice_list import model_of
from agencies.rules.roster import BADGE_MOST, NAME_MOST, RANK_MOST, is_email
from intake.dates import date_of, suggestion_for
from intake.report import Problem
from intake.table import Column, TableRow

LAST = "last_name"
FIRST = "first_name"
BADGE = "badge_number"
EMAIL = "email"
RANK = "rank"
HIRED = "hired_on"
MODEL = "model"

COLUMNS = (
    Column(LAST, ("last", "surname", "family name", "lname", "officer last name")),
    Column(FIRST, ("first", "given name", "fname", "officer first name")),
    Column(
        BADGE,
        ("badge", "badge no", "badge #", "badge num", "badge id", "star", "star number",
         "shield", "shield number", "employee number", "employee id"),
    ),
    Column(EMAIL, ("e-mail", "email address", "e-mail address", "work email", "mail"), False),
    Column(RANK, ("title", "rank title", "position"), False),
    Column(
        HIRED,
        ("hired", "hire date", "date hired", "date of hire", "hire dt", "start date", "doh",
         "appointed on", "appointment date"),
        False,
    ),
    Column(MODEL, ("program model", "support type", "287g model", "program"), False),
)  # fmt: skip
EXAMPLE = ("Placeholder", "Pat", "1234", "pat@example.com", "Deputy", "2019-03-04", "JEM")


class ListedOfficer(NamedTuple):
    """An officer as a row states them, in the order of the staging table. "" is "not stated"."""

    row: int
    last_name: str
    first_name: str
    name_key: str
    badge_number: str
    email: str
    rank: str
    hired_on: date | None


def read_listed(
    row: TableRow, today: date, models: Collection[str], *, first_1904: bool = False
) -> ListedOfficer | list[Problem]:
    """The officer of a row, or all of its problems. `models`: those of the agency's agreements."""
    last, first, badge = row.text(LAST), row.text(FIRST), row.text(BADGE)
    email, rank = row.text(EMAIL).lower(), row.text(RANK)
    value = row.values.get(HIRED, "")
    hired_on = date_of(value, first_1904=first_1904) if value != "" else None
    model = row.text(MODEL)
    if (
        not (last and first and badge)
        or max(len(last), len(first)) > NAME_MOST
        or len(badge) > BADGE_MOST
        or len(rank) > RANK_MOST
        or (email and not is_email(email))
        or (hired_on is None and row.text(HIRED))
        or (hired_on is not None and hired_on > today)
        or (model and _code(model) not in models)
    ):
        return _problems(row, today, models, hired_on, email)
    return ListedOfficer(
        row.number, last, first, name_key(last, first), badge, email, rank, hired_on
    )


def _code(model: str) -> str:
    return model.upper() if len(model) == 3 else model_of(model) or model


def _problems(
    row: TableRow, today: date, models: Collection[str], hired_on: date | None, email: str
) -> list[Problem]:
    found: list[Problem] = []

    def refuse(column: str, reason: str, mend: str) -> None:
        found.append(Problem(row.number, column, row.text(column), reason, mend))

    for column, most, missing, mend in (
        (LAST, NAME_MOST, _("The last name is missing."), _("Write the last name.")),
        (FIRST, NAME_MOST, _("The first name is missing."), _("Write the first name.")),
        (BADGE, BADGE_MOST, _("The badge number is missing."), _("Write the badge number.")),
        (RANK, RANK_MOST, "", ""),
    ):
        text = row.text(column)
        if not text and missing:
            refuse(column, missing, mend)
        elif len(text) > most:
            refuse(column, _("This is longer than %d characters.") % most, _("Shorten it."))
    if email and not is_email(email):
        mend = _("Write one address, such as name@agency.gov, or leave the cell empty.")
        refuse(EMAIL, _("This is no e-mail address."), mend)
    if hired_on is None and row.text(HIRED):
        meant = suggestion_for(row.values.get(HIRED))
        mend = _("Write it as month/day/year, or leave the cell empty.")
        if meant:
            mend = _("Write it as month/day/year; perhaps %s is meant.") % meant
        refuse(HIRED, _("This is no date."), mend)
    elif hired_on is not None and hired_on > today:
        mend = _("Correct the date, or leave the row out until the service has begun.")
        refuse(HIRED, _("This day lies ahead."), mend)
    model = row.text(MODEL)
    if model and _code(model) not in models:
        if _code(model) in ("JEM", "WSO", "TFM"):
            reason = _("The agency has no agreement for this model.")
        else:
            reason = _("This is no model of the program.")
        here = ", ".join(sorted(models))
        mend = _("Leave the cell empty.")
        if here:
            mend = _("Write %s, or leave the cell empty.") % here
        refuse(MODEL, reason, mend)
    return found
