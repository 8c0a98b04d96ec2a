"""Take in training history from before this product: one row an officer and course.

Officers and classes that are not on record are added from the row. What the papers say is kept with
its paper as evidence, and never passes for a sign-off made here; contradictions are flagged.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason
from accounts.viewer import Viewer, day_in
from agencies.models import Appointment, Officer
from intake.file import File
from intake.kinds import Kind, Origin
from intake.report import Problem, Report
from intake.services.import_file import import_file
from intake.table import Table
from training.models import (
    Attestation,
    Authorization,
    Certification,
    Enrollment,
    ExamAttempt,
    PaperRecord,
    Participation,
    ParticipationAct,
    TrainingClass,
    Vetting,
)
from training.services.history_compare import Certificates, Taker, takers
from training.services.history_known import Parties, Rules, on_record
from training.services.history_line import COLUMNS, EXAMPLE, HistoryLine, read_line
from training.services.history_match import Matching
from training.services.history_notes import notes_on
from training.services.history_write import HistoryWriter

# No day has begun anywhere in the nation that has not begun on Guam.
LATEST_ZONE = "Pacific/Guam"


def import_training(viewer: Viewer, file: File, *, commit: bool, strict: bool) -> Report:
    """Check a file of training history; with `commit` write what the records lack."""
    return import_file(viewer, TRAINING, file, commit=commit, strict=strict)


@dataclass
class HistoryImporter:
    """Plans a file of training history against the records of today."""

    viewer: Viewer
    origin: Origin
    name: str = "training"

    def plan(self, table: Table) -> "HistoryPlan":
        """Read all rows, then ask the records about all of them at once."""
        plan = HistoryPlan(self.viewer, self.origin, day_in(LATEST_ZONE))
        plan.compare(list(plan.sound(table)))
        return plan


@dataclass
class HistoryPlan:
    """What a file comes to, officer by officer."""

    viewer: Viewer
    origin: Origin
    today: date
    report: Report = field(default_factory=Report)
    takers: list[Taker] = field(default_factory=list)
    rules: Rules | None = None

    def sound(self, table: Table) -> Iterator[HistoryLine]:
        """The rows that can be read; the problems of the others are kept."""
        for row in table:
            line = read_line(row, self.today, first_1904=table.sheet.first_1904)
            if isinstance(line, HistoryLine):
                yield line
            else:
                self.report.problems += line

    def compare(self, lines: list[HistoryLine]) -> None:
        """Sort the lines into new, changed, the same and refused."""
        matching = Matching(Parties(self.viewer, lines), self.today)
        meant = matching.meant(lines)
        problems = self.report.problems
        problems += matching.problems
        people = {row.person.appointment for row in meant} - {None}
        known = on_record(self.viewer, {row.officer_id for row in people if row is not None})
        self.rules = Rules(list({row.agreement.pk: row.agreement for row in meant}.values()))
        self.takers = takers(meant, known, _certificates(lines), problems)
        for taker in self.takers:
            for taken in taker.taken:
                self.report.changes += taken.changes
                if taken.is_new:
                    self.report.created += 1
                elif taken.adds:
                    self.report.updated += 1
                else:
                    self.report.unchanged += 1
            self.report.notes += notes_on(taker, self.rules)
        problems.sort(key=_in_order)
        self.report.changes.sort(key=lambda change: change.row)
        self.report.notes.sort(key=_in_order)

    @property
    def digest(self) -> str:
        """The report's fingerprint, and whom each row means."""
        told = [
            f"{taken.line.row} {taken.is_new} {_pk(taker.person.appointment)} {_pk(taker.record)}"
            for taker in self.takers
            for taken in taker.taken
        ]
        whole = "; ".join([self.report.digest, *sorted(told)])
        return hashlib.sha256(whole.encode()).hexdigest()

    def write(self) -> None:
        """Write what the records lack, each table by one statement."""
        if self.origin.import_id is None or self.rules is None:
            raise ValueError("History is written by an import alone.")
        writer = HistoryWriter(
            self.viewer, self.origin.import_id, self.origin.file_name, self.rules
        )
        with refused_by(_came_first()):
            writer.write(self.takers)


def _pk(row: Any) -> object:
    return (row and getattr(row, "pk", None)) or (row and row.participation.pk)


def _in_order(problem: Problem) -> tuple[int, str]:
    return problem.row, problem.column


def _certificates(lines: list[HistoryLine]) -> Certificates:
    numbers = {line.certificate for line in lines} - {""}
    rows = Certification.objects.filter(certificate_number__in=numbers)
    return Certificates(
        {
            number: (pk, day)
            for number, pk, day in rows.values_list(
                "certificate_number", "participation_id", "certified_on"
            )
        }
    )


def _came_first() -> dict[str, Reason]:
    """What the database says where somebody else was quicker."""
    again = gettext_lazy("Somebody changed these records just now. Check the file again.")
    return {
        name: Reason(str(again))
        for name in (
            "appointment_badge_in_use",
            "appointment_once_at_an_agency",
            "authorization_no_overlap",
            "coverage_authorization_no_overlap",
            "coverage_within_the_agreement",
            "enrollment_once_in_a_class",
            "exam_attempt_once",
            "participation_once_at_a_time",
            "training_trainingclass_class_id_key",
            "training_certification_certificate_number_key",
        )
    }


TRAINING = Kind(
    name="training",
    title=gettext_lazy("Training history"),
    description=gettext_lazy(
        "What papers say of training from before: one row an officer and course. Officers and"
        " classes that are not known are added. It is kept as the papers say and marked as"
        " imported; dates that contradict each other are flagged. Columns after the course may"
        " be empty and filled by a later file."
    ),
    columns=COLUMNS,
    permission=Permission.IMPORT_HISTORY,
    importer=HistoryImporter,
    writes=(
        ParticipationAct,
        Authorization,
        Certification,
        Vetting,
        Attestation,
        ExamAttempt,
        Enrollment,
        PaperRecord,
        Participation,
        TrainingClass,
        Appointment,
        Officer,
    ),
    example=EXAMPLE,
)
