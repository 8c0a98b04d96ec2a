"""Take in an agency's roster: officers and their appointments, in sets.

An officer is known by the badge among those who serve at the agency now. A cell that is empty
changes nothing; an officer whom the file leaves out is shown, and nothing else. `model` is
compared with the agency's agreements and starts nothing: nominating is an act of its own.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason
from accounts.viewer import Viewer, day_in
from agencies.models import Agency, Agreement, Appointment, Officer
from agencies.models.rows import FOREVER
from agencies.services import roster_sql as sql
from agencies.services.listed_officer import (
    BADGE,
    COLUMNS,
    EXAMPLE,
    HIRED,
    LAST,
    ListedOfficer,
    read_listed,
)
from intake.file import File
from intake.kinds import Kind, Origin
from intake.plan import Importer
from intake.report import Change, Problem, Report
from intake.services.import_file import import_file
from intake.table import Table


def import_roster(
    viewer: Viewer, agency: Agency, file: File, *, commit: bool, strict: bool
) -> Report:
    """Check a roster of the agency; with `commit` write what it adds and changes."""
    return import_file(viewer, ROSTER, file, agency_id=agency.pk, commit=commit, strict=strict)


@dataclass
class RosterImporter:
    """Plans one agency's roster against its officers of today."""

    viewer: Viewer
    agency_id: int

    @property
    def name(self) -> str:
        """Rosters of two agencies do not wait for each other."""
        return f"roster {self.agency_id}"

    def plan(self, table: Table) -> "RosterPlan":
        """Read the rows into a staging table and compare them there, in sets."""
        agency = Agency.objects.visible_to(self.viewer, Permission.KEEP_OFFICERS).get(
            pk=self.agency_id
        )
        plan = RosterPlan(agency, day_in(agency.time_zone))
        models = set(Agreement.objects.filter(agency=agency).values_list("model", flat=True))
        plan.stage(table, models)
        plan.compare()
        return plan


@dataclass
class RosterPlan:
    """What a roster comes to. The rows stay in a temporary table until the transaction ends."""

    agency: Agency
    today: date
    report: Report = field(default_factory=Report)
    _refused_badges: list[str] = field(default_factory=list)

    def stage(self, table: Table, models: set[str]) -> None:
        """Read and check each row by itself; what is sound goes into the staging table."""
        with connection.cursor() as cursor:
            cursor.execute(sql.STAGE)
            with cursor.copy(sql.COPY) as stream:
                for listed in self._sound(table, models):
                    stream.write_row(listed)

    def compare(self) -> None:
        """Sort the staged rows into new, changed, the same and refused, by a few statements."""
        with connection.cursor() as cursor:
            cursor.execute(sql.PLAN, self._parameters)
            for statement in sql.KNOW:
                cursor.execute(statement)
        for row, reason, value, other in self._rows(sql.PROBLEMS):
            self.report.problems.append(_problem(row, reason, value, other))
        with connection.cursor() as cursor:
            cursor.execute(sql.REFUSE, {"rows": [p.row for p in self.report.problems]})
        self.report.changes += [Change(*change) for change in self._rows(sql.CHANGES)]
        counts = dict(self._rows(sql.COUNTS))
        self.report.created = counts.get("new", 0)
        self.report.updated = counts.get("changed", 0)
        self.report.unchanged = counts.get("same", 0)
        self.report.absent += [name for (name,) in self._rows(sql.ABSENT)]
        self.report.problems.sort(key=lambda problem: problem.row)

    @property
    def digest(self) -> str:
        """The report's fingerprint and that of each row's outcome, the officer's id included."""
        (rows,) = next(iter(self._rows(sql.DIGEST)))
        return hashlib.sha256(f"{self.report.digest} {rows}".encode()).hexdigest()

    def write(self) -> None:
        """Write everything in five statements, whatever the number of rows."""
        with refused_by(_came_first()), connection.cursor() as cursor:
            if self.report.created:
                for statement in sql.ADD:
                    cursor.execute(statement, self._parameters)
            if self.report.updated:
                for statement in sql.CHANGE:
                    cursor.execute(statement, self._parameters)

    @property
    def _parameters(self) -> dict[str, Any]:
        return {
            "agency": self.agency.pk,
            "today": self.today,
            "forever": FOREVER,
            "refused_badges": self._refused_badges,
        }

    def _rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._parameters)
            yield from cursor.fetchall()

    def _sound(self, table: Table, models: set[str]) -> Iterator[ListedOfficer]:
        first: dict[str, int] = {}
        first_1904 = table.sheet.first_1904
        for row in table:
            listed = read_listed(row, self.today, models, first_1904=first_1904)
            badge = listed.badge_number if isinstance(listed, ListedOfficer) else row.text(BADGE)
            earlier = first.setdefault(badge, row.number) if badge else row.number
            if isinstance(listed, ListedOfficer) and earlier == row.number:
                yield listed
                continue
            if not isinstance(listed, ListedOfficer):
                self.report.problems += listed
                self._refused_badges.append(badge)
            if earlier != row.number:
                self.report.problems.append(
                    Problem(
                        row.number,
                        BADGE,
                        badge,
                        _("Row %d has the same badge.") % earlier,
                        _("Delete one of the two rows, or correct the badge."),
                    )
                )


