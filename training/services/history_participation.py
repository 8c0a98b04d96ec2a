"""One officer under one agreement: the rows that the lines of a training history come to."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from agencies.models.rows import FOREVER
from agencies.selectors.agency import today_at
from training.kinds import EvidenceKind, Kind
from training.models import (
    Attestation,
    Authorization,
    Certification,
    Coverage,
    Enrollment,
    ExamAttempt,
    PaperRecord,
    Participation,
    ParticipationAct,
    RuleAssignment,
    TrainingClass,
    Vetting,
)
from training.models.act import STATUS_AFTER, ActKind
from training.rules import (
    attestation,
    background_check,
    certification,
    clocked,
    imported_history,
    initial_course,
)
from training.rules.exam_ledger import Sitting, policy_of
from training.rules.parameters import Parameters
from training.rules.periods import Period
from training.services.history_compare import Taken, Taker
from training.services.history_outcome import state_of, taken_on
from training.services.history_rows import HistoryRows

if TYPE_CHECKING:
    from training.services.history_write import HistoryWriter

# Acts of one day take effect in this order.
_RANK = {
    kind: n
    for n, kind in enumerate(
        (
            ActKind.NOMINATED,
            ActKind.VETTED,
            ActKind.IN_TRAINING,
            ActKind.LEFT_CLASS,
            ActKind.REFRESHED,
            ActKind.CERTIFIED,
            ActKind.AUTHORIZED,
            ActKind.DISQUALIFIED,
        )
    )
}
_LEFT = ("failed", "incomplete")


@dataclass
class Written:
    """What becomes of rows that are on record already."""

    closed: list[int] = field(default_factory=list)
    states: dict[str, list[int]] = field(default_factory=dict)
    steps: dict[str, list[int]] = field(default_factory=dict)


class ParticipationHistory:
    """Adds the rows of one participation to those of the file."""

    def __init__(
        self,
        writer: "HistoryWriter",
        rows: HistoryRows,
        written: Written,
        taker: Taker,
        classes: dict[str, TrainingClass],
    ) -> None:
        self.writer, self.rows, self.written = writer, rows, written
        self.taker, self.record, self.classes = taker, taker.record, classes
        self.agreement = taker.meant[0].agreement
        self.terms = writer.rules.terms(self.agreement)
        self.today = today_at(taker.person.agency)
        self.is_authorized = False
        self._acts: list[tuple[date, ActKind, str, int]] = []
        self._attested: set[tuple[int, date]] = set()
        self._vetted: set[date] = set()
        self._authorized: set[date] = set()
        self._covered: set[tuple[int, date]] = set()
        self._ended_on: date | None = None
        self._is_open = False

    def add(self, person: tuple[int, int, str]) -> int:
        """Add everything that the records lack of this participation; its key."""
        span = self.record.span if self.record else None
        first = min(self.taker.days, default=self.today)
        self.first = min(first, span.valid_from) if span is not None else first
        self._judge()
        if self.record is not None:
            self.pk = self.record.participation.pk
        else:
            officer, appointment, name = person
            self.pk = self.rows.add(
                Participation,
                agency_id=self.agreement.agency_id,
                officer_id=officer,
                appointment_id=appointment,
                agreement_id=self.agreement.pk,
                model=self.agreement.model,
                name_key=name,
                step=self._step(),
            )
        self.officer = person[0]
        papers = [(taken, self._paper(taken)) for taken in self.taker.taken if taken.adds]
        for taken, paper in papers:
            self._evidence(taken, paper)
            record = self._training(taken, paper)
            self._certification(taken, paper, record)
            self._authorization(taken, paper)
        self._span(papers[0][1])
        return self.pk

    # --- what judges it ---------------------------------------------------------------------

    def _judge(self) -> None:
        known = self.record.rules if self.record else []
        if known:
            self.rule_set: int | None = known[0].rule_set_id
        else:
            found = self.writer.rules.judging(self.agreement, self.first)
            self.rule_set = found.pk if found else None

    def _asked(self, kind: Kind, day: date) -> Parameters | None:
        rules = self.record.rules if self.record else []
        judging = next((r.rule_set_id for r in rules if r.valid_from <= day < r.valid_to), None)
        return self.writer.rules.asked(judging or self.rule_set, kind)

    # --- the parts of a line ----------------------------------------------------------------

    def _paper(self, taken: Taken) -> int:
        line = taken.line
        key = (line.course, line.class_id)
        before = self.record.papers.get(key) if self.record else None
        return self._fact(
            PaperRecord,
            imported_from_id=self.writer.import_id,
            document=f"{self.writer.file_name[:90]}, row {line.row}",
            course_id=taken.meant.version.course_id,
            class_id=line.class_id,
            result=line.result or (before.result if before else ""),
            signed_off_by=line.signed_off_by or (before.signed_off_by if before else ""),
            signed_off_on=line.signed_off_on or (before.signed_off_on if before else None),
            supervisor=line.supervisor or (before.supervisor if before else ""),
        )

    def _evidence(self, taken: Taken, paper: int) -> None:
        line = taken.line
        for kind, day in taken.attested:
            if (kind, day) not in self._attested:
                self._attested.add((kind, day))
                row = self._fact(Attestation, paper_id=paper, kind=int(kind), attested_on=day)
                self._cover(kind, attestation.coverage(day), EvidenceKind.ATTESTATION, row)
        if taken.vetted and line.background_on and line.background_on not in self._vetted:
            day = line.background_on
            self._vetted.add(day)
            row = self._fact(
                Vetting, paper_id=paper, result=Vetting.Result.APPROVED.value, checked_on=day
            )
            self._acts.append((day, ActKind.VETTED, "", paper))
            checked = self._asked(Kind.BACKGROUND_CHECK, day) or {}
            period = background_check.coverage(day, checked)
            self._cover(Kind.BACKGROUND_CHECK, period, EvidenceKind.VETTING, row)
        if line.service_since is not None:
            asked = self._asked(Kind.EXPERIENCE, self.first)
            if asked is not None:
                period = imported_history.experience(line.service_since, self.first, asked)
                self._cover(Kind.EXPERIENCE, period, EvidenceKind.PAPER, paper)

    def _training(self, taken: Taken, paper: int) -> int | None:
        """The training record; its key, or None for a course without a class."""
        line, sat = taken.line, taken.meant.sat
        if not line.class_id or sat is None:
            return None
        training_class = self.classes[line.class_id]
        known = self.record.enrollments.get(line.class_id) if self.record else None
        failed_on = None if line.has_passed or line.is_refresher else self._failed_on(taken)
        state = state_of(taken, failed_on, self.today)
        if known is None:
            record = self._fact(
                Enrollment,
                paper_id=paper,
                training_class_id=training_class.pk,
                officer_id=self.officer,
                starts_on=sat.starts_on,
                ends_on=sat.ends_on,
                state=state.value,
            )
            if not line.is_refresher:
                self._acts.append((sat.starts_on, ActKind.IN_TRAINING, line.class_id, paper))
        else:
            record = known.pk
            if known.state == Enrollment.State.OPEN != state:
                self.written.states.setdefault(state.value, []).append(record)
        self._is_open = self._is_open or state is Enrollment.State.OPEN
        modules = {module.exam_code: module for module in taken.meant.version.modules.all()}
        for score in taken.scores:
            self.rows.add(
                ExamAttempt,
                agency_id=self.agreement.agency_id,
                enrollment_id=record,
                module_id=modules[score.exam].pk,
                attempt=score.attempt,
                score=score.score,
                taken_on=taken_on(taken, score, modules[score.exam], self.today),
                recorded_by_id=self.writer.viewer.user_id,
            )
        if failed_on is not None and (taken.scores or taken.words):
            self._acts.append((failed_on, ActKind.DISQUALIFIED, line.class_id, paper))
            self._ended_on = failed_on
        elif line.result in _LEFT and taken.words and not (line.has_passed or line.is_refresher):
            self._acts.append((sat.ends_on, ActKind.LEFT_CLASS, line.class_id, paper))
        return record

    def _certification(self, taken: Taken, paper: int, record: int | None) -> None:
        line, completed_on = taken.line, taken.meant.completed_on
        evidence = (EvidenceKind.PAPER, paper)
        if taken.certified and line.certified_on is not None:
            number = line.certificate or certification.number("H", line.certified_on, uuid4())
            row = self._fact(
                Certification,
                paper_id=paper,
                certificate_number=number,
                certified_on=line.certified_on,
                completed_on=completed_on or line.certified_on,
                course_version_id=taken.meant.version.pk,
                enrollment_id=record,
            )
            self._acts.append((line.certified_on, ActKind.CERTIFIED, number, paper))
            evidence = (EvidenceKind.CERTIFICATION, row)
            self._cover(Kind.CERTIFICATION, certification.coverage(line.certified_on), *evidence)
        if not taken.passed or completed_on is None:
            return
        if line.is_refresher:
            title = taken.meant.version.course.title
            self._acts.append((completed_on, ActKind.REFRESHED, title, paper))
        else:
            self._cover(Kind.INITIAL_COURSE, initial_course.coverage(completed_on), *evidence)
        self._cover_for_a_time(Kind.REFRESHER, completed_on, *evidence)

    def _authorization(self, taken: Taken, paper: int) -> None:
        line, first = taken.line, taken.line.authorized_from
        if first is None:
            return
        known = self.record.authorizations if self.record else []
        others = {t.line.authorized_from for t in self.taker.taken} - {None}
        others |= {row.valid_from for row in known if row.superseded_at is None}
        found = imported_history.authority(
            first,
            line.authorized_until,
            min((day for day in others if day is not None and day > first), default=FOREVER),
            self._asked(Kind.AUTHORIZATION, first) or {},
            self.terms.in_force(first),
        )
        if line.supervisor and found.counted is not None:
            self._cover(Kind.SUPERVISOR, found.counted, EvidenceKind.PAPER, paper)
        if not taken.authorized or first in self._authorized:
            return
        self._authorized.add(first)
        row = self._fact(
            Authorization,
            paper_id=paper,
            valid_from=found.stated.valid_from,
            valid_to=found.stated.valid_to,
            letter="",
            superseded_because="",
        )
        self._acts.append((first, ActKind.AUTHORIZED, "", paper))
        if found.counted is not None:
            self.is_authorized = True
            evidence = (EvidenceKind.AUTHORIZATION, row)
            self._cover(Kind.AUTHORIZATION, found.counted, *evidence)
            self._cover_for_a_time(Kind.EVALUATION, found.counted.valid_from, *evidence)

    # --- the whole --------------------------------------------------------------------------

    def _span(self, paper: int) -> None:
        """The span in which something is demanded, the rules for it, and the acts in order."""
        span = self.record.span if self.record else None
        earlier = self.record is None or (span is not None and self.first < span.valid_from)
        if earlier:
            self._acts.append((self.first, ActKind.NOMINATED, "", paper))
        self._acts.sort(key=lambda act: (act[0], _RANK[act[1]]))
        nominated = 0
        for day, kind, detail, of_paper in self._acts:
            row = self._fact(
                ParticipationAct,
                paper_id=of_paper,
                kind=kind.value,
                effective_on=day,
                status_after=str(STATUS_AFTER.get(kind, "")),
                detail=detail[:200],
                superseded_because="",
            )
            nominated = row if kind is ActKind.NOMINATED else nominated
        ends = span.valid_to if span else self.terms.runs_until(self.first)
        ends = min(ends, self._ended_on or FOREVER)
        if self.record is None or (span and (earlier or ends < span.valid_to)):
            evidence = (EvidenceKind.ACT, nominated)
            if span is not None:
                self.written.closed.append(span.pk)
                evidence = (EvidenceKind(span.evidence_kind), span.evidence_id)
            self._cover(Kind.PARTICIPATION, Period(self.first, ends), *evidence)
        known = self.record.rules if self.record else []
        until = known[0].valid_from if known else FOREVER
        if self.rule_set is not None and self.first < until and (known or self.record is None):
            self._fact(
                RuleAssignment,
                rule_set_id=self.rule_set,
                valid_from=self.first,
                valid_to=until,
                superseded_because="",
            )
        if self.record is not None and self.record.participation.step != self._step():
            self.written.steps.setdefault(self._step(), []).append(self.pk)

    def _step(self) -> str:
        """In training while a record of a class that goes on is open."""
        today, step = self.today, Participation.Step
        for taken in self.taker.taken:
            if taken.line.class_id and state_of(taken, None, self.today) is Enrollment.State.OPEN:
                sat = taken.meant.sat
                if sat is not None and sat.starts_on <= today:
                    return step.IN_TRAINING.value
        known = self.record.enrollments.values() if self.record else ()
        if self.record is not None and any(not row.is_imported for row in known):
            return self.record.participation.step
        return step.NOTHING_OPEN.value

    def _failed_on(self, taken: Taken) -> date | None:
        """The day on which the form's exam policy disqualified the officer, if it did."""
        line, version, sat = taken.line, taken.meant.version, taken.meant.sat
        if sat is None or not line.scores:
            return None
        modules = {module.exam_code: module for module in version.modules.all()}
        sittings = [
            (
                Sitting(score.exam, modules[score.exam].title, score.attempt, score.score),
                taken_on(taken, score, modules[score.exam], self.today),
            )
            for score in line.scores
        ]
        asked = self._asked(Kind.INITIAL_COURSE, sat.starts_on) or {}
        last = max((t.meant.sat.starts_on for t in self.taker.taken if t.meant.sat), default=None)
        days = [t.line.certified_on or t.line.authorized_from for t in self.taker.taken]
        if self.record is not None:  # what is on record already came later just as well
            days += [row.certified_on for row in self.record.certifications]
            days += [row.valid_from for row in self.record.authorizations]
            days += [row.starts_on for row in self.record.enrollments.values()]
        later = max((day for day in (last, *days) if day is not None), default=sat.starts_on)
        return imported_history.disqualified_on(
            sittings, policy_of(asked, version.pass_mark), later
        )

    # --- rows ---------------------------------------------------------------------------------

    def _fact(self, model: type, /, **values: object) -> int:
        return self.rows.add(
            model,
            agency_id=self.agreement.agency_id,
            participation_id=self.pk,
            recorded_by_id=self.writer.viewer.user_id,
            **values,
        )

    def _cover(self, kind: Kind, period: Period, evidence: EvidenceKind, pk: int) -> None:
        key = (int(kind), period.valid_from)
        known = self.record.covered if self.record else set()
        again = key in self._covered or (key in known and kind is not Kind.PARTICIPATION)
        if period.valid_from >= period.valid_to or again:
            return
        self._covered.add(key)
        self._fact(
            Coverage,
            kind=int(kind),
            valid_from=period.valid_from,
            valid_to=period.valid_to,
            evidence_kind=int(evidence),
            evidence_id=pk,
            superseded_because="",
        )

    def _cover_for_a_time(self, kind: Kind, on: date, evidence: EvidenceKind, pk: int) -> None:
        asked = self._asked(kind, on)
        if asked is not None:
            self._cover(kind, clocked.coverage(kind.name.lower(), on, asked), evidence, pk)
