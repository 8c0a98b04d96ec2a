"""Each line of a training history beside the records: what it adds, and what it contradicts.

Imported history is added to, never changed: what was empty may be filled by a later file, and what
says otherwise than the records is refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agencies.models.rows import FOREVER
from intake.report import Change, Problem
from training.kinds import Kind
from training.models import Authorization, Certification, Enrollment
from training.services import history_line as columns
from training.services.history_known import OnRecord, PaperKey, key_of
from training.services.history_line import HistoryLine
from training.services.history_match import Meant, Person
from training.services.stated_scores import Score, exam_column

TakerKey = tuple[int, str, int]


@dataclass
class Taken:
    """A line that is taken, with what of it the records lack."""

    meant: Meant
    is_new: bool = True
    words: bool = False
    record: bool = False
    scores: list[Score] = field(default_factory=list)
    certified: bool = False
    passed: bool = False
    authorized: bool = False
    attested: list[tuple[Kind, date]] = field(default_factory=list)
    vetted: bool = False
    service: bool = False
    changes: list[Change] = field(default_factory=list)

    @property
    def line(self) -> HistoryLine:
        """What the row says."""
        return self.meant.line

    @property
    def adds(self) -> bool:
        """Whether the records lack anything of it."""
        return self.is_new or bool(self.changes)


@dataclass
class Taker:
    """One officer under one agreement, with all lines of the file about the two."""

    person: Person
    meant: list[Meant]
    record: OnRecord | None = None
    taken: list[Taken] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        """Every day that the accepted lines name."""
        return [day for taken in self.taken for day in taken.line.days]


@dataclass
class Certificates:
    """Whose each certificate number is: on record by participation, in the file by officer."""

    on_record: dict[str, tuple[int, date]]
    in_file: dict[str, tuple[int, str, int]] = field(default_factory=dict)

    def belongs_to_another(self, taker: Taker, line: HistoryLine) -> bool:
        """Whether the line's number is that of another certification."""
        if not line.certificate or line.is_refresher:
            return False
        owner = (taker.person.agency.pk, taker.person.badge, taker.meant[0].agreement.pk)
        if self.in_file.setdefault(line.certificate, owner) != owner:
            return True
        known = self.on_record.get(line.certificate)
        if known is None:
            return False
        pk = taker.record.participation.pk if taker.record else None
        return known != (pk, line.certified_on)


def takers(
    meant: Iterable[Meant],
    known: dict[tuple[int, int], list[OnRecord]],
    certificates: Certificates,
    problems: list[Problem],
) -> list[Taker]:
    """The lines by officer and agreement, each compared with the records."""
    grouped: dict[TakerKey, list[Meant]] = defaultdict(list)
    for row in meant:
        grouped[row.person.agency.pk, row.person.badge, row.agreement.pk].append(row)
    found = []
    for rows in grouped.values():
        taker = Taker(rows[0].person, rows)
        appointment = taker.person.appointment
        if appointment is not None:
            on_record = known.get((appointment.officer_id, rows[0].agreement.pk), [])
            if not _choose(taker, on_record, problems):
                continue
        _compare(taker, certificates, problems)
        found.append(taker)
    return found


def _choose(taker: Taker, known: list[OnRecord], problems: list[Problem]) -> bool:
    """Which participation the lines belong to: the only one, or the one whose span they lie in."""
    days = [day for meant in taker.meant for day in meant.line.days]
    first = min(days, default=None)
    fitting = known
    if len(known) > 1 and first is not None:
        fitting = [
            row for row in known if row.span and row.span.valid_from <= first < row.span.valid_to
        ]
    if len(fitting) <= 1 and (not known or fitting):
        taker.record = fitting[0] if fitting else None
        return True
    why = _("The officer took part under this agreement several times.")
    mend = _("Write days that lie within one of these times.")
    problems += [_problem(m.line, columns.STARTED, first, why, mend) for m in taker.meant]
    return False


def _before_service(taker: Taker, line: HistoryLine) -> list[Problem]:
    """A day before the service that is on record: nobody takes part before serving."""
    appointment = taker.person.appointment
    first = min(line.days, default=None)
    if appointment is None or first is None or first >= appointment.valid_from:
        return []
    words = _("The officer serves at the agency since %(day)s, by the record.")
    why = words % {"day": f"{appointment.valid_from:%Y-%m-%d}"}
    mend = _("Correct the start of service on the officer's page, then check the file again.")
    return [_problem(line, columns.STARTED, first, why, mend)]


