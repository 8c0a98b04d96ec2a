"""Whom and what each line of a training history means; what is ambiguous is refused, never guessed.

What the lines say about each other is judged over all of them, so that their order does not matter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agencies.models import Agency, Agreement, Appointment
from agencies.names import name_key
from intake.report import Problem
from training.models import CourseVersion, TrainingClass
from training.rules.class_days import class_days
from training.services import history_line as columns
from training.services.history_known import Parties
from training.services.history_line import HistoryLine
from training.services.stated_scores import exam_column

# Days from the first to the last of a class: more is a year that slipped.
LONGEST_DAYS = 366


@dataclass
class Person:
    """One officer of the file. `appointment` is None for one whom the records do not know."""

    agency: Agency
    badge: str
    line: HistoryLine
    appointment: Appointment | None = None


@dataclass(frozen=True)
class Dates:
    """The first and the last day of a class that the file adds."""

    starts_on: date
    ends_on: date


@dataclass
class Meant:
    """A line with what it means. A class that is not on record is known by its dates alone."""

    line: HistoryLine
    person: Person
    agreement: Agreement
    version: CourseVersion
    training_class: TrainingClass | None = None
    new_class: Dates | None = None

    @property
    def sat(self) -> Dates | None:
        """When the officer sat in the class: as the paper says, else as the class was."""
        known = self.training_class
        dates = Dates(known.starts_on, known.ends_on) if known is not None else self.new_class
        if dates is None:
            return None
        line = self.line
        return Dates(line.started_on or dates.starts_on, line.completed_on or dates.ends_on)

    @property
    def completed_on(self) -> date | None:
        """The day on which the course was completed, as far as the paper or the class tells."""
        sat = self.sat
        return self.line.completed_on or (sat.ends_on if sat else self.line.certified_on)


class Matching:
    """Goes from lines to what they mean, and gathers the problems on the way."""

    def __init__(self, parties: Parties, today: date) -> None:
        self.parties, self.today = parties, today
        self.problems: list[Problem] = []
        self._rows: dict[tuple[int, str, int, str, str], int] = {}

    def meant(self, lines: Iterable[HistoryLine]) -> list[Meant]:
        """The lines whose agency, officer, agreement, course and class are beyond doubt."""
        placed = [(line, agency) for line in lines if (agency := self._agency(line))]
        people = self._people(placed)
        found: list[Meant] = []
        for line, agency in placed:
            person = people.get((agency.pk, line.badge))
            agreement = self._agreement(line, agency)
            if person is not None and agreement is not None:
                meant = Meant(line, person, agreement, CourseVersion())
                if self._once(meant):
                    found.append(meant)
        return self._in_classes(found)

    def refuse(self, line: HistoryLine, column: str, value: object, why: str, mend: str) -> None:
        """Refuse a line for what stands in one of its columns."""
        self.problems.append(Problem(line.row, column, str(value), why, mend))

    # --- the agency and its agreement -----------------------------------------------------------

    def _agency(self, line: HistoryLine) -> Agency | None:
        by_ori = self.parties.by_ori.get(line.ori) if line.ori else None
        by_name = self.parties.by_name.get((line.state, name_key(line.agency)))
        if line.ori and by_ori is None:
            mend = _("Correct the ORI, or add it to the agency first.")
            self.refuse(line, columns.ORI, line.ori, _("No agency has this ORI."), mend)
        elif by_ori is not None and line.agency and by_name != by_ori:
            mend = _("Correct one of the two, or leave the name out.")
            why = _("The ORI is that of %s.") % by_ori
            self.refuse(line, columns.AGENCY, line.agency, why, mend)
        elif by_ori is None and by_name is None:
            mend = _("Write the name as the agency's page has it, or its ORI.")
            why = _("No agency of this name is known in %s.") % line.state
            self.refuse(line, columns.AGENCY, line.agency, why, mend)
        else:
            return by_ori or by_name
        return None

    def _agreement(self, line: HistoryLine, agency: Agency) -> Agreement | None:
        all_of_model = self.parties.agreements[agency.pk, line.model]
        signed_on = line.agreement_signed_on
        found = [a for a in all_of_model if signed_on in (None, a.signed_on)]
        if len(found) == 1:
            return found[0]
        days = ", ".join(a.signed_on.isoformat() for a in all_of_model)
        if not all_of_model:
            why = _("%s has no agreement for this model.") % agency
            mend = _("Correct the model, or record the agreement first.")
            self.refuse(line, columns.MODEL, line.model, why, mend)
        elif signed_on is not None:
            why = _("No agreement for this model was signed on this day; signed: %s.") % days
            mend = _("Write one of these days.")
            self.refuse(line, columns.AGREEMENT, signed_on, why, mend)
        else:
            why = _("The agency has several agreements for this model, signed %s.") % days
            mend = _("Write the day of the one that is meant in the column agreement_signed_on.")
            self.refuse(line, columns.MODEL, line.model, why, mend)
        return None

    def _once(self, meant: Meant) -> bool:
        line = meant.line
        key = (meant.person.agency.pk, line.badge, meant.agreement.pk, line.course, line.class_id)
        earlier = self._rows.setdefault(key, line.row)
        if earlier == line.row:
            return True
        why = _("Row %d states the same officer, course and class.") % earlier
        self.refuse(line, columns.COURSE, line.course, why, _("Delete one of the two rows."))
        return False

    # --- officers -------------------------------------------------------------------------------

    def _people(
        self, placed: list[tuple[HistoryLine, Agency]]
    ) -> dict[tuple[int, str], Person | None]:
        by_badge: dict[tuple[int, str], list[HistoryLine]] = defaultdict(list)
        by_name: dict[tuple[int, str], set[str]] = defaultdict(set)
        for line, agency in placed:
            by_badge[agency.pk, line.badge].append(line)
            by_name[agency.pk, line.name_key].add(line.badge)
        agencies = {agency.pk: agency for _line, agency in placed}
        return {
            (pk, badge): self._person(agencies[pk], badge, lines, by_name)
            for (pk, badge), lines in by_badge.items()
        }

    def _person(
        self,
        agency: Agency,
        badge: str,
        lines: list[HistoryLine],
        by_name: dict[tuple[int, str], set[str]],
    ) -> Person | None:
        names = {line.name_key: line for line in lines}
        if len(names) > 1:
            other = " / ".join(sorted(f"{n.last_name}, {n.first_name}" for n in names.values()))
            mend = _("Correct the names or the badges; one badge is one officer.")
            why = _("The file gives this badge to several officers: %s.") % other
            for line in lines:
                self.refuse(line, columns.BADGE, badge, why, mend)
            return None
        line = lines[0]
        held = self.parties.serving[agency.pk, badge]
        own = [row for row in held if row.officer.name_key == line.name_key]
        if len({row.officer_id for row in own}) == 1:
            return Person(agency, badge, line, own[0])
        problem = self._why_nobody(agency, line, held, own, by_name)
        if problem is None:
            return Person(agency, badge, line)
        for line in lines:
            self.refuse(line, *problem)
        return None

    def _why_nobody(
        self,
        agency: Agency,
        line: HistoryLine,
        held: list[Appointment],
        own: list[Appointment],
        by_name: dict[tuple[int, str], set[str]],
    ) -> tuple[str, str, str, str] | None:
        """Why a badge of which the records know no officer of this name is not a new one's."""
        name = f"{line.last_name}, {line.first_name}"
        if own:
            why = _("Several officers of this name have had this badge.")
            mend = _("Correct the officers' records first.")
            return columns.BADGE, line.badge, why, mend
        first = min(line.days, default=self.today)
        if others := [row for row in held if row.valid_to > first]:
            why = _("%s has this badge.") % others[0].officer
            mend = _("Correct the badge or the name. A changed name is corrected on the page.")
            return columns.BADGE, line.badge, why, mend
        if namesakes := self.parties.namesakes[agency.pk, line.name_key]:
            why = _("An officer of this name has the badge %s.") % namesakes[0].badge_number
            mend = _(
                "If it is the same officer, write that badge; if it is another, add that officer"
                " with the roster first."
            )
            return columns.LAST, name, why, mend
        if len(badges := by_name[agency.pk, line.name_key]) > 1:
            why = _("The file gives this name several badges: %s.") % ", ".join(sorted(badges))
            mend = _(
                "If it is one officer, write one badge; if they are several, add them with the"
                " roster first."
            )
            return columns.LAST, name, why, mend
        return None

    # --- courses and classes --------------------------------------------------------------------

    def _in_classes(self, found: list[Meant]) -> list[Meant]:
        by_class: dict[str, list[Meant]] = defaultdict(list)
        sound: list[Meant] = []
        for meant in found:
            if meant.line.class_id:
                by_class[meant.line.class_id].append(meant)
            elif self._versioned(meant, self._some_day(meant.line)):
                sound.append(meant)
        for class_id, rows in by_class.items():
            known = self.parties.classes.get(class_id)
            sound += self._of_known(known, rows) if known else self._of_new(class_id, rows)
        return sorted(sound, key=lambda meant: meant.line.row)

    def _some_day(self, line: HistoryLine) -> date:
        return line.started_on or line.completed_on or line.certified_on or self.today

    def _versioned(self, meant: Meant, day: date) -> bool:
        line = meant.line
        version = self.parties.version_on(line.course, day)
        if version is None:
            why = _("No version of the course %(course)s was taught on %(day)s.")
            mend = _("Correct the date, or add the course's version first.")
            self.refuse(
                line, columns.COURSE, line.course, why % {"course": line.course, "day": day}, mend
            )
            return False
        meant.version = version
        return True

    def _of_known(self, known: TrainingClass, rows: list[Meant]) -> list[Meant]:
        sound = []
        dates = Dates(known.starts_on, known.ends_on)
        for meant in rows:
            line = meant.line
            if known.course_version.course.code != line.course:
                why = _("The class %(id)s is one of the course %(course)s.")
                why %= {"id": known.class_id, "course": known.course_version.course.code}
                mend = _("Correct the course or the class.")
                self.refuse(line, columns.CLASS_ID, line.class_id, why, mend)
            elif known.canceled_on is not None:
                mend = _("Correct the class.")
                self.refuse(
                    line, columns.CLASS_ID, line.class_id, _("The class was canceled."), mend
                )
            elif self._fits(line, dates, _("on record")) and self._exams(meant, known):
                sound.append(meant)
        return sound

    def _of_new(self, class_id: str, rows: list[Meant]) -> list[Meant]:
        courses = {meant.line.course for meant in rows}
        if len(courses) > 1:
            why = _("The file gives this class several courses: %s.") % ", ".join(sorted(courses))
            for meant in rows:
                mend = _("Correct the course or the class.")
                self.refuse(meant.line, columns.CLASS_ID, class_id, why, mend)
            return []
        dates = self._agreed_dates([meant.line for meant in rows])
        sound = []
        for meant in rows:
            line = meant.line
            if dates is None:
                why = _("The class is not known, and the rows do not agree on its days.")
                mend = _("Write the first day of the class in each of its rows, the same in all.")
                self.refuse(line, columns.STARTED, line.started_on or "", why, mend)
            elif (dates.ends_on - dates.starts_on).days >= LONGEST_DAYS:
                why = _("The class would last more than a year.")
                self.refuse(line, columns.COMPLETED, dates.ends_on, why, _("Correct the dates."))
            elif self._fits(line, dates, _("in the file")) and self._versioned(
                meant, dates.starts_on
            ):
                meant.new_class = dates
                if self._exams(meant, None):
                    sound.append(meant)
        return sound

    def _agreed_dates(self, lines: list[HistoryLine]) -> Dates | None:
        """The days of a class that is not on record: those that most of its rows state."""
        whole: Counter[Dates] = Counter()
        left: Counter[Dates] = Counter()
        begun: Counter[date] = Counter()
        backward: list[Dates] = []
        for line in lines:
            first, last = line.started_on, line.completed_on
            if first is None:
                continue
            if last is None:
                begun[first] += 1
            elif last < first:
                backward.append(Dates(last, first))
            elif line.result in ("failed", "incomplete"):
                left[Dates(first, last)] += 1
            else:
                whole[Dates(first, last)] += 1
        for counted in (whole, left):
            if counted:
                (dates, most), *others = counted.most_common()
                return None if any(count == most for _dates, count in others) else dates
        if len(begun) == 1:
            (first,) = begun
            version = self.parties.version_on(lines[0].course, first)
            days = class_days(first, version.training_days, 1) if version else []
            return Dates(first, days[-1].day) if days else Dates(first, first)
        if backward and not begun:
            return Dates(min(d.starts_on for d in backward), max(d.ends_on for d in backward))
        return None

    def _fits(self, line: HistoryLine, dates: Dates, where: str) -> bool:
        """Whether the days of the line are those of the class, or contradict themselves alone."""
        first, last = line.started_on or dates.starts_on, line.completed_on or dates.ends_on
        backward = last < first
        same = first == dates.starts_on or (backward and first == dates.ends_on)
        left = line.result in ("failed", "incomplete") and dates.starts_on <= last <= dates.ends_on
        if same and (last == dates.ends_on or left or backward):
            return True
        why = _("The class %(id)s has other days %(where)s: %(first)s to %(last)s.") % {
            "id": line.class_id,
            "where": where,
            "first": dates.starts_on,
            "last": dates.ends_on,
        }
        column = columns.STARTED if not same else columns.COMPLETED
        value = first if not same else last
        mend = _("Correct the dates; a class on other days has an ID of its own.")
        self.refuse(line, column, value, why, mend)
        return False

    def _exams(self, meant: Meant, known: TrainingClass | None) -> bool:
        """Give the line its course version, and see that the course has its exams."""
        if known is not None:
            meant.training_class, meant.version = known, known.course_version
        has = {module.exam_code for module in meant.version.modules.all()}
        unknown = sorted({score.exam for score in meant.line.scores} - has)
        for exam in unknown:
            why = _("The course %s has no such exam.") % meant.line.course
            column = exam_column(exam)
            self.refuse(meant.line, column, exam, why, _("Leave the cell empty."))
        return not unknown
