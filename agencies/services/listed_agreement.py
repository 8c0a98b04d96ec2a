"""One row of ICE's list: what it says, or every reason why it cannot be taken.

Source: the workbook "participatingAgencies" on ice.gov/identify-and-arrest/287g, as published.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.geography import state_code
from agencies.rules.ice_list import address_of, county_of, kind_of, model_of
from intake.dates import date_of, suggestion_for
from intake.report import Problem
from intake.table import Column, TableRow
from intake.text import text_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

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


class _Wrong(NamedTuple):
    """What is said about a coded word. Lazy, for most rows are right."""

    missing: "StrOrPromise"
    unknown: "StrOrPromise"
    mend: "StrOrPromise"


_STATE = _Wrong(
    gettext_lazy("The state is missing."),
    gettext_lazy("This is no state or territory."),
    gettext_lazy("Write its name or its USPS code."),
)
_KIND = _Wrong(
    gettext_lazy("The kind of agency is missing."),
    gettext_lazy("This is no kind of agency."),
    gettext_lazy("Write County, Municipality or State Agency."),
)
_MODEL = _Wrong(
    gettext_lazy("The model is missing."),
    gettext_lazy("This is no model of the program."),
    gettext_lazy("Write Jail Enforcement Model, Warrant Service Officer or Task Force Model."),
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
    reader = _Reader(row)
    state = reader.coded(STATE, state_code, _STATE)
    agency = reader.name(AGENCY, NAME_MOST)
    if not agency:
        reader.refuse(AGENCY, _("The agency's name is missing."), _("Write the name."))
    kind = reader.coded(TYPE, kind_of, _KIND)
    county = county_of(reader.name(COUNTY, COUNTY_MOST))
    model = reader.coded(MODEL, model_of, _MODEL)
    signed_on = date_of(row.values.get(SIGNED), first_1904=first_1904)
    if signed_on is None or not FIRST_DAY <= signed_on <= today:
        reader.refuse(SIGNED, *_why_no_signing_date(row, signed_on, today))
    moa_url = reader.link(MOA, MOA_URL)
    addendum_url = reader.link(ADDENDUM, ADDENDUM_URL)
    if reader.problems or signed_on is None:
        return None, reader.problems
    listed = ListedAgreement(
        row.number, state, agency, kind, county, model, signed_on, moa_url, addendum_url
    )
    return listed, []


@dataclass
class _Reader:
    """Reads one row's cells and collects what is wrong with them; "" stands for a wrong one."""

    row: TableRow
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, reason: str, mend: str, value: str | None = None) -> None:
        value = self.row.text(column) if value is None else value
        self.problems.append(Problem(self.row.number, column, value, reason, mend))

    def coded(
        self,
        column: str,
        meaning: Callable[[str], str | None],
        wrong: "_Wrong",
    ) -> str:
        text = self.row.text(column)
        code = meaning(text)
        if code is None:
            self.refuse(column, str(wrong.unknown if text else wrong.missing), str(wrong.mend))
        return code or ""

    def name(self, column: str, most: int) -> str:
        text = self.row.text(column)
        if len(text) > most:
            reason = _("The name is longer than %d characters.") % most
            self.refuse(column, reason, _("Shorten the name."))
        return text

    def link(self, text_column: str, address_column: str) -> str:
        """The address, from the address column, the cell's hyperlink or the cell's own text."""
        column, link = address_column, self.row.text(address_column)
        if not link:
            column, link = text_column, self.row.links.get(text_column, "")
        if not link:
            written = self.row.text(text_column)
            link = written if written.casefold().startswith(("http://", "https://")) else ""
        address = address_of(link) if link else ""
        if address is None:
            mend = _("Mend the link, or remove it.")
            self.refuse(column, _("This is no web address."), mend, link)
        return address or ""


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
