"""One row of ICE's list: what it says, or every reason why it cannot be taken.

Source: the workbook "participatingAgencies" on ice.gov/identify-and-arrest/287g, as published.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agencies.geography import state_code
from agencies.rules.ice_list import address_of, county_of, kind_of, model_of
from intake.dates import date_of, suggestion_for
from intake.report import Problem
from intake.table import Column, TableRow
from intake.text import text_of

STATE = "STATE"
AGENCY = "LAW ENFORCEMENT AGENCY"
TYPE = "TYPE"
COUNTY = "COUNTY"
MODEL = "SUPPORT TYPE"
SIGNED = "SIGNED"
MOA = "MOA"
MOA_URL = "MOA_URL"
ADDENDUM = "ADDENDUM"
ADDENDUM_URL = "ADDENDUM_URL"

COLUMNS = (
    Column(STATE),
    Column(AGENCY, ("AGENCY", "LEA")),
    Column(TYPE, ("AGENCY TYPE",)),
    Column(COUNTY, required=False),
    Column(MODEL, ("MODEL", "PROGRAM TYPE", "SUPPORTTYPE")),
    Column(SIGNED, ("DATE SIGNED", "SIGNED DATE", "SIGNED ON")),
    Column(MOA, required=False),
    Column(MOA_URL, ("MOA LINK",), required=False),
    Column(ADDENDUM, required=False),
    Column(ADDENDUM_URL, ("ADDENDUM LINK",), required=False),
)

NAME_MOST = 200
COUNTY_MOST = 120
# INA section 287(g) was enacted on 30 September 1996; no agreement can be older.
FIRST_DAY = date(1996, 9, 30)


@dataclass(frozen=True, slots=True)
class ListedAgreement:
    """An agreement as a row of the list states it. "" where the list states nothing."""

    row: int
    state: str
    agency: str
    kind: str
    county: str
    model: str
    signed_on: date
    moa_url: str
    addendum_url: str


def read_listed(
    row: TableRow, today: date, *, first_1904: bool = False
) -> tuple[ListedAgreement | None, list[Problem]]:
    """The agreement that a row states and no problem, or None and every problem of the row."""
    problems: list[Problem] = []

    def refuse(column: str, reason: str, mend: str) -> None:
        problems.append(Problem(row.number, column, row.text(column), reason, mend))

    state = state_code(row.text(STATE))
    if state is None:
        if row.text(STATE):
            refuse(
                STATE, _("This is no state or territory."), _("Write its name or its USPS code.")
            )
        else:
            refuse(STATE, _("The state is missing."), _("Write its name or its USPS code."))
    agency = row.text(AGENCY)
    if not agency:
        refuse(AGENCY, _("The agency's name is missing."), _("Write the name."))
    elif len(agency) > NAME_MOST:
        refuse(AGENCY, _("The name is longer than 200 characters."), _("Shorten the name."))
    kind = kind_of(row.text(TYPE))
    if kind is None:
        refuse(
            TYPE,
            _("This is no kind of agency.")
            if row.text(TYPE)
            else _("The kind of agency is missing."),
            _("Write County, Municipality or State Agency."),
        )
    county = county_of(row.text(COUNTY))
    if len(county) > COUNTY_MOST:
        refuse(COUNTY, _("The name is longer than 120 characters."), _("Shorten the name."))
    model = model_of(row.text(MODEL))
    if model is None:
        refuse(
            MODEL,
            _("This is no model of the program.")
            if row.text(MODEL)
            else _("The model is missing."),
            _("Write Jail Enforcement Model, Warrant Service Officer or Task Force Model."),
        )
    signed_on = date_of(row.values.get(SIGNED), first_1904=first_1904)
    if signed_on is None or not FIRST_DAY <= signed_on <= today:
        refuse(SIGNED, *_why_no_signing_date(row, signed_on, today))
    links = []
    for text, address in ((MOA, MOA_URL), (ADDENDUM, ADDENDUM_URL)):
        column, link = _link(row, text, address)
        links.append(address_of(link) if link else "")
        if links[-1] is None:
            shown = Problem(
                row.number,
                column,
                link,
                _("This is no web address."),
                _("Mend the link, or remove it."),
            )
            problems.append(shown)
    moa_url, addendum_url = links
    if problems or not (state and kind and model and signed_on):
        return None, problems
    listed = ListedAgreement(
        row.number, state, agency, kind, county, model, signed_on, moa_url or "", addendum_url or ""
    )
    return listed, []


def _why_no_signing_date(row: TableRow, signed_on: date | None, today: date) -> tuple[str, str]:
    value = row.values.get(SIGNED)
    if not text_of(value):
        return _("The signing date is missing."), _("Write it as month/day/year.")
    if signed_on is None:
        meant = suggestion_for(value)
        mend = _("Write it as month/day/year.")
        if meant:
            mend = _("Write it as month/day/year; perhaps %s is meant.") % meant
        return _("This is no date."), mend
    if signed_on > today:
        mend = _("Correct the date.")
        if signed_on.year > today.year + 100:
            century = today.year // 1000 * 1000 + signed_on.year % 1000
            meant = f"{signed_on.month}/{signed_on.day}/{century}"
            mend = _("Correct the date; perhaps %s is meant.") % meant
        return _("The signing date lies in the future."), mend
    return _("The date is before section 287(g) was enacted (30 September 1996)."), _("Correct it.")


def _link(row: TableRow, text: str, address: str) -> tuple[str, str]:
    """The column and the address: from the address column, the hyperlink, or the text itself."""
    if stated := row.text(address):
        return address, stated
    if linked := row.links.get(text, ""):
        return text, linked
    written = row.text(text)
    return text, written if written.casefold().startswith(("http://", "https://")) else ""
