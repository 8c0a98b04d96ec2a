"""One row of training history: what it says, or every reason why it cannot be taken.

One row is one officer and one course. What stands in the later columns may be missing; dates that
contradict each other are kept as the paper says and flagged, and only what cannot be read, or has
not happened yet, is refused here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agencies.geography import state_code
from agencies.names import name_key
from agencies.rules.ice_list import model_of
from agencies.rules.roster import BADGE_MOST, NAME_MOST
from intake.dates import date_of, suggestion_for
from intake.report import Problem
from intake.table import Column, TableRow
from intake.text import spelling_of
from training.services.stated_scores import EXAMS, Score, exam_column, how_to_write, read_scores

ORI, STATE, AGENCY = "agency_ori", "state", "agency"
BADGE, LAST, FIRST = "badge_number", "last_name", "first_name"
MODEL, COURSE, CLASS_ID = "model", "course", "class_id"
STARTED, COMPLETED, RESULT = "started_on", "completed_on", "result"
CERTIFIED, CERTIFICATE = "certified_on", "certificate_number"
FROM, UNTIL = "authorized_from", "authorized_until"
SIGNED_BY, SIGNED_ON = "signed_off_by", "signed_off_on"
CITIZENSHIP, SERVICE = "citizenship_attested_on", "le_service_since"
BACKGROUND, DISCIPLINE = "background_checked_on", "discipline_attested_on"
SUPERVISOR = "supervisor"
AGREEMENT = "agreement_signed_on"

DATES = (STARTED, COMPLETED, CERTIFIED, FROM, SIGNED_ON, CITIZENSHIP, SERVICE, BACKGROUND,
         DISCIPLINE)  # fmt: skip
MODELS = ("JEM", "WSO", "TFM")
COURSES = ("BASIC", "TFM", "WSO", "REFRESHER")
# As long as two names and the space between them.
KEY_MOST = 2 * NAME_MOST + 1
RESULTS = {"passed": "passed", "pass": "passed", "failed": "failed", "fail": "failed",
           "incomplete": "incomplete"}  # fmt: skip
TEXT_MOST = {BADGE: BADGE_MOST, LAST: NAME_MOST, FIRST: NAME_MOST, CLASS_ID: 20, CERTIFICATE: 40,
             SIGNED_BY: 120, SUPERVISOR: 120}  # fmt: skip


COLUMNS = (
    Column(ORI, ("ori", "fbi ori"), False),
    Column(STATE, ("st",), False),
    Column(AGENCY, ("agency name", "law enforcement agency", "lea"), False),
    Column(BADGE, ("badge", "badge no", "badge #", "star number", "shield number")),
    Column(LAST, ("last", "surname", "family name")),
    Column(FIRST, ("first", "given name")),
    Column(MODEL, ("program model", "support type", "program")),
    Column(COURSE, ("course code",)),
    Column(CLASS_ID, ("class",), False),
    Column(STARTED, ("start date", "first day"), False),
    Column(COMPLETED, ("completion date", "end date", "last day"), False),
    *(Column(exam_column(code), (f"exam {code}",), False) for code in EXAMS),
    Column(RESULT, (), False),
    Column(CERTIFIED, ("certification date",), False),
    Column(CERTIFICATE, ("certificate", "certificate no"), False),
    Column(FROM, ("authorization date",), False),
    Column(UNTIL, ("authorization expires",), False),
    Column(SIGNED_BY, (), False),
    Column(SIGNED_ON, (), False),
    Column(CITIZENSHIP, (), False),
    Column(SERVICE, (), False),
    Column(BACKGROUND, (), False),
    Column(DISCIPLINE, (), False),
    Column(SUPERVISOR, (), False),
    Column(AGREEMENT, ("agreement signed",), False),
)
EXAMPLE = (
    "", "FL", "Cypress County Sheriff's Office", "1234", "Placeholder", "Pat", "JEM", "BASIC",
    "CL900", "2023-02-13", "2023-03-10", "88", "65;78", "91", "85", "90", "passed", "2023-03-13",
    "C-2023-0042", "2023-03-20", "", "R. Example", "2023-03-13", "2023-01-09", "2015-06-01",
    "2023-01-20", "2023-01-09", "R. Example", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One officer and one course, as a row states them. "" and None are "not stated"."""

    row: int
    ori: str
    state: str
    agency: str
    badge: str
    last_name: str
    first_name: str
    name_key: str
    model: str
    course: str
    class_id: str
    scores: tuple[Score, ...]
    result: str
    certificate: str
    signed_off_by: str
    supervisor: str
    started_on: date | None
    completed_on: date | None
    certified_on: date | None
    authorized_from: date | None
    authorized_until: date | None
    signed_off_on: date | None
    citizenship_on: date | None
    service_since: date | None
    background_on: date | None
    discipline_on: date | None
    agreement_signed_on: date | None

    @property
    def is_refresher(self) -> bool:
        """Whether the course is repeated training, which certifies nobody."""
        return self.course == "REFRESHER"

    @property
    def days(self) -> list[date]:
        """Every day on which something of the participation happened, as the row says."""
        stated = (
            self.started_on,
            self.completed_on,
            self.certified_on,
            self.authorized_from,
            self.signed_off_on,
            self.citizenship_on,
            self.background_on,
            self.discipline_on,
            *(score.taken_on for score in self.scores),
        )
        return [day for day in stated if day is not None]

    @property
    def has_passed(self) -> bool:
        """Whether the paper says, in whatever column, that the course was passed."""
        if self.is_refresher:
            return self.result == "passed" or (not self.result and self.completed_on is not None)
        return self.result == "passed" or self.certified_on is not None


