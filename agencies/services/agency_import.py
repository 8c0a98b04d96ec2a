"""Take in the FBI's list of agencies: insert or update by ORI.

An agency that is known without an ORI is left as it is: where exactly one row of the list may be
the same agency the ORI is proposed, and a person says whether it is.
The name and county of an agency that people use are never replaced by the list's short ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.geography import zone_of
from agencies.models import Agency
from agencies.names import name_key
from agencies.rules.fbi_list import names_for
from agencies.selectors.agency_match import ori_proposals
from agencies.services.listed_agency import (
    COLUMNS,
    COUNTY,
    NAME,
    ORI_COLUMN,
    ListedAgency,
    read_listed,
)
from agencies.services.listed_rows import add_agencies
from intake.file import File
from intake.kinds import Kind, Origin
from intake.plan import Importer
from intake.report import Change, Comparison, Problem, Report
from intake.services.import_file import import_file
from intake.table import Table

BATCH = 5_000


def import_agencies(viewer: Viewer, file: File, *, commit: bool, strict: bool) -> Report:
    """Check the FBI's list against what is known; with `commit` write what it adds and changes."""
    return import_file(viewer, AGENCIES, file, commit=commit, strict=strict)


@dataclass
class AgencyImporter:
    """Plans a file of agencies against today's data, in one query."""

    viewer: Viewer
    name: str = "agencies"

    def plan(self, table: Table) -> "AgencyPlan":
        plan = AgencyPlan(self.viewer)
        listed = []
        for row in table:
            agency, problems = read_listed(row)
            plan.report.problems += problems
            plan.named.add(row.text(ORI_COLUMN).upper())
            if agency is not None:
                listed.append(agency)
        plan.report.blank = table.blank
        plan.compare(plan.without_duplicates(listed))
        plan.report.problems.sort(key=lambda problem: problem.row)
        return plan


@dataclass
class AgencyPlan:
    """What a file comes to: agencies to add, values to change, ORIs to propose.

    `named` are the ORIs of all its rows, the refused ones too: those are not absent.
    """

    viewer: Viewer
    report: Report = field(default_factory=Report)
    named: set[str] = field(default_factory=set)
    _new: list[Agency] = field(default_factory=list)
    _changed: list[Agency] = field(default_factory=list)

    def without_duplicates(self, listed: Iterable[ListedAgency]) -> list[ListedAgency]:
        """The first row of each ORI; a second one is refused."""
        first: dict[str, ListedAgency] = {}
        for agency in listed:
            if (earlier := first.setdefault(agency.ori, agency)) is not agency:
                self.report.problems.append(
                    Problem(
                        agency.row,
                        ORI_COLUMN,
                        agency.ori,
                        _("This ORI is also in row %d.") % earlier.row,
                        _("Delete one of the two rows."),
                    )
                )
        return list(first.values())

    def compare(self, listed: list[ListedAgency]) -> None:
        """Sort the rows into new, changed and the same, by ORI."""
        known = list(Agency.objects.visible_to(self.viewer, Permission.MANAGE_AGREEMENTS))
        by_ori = {agency.ori: agency for agency in known if agency.ori}
        taken = {(agency.state, agency.name_key) for agency in known}
        rows: dict[str, int] = {}
        for row in sorted(listed, key=lambda agency: agency.ori):
            agency = by_ori.get(row.ori)
            rows[row.ori] = row.row
            if agency is None:
                self._add(row, taken)
            elif self._compare(agency, row):
                self.report.updated += 1
            else:
                self.report.unchanged += 1
        self.report.changes.sort(key=lambda change: change.row)
        self.report.absent += [
            f"{agency} ({agency.ori})"
            for agency in known
            if agency.ori and agency.ori not in self.named and not agency.is_invented
        ]
        self._propose([*known, *self._new], rows)

    def write(self) -> None:
        """Write everything in a few statements, whatever the number of rows."""
        add_agencies(self._new)
        fields = ["fbi_name", "county", "kind"]
        Agency.objects.bulk_update(self._changed, fields, batch_size=BATCH)

    def _add(self, row: ListedAgency, taken: set[tuple[str, str]]) -> None:
        for name in names_for(row.name, row.kind, row.county, row.ori):
            key = (row.state, name_key(name))
            if key not in taken:
                break
        taken.add(key)
        self._new.append(
            Agency(
                name=name,
                name_key=key[1],
                fbi_name=row.name,
                state=row.state,
                county=row.county,
                kind=row.kind,
                ori=row.ori,
                time_zone=zone_of(row.state),
            )
        )
        self.report.created += 1

    def _compare(self, agency: Agency, row: ListedAgency) -> bool:
        changes = [(NAME, "fbi_name", row.name)]
        if not agency.county:
            changes.append((COUNTY, "county", row.county))
        changed = False
        for column, attribute, new in changes:
            old = getattr(agency, attribute)
            if new and new != old:
                setattr(agency, attribute, new)
                self.report.changes.append(Change(row.row, column, old, new))
                changed = True
        if changed:
            self._changed.append(agency)
        return changed

    def _propose(self, agencies: list[Agency], rows: dict[str, int]) -> None:
        """Note each ORI that exactly one agency without an ORI may have."""
        for known, listed in ori_proposals(self.viewer, agencies):
            if listed.ori in rows:
                self.report.notes.append(
                    Problem(
                        rows[listed.ori],
                        ORI_COLUMN,
                        listed.ori or "",
                        _('This may be the ORI of "%s", which is known without one.') % known,
                        _("Say on the page Names to compare whether it is."),
                    )
                )
                given = f"{listed.fbi_name}, {listed.state} ({listed.ori})"
                self.report.comparisons.append(Comparison(rows[listed.ori], given, str(known)))
        self.report.notes.sort(key=lambda note: note.row)


def _importer(viewer: Viewer, _origin: Origin) -> Importer:
    return AgencyImporter(viewer)


AGENCIES = Kind(
    name="agencies",
    title=gettext_lazy("The FBI's list of agencies"),
    description=gettext_lazy(
        "Every law enforcement agency with its ORI, by which it is recognized. An agency that is"
        " known without an ORI is left as it is; an ORI is proposed, and a person decides."
    ),
    columns=COLUMNS,
    permission=Permission.MANAGE_AGREEMENTS,
    importer=_importer,
    writes=(Agency,),
    answered_at="agency-matches",
)