def _problem(row: int, reason: str, value: str, other: str) -> Problem:
    column, why, mend = _WHY[reason]
    return Problem(
        row, column, value, str(why) % other if "%s" in str(why) else str(why), str(mend)
    )


_WHY = {
    "another officer": (
        BADGE,
        gettext_lazy("%s has this badge."),
        gettext_lazy("Correct the badge. If that officer has left, record the separation first."),
    ),
    "another name": (
        BADGE,
        gettext_lazy("%s has this badge: it may be another officer of that name."),
        gettext_lazy(
            "If it is the same officer, write the e-mail address or the day of hire on record, or"
            " correct the name on the officer's page first. If it is another, record the"
            " separation of the one who had the badge first."
        ),
    ),
    "namesake": (
        LAST,
        gettext_lazy("An officer of this name serves with the badge %s, which the file lacks."),
        gettext_lazy(
            "If it is the same officer, write that badge, or correct it on the officer's page"
            " first; if it is another, add that officer on the page."
        ),
    ),
    "badge taken then": (
        HIRED,
        gettext_lazy("The badge was %s's on that day."),
        gettext_lazy("Correct the day or the badge."),
    ),
    "serving already": (
        HIRED,
        gettext_lazy("The officer has an earlier appointment here that reaches past this day."),
        gettext_lazy("Correct the day, or leave the cell empty."),
    ),
    "ended before": (
        HIRED,
        gettext_lazy("The service ends before this day."),
        gettext_lazy("Correct the day, or leave the cell empty."),
    ),
    "before any service": (
        HIRED,
        gettext_lazy("The record says that the officer is in law enforcement only since %s."),
        gettext_lazy("Correct one of the two days."),
    ),
    "takes part before": (
        HIRED,
        gettext_lazy("The officer takes part in the program since %s, so serves since then."),
        gettext_lazy("Correct the day, or leave the cell empty."),
    ),
}


def _came_first() -> dict[str, Reason]:
    """What the database says where somebody else was quicker."""
    badge = _("Somebody gave one of these badges to an officer just now. Check the file again.")
    day = _("Somebody changed one of these appointments just now. Check the file again.")
    return {
        "appointment_badge_in_use": Reason(badge, BADGE),
        "appointment_once_at_an_agency": Reason(day, HIRED),
        "appointment_begins_before_participation": Reason(day, HIRED),
    }


def _importer(viewer: Viewer, origin: Origin) -> Importer:
    if origin.agency_id is None:
        raise ValueError("A roster is one agency's.")
    return RosterImporter(viewer, origin.agency_id)


ROSTER = Kind(
    name="roster",
    title=gettext_lazy("Roster"),
    description=gettext_lazy(
        "The agency's officers. They are recognized by the badge number; an empty cell changes"
        " nothing. The model is only compared with the agency's agreements: nominating an officer"
        " is an act of its own."
    ),
    columns=COLUMNS,
    permission=Permission.KEEP_OFFICERS,
    importer=_importer,
    writes=(Appointment, Officer),
    of_agency=True,
    example=EXAMPLE,
)