def _compare(taker: Taker, certificates: Certificates, problems: list[Problem]) -> None:
    authorized: dict[date, HistoryLine] = {}
    certified = {m.line.certified_on for m in taker.meant if not m.line.is_refresher}
    if taker.record is not None:
        certified |= {row.certified_on for row in taker.record.certifications}
    for meant in taker.meant:
        found = list(_against(taker, meant, authorized, certified))
        if certificates.belongs_to_another(taker, meant.line):
            why = _("This number is that of another certification.")
            mend = _("Correct the number, or leave the cell empty.")
            found.append(
                _problem(meant.line, columns.CERTIFICATE, meant.line.certificate, why, mend)
            )
        found += _before_service(taker, meant.line)
        problems += found
        if not found:
            taker.taken.append(_added(taker, meant))
            if meant.line.authorized_from is not None:
                authorized.setdefault(meant.line.authorized_from, meant.line)


def _problem(line: HistoryLine, column: str, value: Any, why: str, mend: str) -> Problem:
    return Problem(line.row, column, "" if value is None else str(value), why, mend)


def _against(
    taker: Taker,
    meant: Meant,
    authorized: dict[date, HistoryLine],
    certified: set[date | None],
) -> Iterator[Problem]:
    """Everything in which a line contradicts the records or another line."""
    line, record = meant.line, taker.record
    if line.is_refresher and line.certified_on and line.certified_on not in certified:
        mend = _("Leave the cell empty, or write the day on the row of the initial course.")
        why = _("A refresher certifies nobody.")
        yield _problem(line, columns.CERTIFIED, line.certified_on, why, mend)
    yield from _overlapping(taker, meant, authorized)
    officer = taker.person.appointment.officer if taker.person.appointment else None
    if officer and line.service_since and officer.law_enforcement_since is not None:
        yield from _differing(
            line, columns.SERVICE, line.service_since, officer.law_enforcement_since
        )
    if record is None:
        return
    enrollment = record.enrollments.get(line.class_id) if line.class_id else None
    if enrollment is not None and not enrollment.is_imported:
        mend = _("Leave the row out.")
        why = _("The training record of this class was kept here.")
        yield _problem(line, columns.CLASS_ID, line.class_id, why, mend)
        return
    key = (line.course, line.class_id)
    if enrollment is not None:
        yield from _differing(line, columns.STARTED, line.started_on, enrollment.starts_on)
        yield from _differing(line, columns.COMPLETED, line.completed_on, enrollment.ends_on)
        for score in line.scores:
            known = record.scores.get((enrollment.pk, score.exam, score.attempt))
            yield from _differing(line, exam_column(score.exam), score.score, known)
    if (paper := record.papers.get(key)) is not None:
        for column, stated, says in (
            (columns.RESULT, line.result, paper.result),
            (columns.SIGNED_BY, line.signed_off_by, paper.signed_off_by),
            (columns.SIGNED_ON, line.signed_off_on, paper.signed_off_on),
            (columns.SUPERVISOR, line.supervisor, paper.supervisor),
        ):
            yield from _differing(line, column, stated, says)
    for certification in record.certifications:
        if key_of(certification) == key and not line.is_refresher:
            yield from _differing(
                line, columns.CERTIFIED, line.certified_on, certification.certified_on
            )
            yield from _differing(
                line, columns.CERTIFICATE, line.certificate, certification.certificate_number
            )
    yield from _other_authority(record, line, key)


def _differing(line: HistoryLine, column: str, stated: Any, known: Any) -> Iterator[Problem]:
    if stated not in (None, "") and known not in (None, "") and stated != known:
        why = _("The records say %s, and imported history is not changed.") % known
        yield _problem(line, column, stated, why, _("Write that, or leave the cell empty."))


def _other_authority(record: OnRecord, line: HistoryLine, key: PaperKey) -> Iterator[Problem]:
    for row in record.authorizations:
        if key_of(row) != key:
            continue
        if row.superseded_at is None:
            yield from _differing(line, columns.FROM, line.authorized_from, row.valid_from)
        if row.valid_from == line.authorized_from and row.superseded_at is None:
            yield from _differing(line, columns.UNTIL, line.authorized_until, row.valid_to)


