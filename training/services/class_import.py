"""Take in ICE's State Training Summary: the classes of 2002 to 2008.

One row is one agency in one class; the classes are what is kept, for the list names no officer (ICE
redacted even their number). The source is a transcription of scanned text: a class of unlikely
length is noted, and its dates are taken as they are. Place and seats are not in the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from accounts.viewer import Viewer
from intake.dates import date_of
from intake.file import File
from intake.kinds import Kind, Origin
from intake.plan import Importer
from intake.report import Problem, Report
from intake.services.import_file import import_file
from intake.table import Column, Table, TableRow
from training.models import ClassDay, CourseVersion, TrainingClass
from training.rules.class_length import is_likely, weekdays_between
from training.services.past_class import SEATS, add_past_classes

CLASS_ID, STARTS, ENDS, DAYS = "class_id", "start_date", "end_date", "calendar_days"
COLUMNS = (
    Column(CLASS_ID, ("class",)),
    Column(STARTS, ("first_day", "started_on")),
    Column(ENDS, ("last_day", "ended_on")),
    Column(DAYS, required=False),
)
COURSE = "BASIC"
CLASS_ID_MOST = 20
LONGEST_DAYS = 366


def import_classes(viewer: Viewer, file: File, *, commit: bool, strict: bool) -> Report:
    """Check a list of past classes against what is known; with `commit` add those that are new."""
    return import_file(viewer, CLASSES, file, commit=commit, strict=strict)


@dataclass(frozen=True, slots=True)
class ListedClass:
    """A class as one row states it."""

    row: int
    class_id: str
    starts_on: date
    ends_on: date


@dataclass
class ClassImporter:
    """Plans a file of classes against today's data, in two queries."""

    viewer: Viewer
    name: str = "classes"

    def plan(self, table: Table) -> "ClassPlan":
        plan = ClassPlan(list(CourseVersion.objects.filter(course__code=COURSE)))
        listed = []
        for row in table:
            listed_class, problems = _read(row, first_1904=table.sheet.first_1904)
            plan.report.problems += problems
            if listed_class is not None:
                listed.append(listed_class)
                plan.note_days(row, listed_class)
        plan.report.blank = table.blank
        plan.compare(listed)
        plan.report.problems.sort(key=lambda problem: problem.row)
        plan.report.notes.sort(key=lambda note: note.row)
        return plan