def read_line(
    row: TableRow, today: date, *, first_1904: bool = False
) -> HistoryLine | list[Problem]:
    """The line of a row, or all of its problems."""
    reading = _Reading(row, today, first_1904)
    line = reading.line()
    return reading.problems or line


class _Reading:
    """One row while it is read, with the problems found so far."""

    def __init__(self, row: TableRow, today: date, first_1904: bool) -> None:
        self.row, self.today, self.first_1904 = row, today, first_1904
        self.problems: list[Problem] = []

    def line(self) -> HistoryLine:
        days = {column: self._day(column) for column in (*DATES, AGREEMENT)}
        until = self._day(UNTIL, may_lie_ahead=True)
        self._check_order(days, until)
        last, first = self._text(LAST), self._text(FIRST)
        if len(name_key(last, first)) > KEY_MOST:
            self._refuse(LAST, _("The name is too long."), _("Shorten it."))
        return HistoryLine(
            row=self.row.number,
            ori=self.row.text(ORI).upper(),
            state=self._state(),
            agency=self.row.text(AGENCY),
            badge=self._text(BADGE),
            last_name=last,
            first_name=first,
            name_key=name_key(last, first),
            model=self._coded(MODEL, MODELS, model_of(self.row.text(MODEL))),
            course=self._coded(COURSE, COURSES),
            class_id=self._text(CLASS_ID).upper(),
            scores=tuple(self._scores()),
            result=self._result(),
            certificate=self._text(CERTIFICATE),
            signed_off_by=self._text(SIGNED_BY),
            supervisor=self._text(SUPERVISOR),
            started_on=days[STARTED],
            completed_on=days[COMPLETED],
            certified_on=days[CERTIFIED],
            authorized_from=days[FROM],
            authorized_until=until,
            signed_off_on=days[SIGNED_ON],
            citizenship_on=days[CITIZENSHIP],
            service_since=days[SERVICE],
            background_on=days[BACKGROUND],
            discipline_on=days[DISCIPLINE],
            agreement_signed_on=days[AGREEMENT],
        )

    def _refuse(self, column: str, reason: str, mend: str = "") -> None:
        self.problems.append(Problem(self.row.number, column, self.row.text(column), reason, mend))

    def _text(self, column: str) -> str:
        text = self.row.text(column)
        if not text and column in (BADGE, LAST, FIRST):
            missing = {
                BADGE: (_("The badge number is missing."), _("Write the badge number.")),
                LAST: (_("The last name is missing."), _("Write the last name.")),
                FIRST: (_("The first name is missing."), _("Write the first name.")),
            }
            self._refuse(column, *missing[column])
        elif max(len(text), len(text.upper())) > TEXT_MOST[column]:
            reason = _("This is longer than %d characters.") % TEXT_MOST[column]
            self._refuse(column, reason, _("Shorten it."))
        return text

    def _state(self) -> str:
        text = self.row.text(STATE)
        if not self.row.text(ORI) and not (text and self.row.text(AGENCY)):
            column = STATE if self.row.text(AGENCY) else AGENCY
            mend = _("Write the agency's ORI, or its state and name.")
            self._refuse(column, _("The row does not say which agency."), mend)
            return ""
        if text and state_code(text) is None:
            mend = _("Write its name or its USPS code.")
            self._refuse(STATE, _("This is no state or territory."), mend)
        return state_code(text) or ""

    def _coded(self, column: str, codes: tuple[str, ...], meant: str | None = None) -> str:
        code = meant or spelling_of(self.row.text(column)).upper()
        if code not in codes:
            reason = {
                MODEL: _("This is no model of the program."),
                COURSE: _("This is no course of the program."),
            }[column]
            if not code:
                reason = _("This is missing.")
            self._refuse(column, reason, _("Write one of %s.") % ", ".join(codes))
        return code

    def _result(self) -> str:
        text = spelling_of(self.row.text(RESULT))
        if text and text not in RESULTS:
            mend = _("Write passed, failed or incomplete, or leave the cell empty.")
            self._refuse(RESULT, _("This is no result."), mend)
        return RESULTS.get(text, "")

    def _day(self, column: str, *, may_lie_ahead: bool = False) -> date | None:
        value = self.row.values.get(column, "")
        if value == "" or not self.row.text(column):
            return None
        day = date_of(value, first_1904=self.first_1904)
        if day is None:
            meant = suggestion_for(value)
            mend = _("Write it as month/day/year, or leave the cell empty.")
            if meant:
                mend = _("Write it as month/day/year; perhaps %s is meant.") % meant
            self._refuse(column, _("This is no date."), mend)
        elif day > self.today and not may_lie_ahead:
            mend = _("Correct the date; what has not happened is no history.")
            self._refuse(column, _("This day lies ahead."), mend)
        return day

    def _check_order(self, days: dict[str, date | None], until: date | None) -> None:
        first = days[FROM]
        if until is not None and first is None and self.row.text(FROM) == "":
            mend = _("Write the first day of the authorization, or leave both cells empty.")
            self._refuse(FROM, _("The authorization has an end and no beginning."), mend)
        if until is not None and first is not None and until <= first:
            mend = _("Write the first day that is no longer covered, or leave the cell empty.")
            self._refuse(UNTIL, _("The authorization ends before it begins."), mend)
        if days[CERTIFIED] is None and self.row.text(CERTIFICATE) and not self.row.text(CERTIFIED):
            mend = _("Write the day of the certification, or leave both cells empty.")
            self._refuse(CERTIFIED, _("The certificate has no day."), mend)
        if self.row.text(CLASS_ID):
            return
        if any(self.row.text(exam_column(code)) for code in EXAMS):
            self._refuse(CLASS_ID, _("The scores belong to no class."), _("Write the class ID."))
        elif spelling_of(self.row.text(COURSE)) == "refresher":
            self._refuse(CLASS_ID, _("The refresher has no class."), _("Write the class ID."))

    def _scores(self) -> Iterator[Score]:
        for code in EXAMS:
            text = self.row.text(exam_column(code))
            scores = read_scores(code, text, self.today) if text else []
            if isinstance(scores, str):
                self._refuse(exam_column(code), scores, how_to_write())
            else:
                yield from scores