def _overlapping(
    taker: Taker, meant: Meant, authorized: dict[date, HistoryLine]
) -> Iterator[Problem]:
    """Authorizations are told apart by their first day; none may cover a day of another."""
    line = meant.line
    first, until = line.authorized_from, line.authorized_until
    if first is None:
        return
    mend = _("Correct the days; a new authorization begins when the former one has ended.")
    for other in authorized.values():
        began = other.authorized_from or first
        ends = other.authorized_until
        if first == began and until in (None, ends):
            continue
        reaches = (ends or FOREVER) > first if ends is not None else first == began
        covers = until is not None and began < until
        if (first >= began and reaches) or (first < began and covers):
            why = _("Row %d has an authorization that covers part of this time.") % other.row
            yield _problem(line, columns.FROM, first, why, mend)
    for row in taker.record.authorizations if taker.record else ():
        if row.superseded_at is not None or row.valid_from == first:
            continue
        if (first > row.valid_from and row.valid_to > first) or (
            first < row.valid_from and until is not None and until > row.valid_from
        ):
            why = _("Another authorization holds from %(first)s until %(last)s.") % {
                "first": row.valid_from,
                "last": row.valid_to if row.valid_to < FOREVER else _("revoked"),
            }
            yield _problem(line, columns.FROM, first, why, mend)


# --- what the records lack --------------------------------------------------------------------


def _added(taker: Taker, meant: Meant) -> Taken:
    line, record = meant.line, taker.record
    key = (line.course, line.class_id)
    paper = record.papers.get(key) if record else None
    taken = Taken(meant, is_new=paper is None)

    def change(column: str, value: Any) -> None:
        if not taken.is_new:
            taken.changes.append(Change(line.row, column, "", str(value)))

    for column, stated, says in (
        (columns.RESULT, line.result, paper.result if paper else ""),
        (columns.SIGNED_BY, line.signed_off_by, paper.signed_off_by if paper else ""),
        (columns.SIGNED_ON, line.signed_off_on, paper.signed_off_on if paper else None),
        (columns.SUPERVISOR, line.supervisor, paper.supervisor if paper else ""),
    ):
        if stated and not says:
            taken.words = True
            change(column, stated)
    enrollment = record.enrollments.get(line.class_id) if record and line.class_id else None
    taken.record = bool(line.class_id) and enrollment is None
    taken.scores = [s for s in line.scores if not _has_score(record, enrollment, s)]
    for score in taken.scores:
        change(exam_column(score.exam), score.score)
    if line.certified_on and not line.is_refresher and not _certified(record, line):
        taken.certified = True
        change(columns.CERTIFIED, line.certified_on)
    completed_on, kind = meant.completed_on, Kind.REFRESHER if line.is_refresher else None
    if line.has_passed and completed_on is not None:
        covered = record.covered if record else set()
        taken.passed = (kind or Kind.INITIAL_COURSE, completed_on) not in covered
        if taken.passed and not taken.is_new and not taken.words and not taken.certified:
            change(columns.COMPLETED, completed_on)
    if line.authorized_from and not _authorized(record, line.authorized_from):
        taken.authorized = True
        change(columns.FROM, line.authorized_from)
    for kind_, column, day in (
        (Kind.CITIZENSHIP, columns.CITIZENSHIP, line.citizenship_on),
        (Kind.NO_PENDING_DISCIPLINE, columns.DISCIPLINE, line.discipline_on),
    ):
        if day and not (record and (int(kind_), day) in record.attested):
            taken.attested.append((kind_, day))
            change(column, day)
    if line.background_on and not (record and line.background_on in record.vetted):
        taken.vetted = True
        change(columns.BACKGROUND, line.background_on)
    officer = taker.person.appointment.officer if taker.person.appointment else None
    if line.service_since and (officer is None or officer.law_enforcement_since is None):
        taken.service = True
        change(columns.SERVICE, line.service_since)
    return taken


def _has_score(record: OnRecord | None, enrollment: Enrollment | None, score: Score) -> bool:
    return bool(
        record and enrollment and (enrollment.pk, score.exam, score.attempt) in record.scores
    )


def _certified(record: OnRecord | None, line: HistoryLine) -> bool:
    rows: list[Certification] = record.certifications if record else []
    return any(row.certified_on == line.certified_on for row in rows)


def _authorized(record: OnRecord | None, first: date) -> bool:
    rows: list[Authorization] = record.authorizations if record else []
    return any(row.valid_from == first for row in rows)