@dataclass
class ClassPlan:
    """What a file comes to: classes to add. A row that repeats a class changes nothing."""

    versions: list[CourseVersion]
    report: Report = field(default_factory=Report)
    _new: list[TrainingClass] = field(default_factory=list)

    def note_days(self, row: TableRow, listed: ListedClass) -> None:
        """Note a number of days that is not that of the dates."""
        stated, days = row.text(DAYS), (listed.ends_on - listed.starts_on).days + 1
        if stated and stated != str(days):
            self.report.notes.append(
                Problem(row.number, DAYS, stated, _("By its dates the class has %d days.") % days)
            )

    def compare(self, listed: Iterable[ListedClass]) -> None:
        """Sort the rows: the first of a new class adds it, what says the same is the same."""
        by_id: dict[str, list[ListedClass]] = {}
        for row in listed:
            by_id.setdefault(row.class_id, []).append(row)
        known = TrainingClass.objects.filter(class_id__in=by_id).in_bulk(field_name="class_id")
        for class_id, rows in by_id.items():
            first = rows[0]
            if class_id in known:
                found = known[class_id]
                dates, where = (found.starts_on, found.ends_on), _("on record")
            else:
                if (version := self._version_on(first.starts_on)) is None:
                    self._refuse_all(rows, first)
                    continue
                self._add(first, version)
                dates, where = (first.starts_on, first.ends_on), _("in row %d") % first.row
                self.report.created += 1
                rows = rows[1:]
            for row in rows:
                if (row.starts_on, row.ends_on) == dates:
                    self.report.unchanged += 1
                else:
                    self._refuse_dates(row, where, dates)

    def write(self) -> None:
        """Write the classes and the days on which they met."""
        add_past_classes(self._new)

    def _version_on(self, day: date) -> CourseVersion | None:
        taught = [v for v in self.versions if v.valid_from <= day < v.valid_to]
        return max(taught, key=lambda version: version.valid_from, default=None)

    def _add(self, row: ListedClass, version: CourseVersion) -> None:
        self._new.append(
            TrainingClass(
                class_id=row.class_id,
                course_version=version,
                place=_("Not stated"),
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                seats=SEATS,
            )
        )
        if not is_likely(row.starts_on, row.ends_on, version.training_days):
            self.report.notes.append(
                Problem(
                    row.row,
                    ENDS,
                    f"{row.class_id}: {row.starts_on} – {row.ends_on}",
                    _(
                        "An unlikely length: %(weekdays)d weekdays for a course of %(days)d"
                        " training days. The dates were taken as they are."
                    )
                    % {
                        "weekdays": weekdays_between(row.starts_on, row.ends_on),
                        "days": version.training_days,
                    },
                    _("Compare with the source."),
                )
            )

    def _refuse_all(self, rows: list[ListedClass], first: ListedClass) -> None:
        for row in rows:
            self.report.problems.append(
                Problem(
                    row.row,
                    STARTS,
                    row.starts_on.isoformat(),
                    _("No version of the basic course was taught on %s.") % first.starts_on,
                    _("Correct the date, or add the course's version first."),
                )
            )

    def _refuse_dates(self, row: ListedClass, where: str, dates: tuple[date, date]) -> None:
        self.report.problems.append(
            Problem(
                row.row,
                STARTS,
                f"{row.starts_on} – {row.ends_on}",
                _("The class %(id)s has other dates %(where)s: %(first)s – %(last)s.")
                % {"id": row.class_id, "where": where, "first": dates[0], "last": dates[1]},
                _("Correct the dates; a class on other days has an ID of its own."),
            )
        )


def _read(row: TableRow, *, first_1904: bool) -> tuple[ListedClass | None, list[Problem]]:
    """The class that a row states and no problem, or None and every problem of the row."""
    problems: list[Problem] = []

    def refuse(column: str, reason: str, mend: str) -> None:
        problems.append(Problem(row.number, column, row.text(column), reason, mend))

    class_id = row.text(CLASS_ID).upper()
    if not class_id:
        refuse(CLASS_ID, _("The class ID is missing."), _("Write it, as in CL001."))
    elif len(class_id) > CLASS_ID_MOST:
        reason = _("The class ID is longer than %d characters.") % CLASS_ID_MOST
        refuse(CLASS_ID, reason, _("Shorten it."))
    starts_on = date_of(row.values.get(STARTS), first_1904=first_1904)
    ends_on = date_of(row.values.get(ENDS), first_1904=first_1904)
    for column, day in ((STARTS, starts_on), (ENDS, ends_on)):
        if day is None:
            refuse(column, _("This is no date."), _("Write it as month/day/year."))
    if starts_on is None or ends_on is None:
        return None, problems
    if not 0 <= (ends_on - starts_on).days < LONGEST_DAYS:
        refuse(
            ENDS,
            _("The class ends before it starts, or more than a year later."),
            _("Correct the dates."),
        )
    elif not weekdays_between(starts_on, ends_on):
        refuse(STARTS, _("No weekday lies between the dates."), _("Correct the dates."))
    if problems:
        return None, problems
    return ListedClass(row.number, class_id, starts_on, ends_on), []


def _importer(viewer: Viewer, _origin: Origin) -> Importer:
    return ClassImporter(viewer)


CLASSES = Kind(
    name="classes",
    title=gettext_lazy("ICE's list of past classes"),
    description=gettext_lazy(
        "The State Training Summary: one row is one agency in one class, and each class is added"
        " once, by its ID. A class of unlikely length is noted; its dates are taken as they are."
    ),
    columns=COLUMNS,
    permission=Permission.MANAGE_CLASSES,
    importer=_importer,
    writes=(ClassDay, TrainingClass),
    example=("CL001", "2002-07-15", "2002-08-16", "33"),
)
