"""One row of the FBI's list of agencies: what it says, or every reason why it cannot be taken."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agencies.geography import STATES
from agencies.rules.fbi_list import ORI, county_of, kind_of, state_of
from intake.report import Problem
from intake.table import Column, TableRow

ORI_COLUMN = "ori"
NAME = "pub_agency_name"
STATE = "state_abbr"
COUNTY = "county_name"
KIND = "agency_type_name"

COLUMNS = (
    Column(ORI_COLUMN),
    Column(NAME, ("agency_name", "agency")),
    Column(STATE, ("state",)),
    Column(COUNTY, ("county",), required=False),
    Column(KIND, ("agency_type",)),
)

NAME_MOST = 160
COUNTY_MOST = 120


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """An agency as a row of the list states it."""

    row: int
    ori: str
    name: str
    state: str
    county: str
    kind: str


def read_listed(row: TableRow) -> tuple[ListedAgency | None, list[Problem]]:
    """The agency that a row states and no problem, or None and every problem of the row."""
    reader = _Reader(row)
    ori = row.text(ORI_COLUMN).upper()
    if not ORI.fullmatch(ori):
        reader.refuse(
            ORI_COLUMN,
            _("This is no ORI: it has nine letters and digits."),
            _("Write the agency's ORI."),
        )
    name = row.text(NAME)
    if not name.rstrip(" :,"):
        reader.refuse(NAME, _("The agency's name is missing."), _("Write the name."))
    elif len(name) > NAME_MOST:
        reason = _("The name is longer than %d characters.") % NAME_MOST
        reader.refuse(NAME, reason, _("Shorten the name."))
    state = state_of(row.text(STATE).upper(), ori)
    if state not in STATES:
        reader.refuse(STATE, _("This is no state or territory."), _("Write its two-letter code."))
    county = county_of(row.text(COUNTY))
    if len(county) > COUNTY_MOST:
        reason = _("The name is longer than %d characters.") % COUNTY_MOST
        reader.refuse(COUNTY, reason, _("Shorten the name."))
    kind = kind_of(row.text(KIND))
    if kind is None:
        reader.refuse(
            KIND,
            _("This is no kind of agency in the FBI's list."),
            _(
                "Write City, County, State Police, Other State Agency, University or College,"
                " Tribal, Federal or Other."
            ),
        )
    if reader.problems or kind is None:
        return None, reader.problems
    return ListedAgency(row.number, ori, name.rstrip(" :,"), state, county, kind), []


@dataclass
class _Reader:
    """Collects what is wrong with one row."""

    row: TableRow
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, reason: str, mend: str) -> None:
        value = self.row.text(column)
        self.problems.append(Problem(self.row.number, column, value, reason, mend))
