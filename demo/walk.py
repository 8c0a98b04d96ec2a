"""One officer's way along the chain, in the rows that the services would write.

Each method stands for the service of its name in training/services and writes what that writes,
with the same rules, for a day in the past. tests/demo/test_same_as_services.py holds the two
together. Acts that no page can do yet (suspend, revoke, separate, ...) follow the design: what is
closed is closed with its reason, and a shorter row takes its place.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import User
from agencies.models import Agency, Agreement, Appointment, SupervisorAssignment
from agencies.models.rows import FOREVER
from demo.rows import Clock, Rows
from demo.timetable import Sitting
from training.kinds import EvidenceKind, Kind
from training.models import (
    Attendance,
    Attestation,
    Authorization,
    Certification,
    Coverage,
    Enrollment,
    Evaluation,
    ExamAttempt,
    Flag,
    Module,
    Participation,
    ParticipationAct,
    RuleAssignment,
    RuleSet,
    SignOff,
    Suspension,
    Vetting,
)
from training.models.act import STATUS_AFTER, ActKind
from training.models.sign_off import ReturnReason
from training.rules import (
    attestation,
    background_check,
    evaluation,
    exam_ledger,
    initial_course,
    refresher,
)
from training.rules import authorization as authorization_rule
from training.rules import certification as certification_rule
from training.rules import supervisor as supervisor_rule
from training.selectors.sign_off import DayShown, ExamShown, SittingShown, digest_of
from training.services.sign_off import STATEMENT
from training.states import Status

ATTESTED = (Kind.CITIZENSHIP, Kind.EXPERIENCE, Kind.NO_PENDING_DISCIPLINE)


@dataclass
class Place:
    """An agency with everybody who acts on its officers."""

    agency: Agency
    administrator: User
    coordinator: User
    supervisor: User
    director: User
    registrar: User
    manager: User


@dataclass
class Terms:
    """An agreement with the rules of its form and the supervisors who are assigned to it."""

    place: Place
    agreement: Agreement
    begins: date
    course: str
    rule_set: RuleSet | None
    supervisors: list[SupervisorAssignment]
    pass_mark: int = 70

    def __post_init__(self) -> None:
        found = self.rule_set.requirements.all() if self.rule_set else ()
        self.parameters: dict[Kind, dict[str, Any]] = {Kind(r.kind): r.parameters for r in found}
        self.binding: set[Kind] = {Kind(r.kind) for r in found if r.is_binding}

    def attests(self) -> list[Kind]:
        """What the agency attests when it nominates under this form."""
        return [k for k in ATTESTED if k is Kind.CITIZENSHIP or k in self.parameters]

    def supervisor_on(self, day: date) -> SupervisorAssignment | None:
        """The designated supervisor: of the agreement, else of the field office."""
        for of_agreement in (True, False):
            for assignment in self.supervisors:
                on_day = assignment.valid_from <= day < assignment.valid_to
                if on_day and (assignment.agreement is not None) is of_agreement:
                    return assignment
        return None


@dataclass
class Record:
    """An enrollment with what was entered into it."""

    enrollment: Enrollment
    sitting: Sitting
    hours: dict[int, Attendance] = field(default_factory=dict)  # by place in the class's days
    exams: list[ExamAttempt] = field(default_factory=list)
    returned: bool = False


@dataclass
class Walk:
    """An officer under an agreement: everything that happened, in order."""

    rows: Rows
    clock: Clock
    rng: random.Random
    terms: Terms
    appointment: Appointment
    modules: dict[str, list[Module]]  # with an exam, by course
    participation: Participation = field(init=False)
    nominated_on: date = field(init=False)
    certification: Certification | None = None
    authorization: Authorization | None = None
    _last_at: datetime | None = None
    _status: str = ""
    _span: Coverage | None = None
    _authority: Coverage | None = None
    imported_at: datetime | None = None

    # --- what services write ---------------------------------------------------------------

    def nominate(self, on: date, *, without: Kind | None = None) -> None:
        """services.nomination.nominate; `without` leaves an attestation out, as old records do."""
        self.participation = self.rows.add(
            Participation(
                agency=self.terms.place.agency,
                officer=self.appointment.officer,
                appointment=self.appointment,
                agreement=self.terms.agreement,
                model=self.terms.agreement.model,
                name_key=self.appointment.officer.name_key,
            )
        )
        by = self.terms.place.administrator
        at = self._at(on)
        self.nominated_on = on
        act = self._act(ActKind.NOMINATED, on, by, at)
        self._span = self._cover(Kind.PARTICIPATION, (on, FOREVER), act, by, at)
        if self.terms.rule_set is not None:
            self._add(RuleAssignment, by, at, rule_set=self.terms.rule_set, valid_from=on)
        for kind in self.terms.attests():
            if kind is not without:
                row = self._add(Attestation, by, at, kind=kind, attested_on=on)
                self._cover(kind, attestation.coverage(on), row, by, at)

    def vet(self, on: date, *, approved: bool = True, on_record: bool = True) -> None:
        """services.vetting.record_vetting; not `on_record`: the act is known, its result is not."""
        by, at = self.terms.place.manager, self._at(on)
        if not on_record:
            self._act(ActKind.VETTED, on, by, at)
            return
        result = Vetting.Result.APPROVED if approved else Vetting.Result.NOT_APPROVED
        row = self._add(Vetting, by, at, result=result, checked_on=on)
        if approved:
            self._act(ActKind.VETTED, on, by, at)
            period = background_check.coverage(on, self._parameters(Kind.BACKGROUND_CHECK))
            self._cover(Kind.BACKGROUND_CHECK, period, row, by, at)
        else:
            self._act(ActKind.NOT_APPROVED, on, by, at)
            self._end_span(on, "not approved", by, at)

    def enroll(self, sitting: Sitting, on: date) -> Record:
        """services.enrollment.enroll."""
        by, at = self.terms.place.coordinator, self._at(on)
        training_class = sitting.training_class
        enrollment = self._add(
            Enrollment,
            by,
            at,
            training_class=training_class,
            officer=self.appointment.officer,
            starts_on=training_class.starts_on,
            ends_on=training_class.ends_on,
        )
        if self._status == Status.VETTED:
            self._act(ActKind.ENROLLED, on, by, at, training_class.class_id)
        return Record(enrollment, sitting)

    def attend(self, record: Record, *, until: date = FOREVER, without: int | None = None) -> None:
        """services.attendance.record_attendance for each day before `until` but one."""
        by = self.terms.place.registrar
        for number, day in enumerate(record.sitting.days):
            if day.holiday or day.day >= until or number == without:
                continue
            at = self._at(day.day)
            record.hours[number] = self._add_to_record(
                Attendance, record, by, at, class_day=day, hours=day.hours
            )
            self._begin(record, day.day, by, at)

    def sit(
        self, record: Record, *, until: date = FOREVER, scores: list[int] | None = None
    ) -> None:
        """services.exams.record_exam for each exam; at most one is repeated in a course.

        `scores` are those of the first exam, when they are not drawn.
        """
        by = self.terms.place.registrar
        days = record.sitting.training_days
        repeated = False
        for module in self.modules.get(record.sitting.course, []):
            taken_on = days[min(module.last_day, len(days)) - 1].day
            if taken_on >= until:
                break
            if scores is None:
                drawn = [self._passed()]
                if not repeated and self.rng.random() < 0.03:
                    drawn, repeated = [self.rng.randrange(54, self.terms.pass_mark), *drawn], True
            else:
                drawn, scores = scores, None
            for attempt, score in enumerate(drawn, 1):
                at = self._at(taken_on)
                record.exams.append(
                    self._add_to_record(
                        ExamAttempt,
                        record,
                        by,
                        at,
                        module=module,
                        attempt=attempt,
                        score=score,
                        taken_on=taken_on,
                    )
                )
                self._begin(record, taken_on, by, at)

    def submit(self, record: Record, on: date) -> None:
        """services.submission.submit_record."""
        by, at = self.terms.place.coordinator, self._at(on)
        enrollment = record.enrollment
        enrollment.state = Enrollment.State.SUBMITTED
        enrollment.submitted_at, enrollment.submitted_by = at, by
        self._act(ActKind.SUBMITTED, on, by, at, enrollment.training_class.class_id)
        self.participation.step = Participation.Step.WAITING

    def return_record(self, record: Record, on: date, *reasons: ReturnReason) -> None:
        """services.sign_off.return_record."""
        by, at = self.terms.place.supervisor, self._at(on)
        words = "; ".join(str(reason.label) for reason in reasons)
        chosen = [reason.value for reason in reasons]
        self._sign(record, SignOff.Decision.RETURNED, chosen, f"Returned: {words}.", on, at)
        record.enrollment.state = Enrollment.State.RETURNED
        record.returned = True
        self._act(ActKind.RETURNED, on, by, at, words)
        self.participation.step = Participation.Step.RETURNED

    def approve(self, record: Record, on: date) -> None:
        """services.sign_off.approve: sign-off, certification and coverage."""
        by, at = self.terms.place.supervisor, self._at(on)
        signed = self._sign(record, SignOff.Decision.APPROVED, [], STATEMENT, on, at)
        enrollment = record.enrollment
        enrollment.state = Enrollment.State.SIGNED_OFF
        training_class = enrollment.training_class
        self._act(ActKind.SIGNED_OFF, on, by, at, training_class.class_id)
        version = training_class.course_version
        if version.course.fulfills == Kind.REFRESHER:
            self._act(ActKind.REFRESHED, enrollment.ends_on, by, at, version.course.title)
        else:
            certification = self._certify(record, signed, on, at)
            self._cover_course(certification, enrollment.ends_on, on, by, at)
        self._cover_refresher(enrollment.ends_on, signed, by, at)
        self.participation.step = Participation.Step.NOTHING_OPEN

    def authorize(self, on: date, *, until: date | None = None) -> None:
        """services.authorization.authorize; `until` where an old letter says something else."""
        by, at = self.terms.place.director, self._at(on)
        supervisor = self.terms.supervisor_on(on)
        period = authorization_rule.coverage(on, self._parameters(Kind.AUTHORIZATION))
        valid_to = until or period.valid_to
        letter = f"L-{on.year}-{self.rng.randrange(10_000):04d}"
        self.authorization = self._add(
            Authorization,
            by,
            at,
            valid_from=on,
            valid_to=valid_to,
            letter=letter,
            signed_by=by,
            supervisor=supervisor,
        )
        self._act(ActKind.AUTHORIZED, on, by, at, f"Letter {letter}")
        self._authority = self._cover(
            Kind.AUTHORIZATION, (on, valid_to), self.authorization, by, at
        )
        if supervisor is not None:
            covered = supervisor_rule.coverage(on, supervisor.valid_from, supervisor.valid_to)
            self._cover(Kind.SUPERVISOR, covered, supervisor, by, at)
        if Kind.EVALUATION in self.terms.parameters:
            first = evaluation.coverage(on, self.terms.parameters[Kind.EVALUATION])
            self._cover(Kind.EVALUATION, first, self.authorization, by, at)

    def evaluate(self, on: date, outcome: Evaluation.Outcome = Evaluation.Outcome.CONTINUE) -> None:
        """services.evaluation.record_evaluation."""
        by, at = self.terms.place.supervisor, self._at(on)
        row = self._add(Evaluation, by, at, outcome=outcome, evaluated_on=on, evaluated_by=by)
        self._act(ActKind.EVALUATED, on, by, at, str(outcome.label))
        if Kind.EVALUATION in self.terms.parameters:
            period = evaluation.coverage(on, self.terms.parameters[Kind.EVALUATION])
            self._cover(Kind.EVALUATION, period, row, by, at)

    def leave_class(self, record: Record, on: date) -> None:
        """services.enrollment.leave_class."""
        by, at = self.terms.place.coordinator, self._at(on)
        record.enrollment.state = Enrollment.State.LEFT
        record.sitting.taken -= 1
        if self._status in (Status.ENROLLED, Status.IN_TRAINING):
            class_id = record.enrollment.training_class.class_id
            self._act(ActKind.LEFT_CLASS, on, by, at, class_id)
        self.participation.step = Participation.Step.NOTHING_OPEN

    def disqualify(self, record: Record) -> None:
        """services.exams._disqualify: two exams failed, so record and participation end."""
        sittings = [
            exam_ledger.Sitting(e.module.exam_code, e.module.title, e.attempt, e.score)
            for e in record.exams
        ]
        policy = exam_ledger.policy_of(self._parameters(Kind.INITIAL_COURSE), self.terms.pass_mark)
        why = exam_ledger.disqualification(sittings, policy)
        if why is None:
            return
        on = record.exams[-1].taken_on
        by, at = self.terms.place.registrar, self._at(on)
        record.enrollment.state = Enrollment.State.DISQUALIFIED
        self._act(ActKind.DISQUALIFIED, on, by, at, why.text)
        self._end_span(on, "disqualified", by, at)
        self.participation.step = Participation.Step.NOTHING_OPEN

    # --- what follows the design where no service stands yet ---------------------------------

    def suspend(self, on: date, reason: Suspension.Reason, until: date = FOREVER) -> None:
        """The officer may not act; compliance stays as it is. With `until`: reinstated that day."""
        by, at = self.terms.place.director, self._at(on)
        if until == FOREVER:
            self._add(Suspension, by, at, reason=reason, valid_from=on, valid_to=until)
            self._act(ActKind.SUSPENDED, on, by, at, str(reason.label))
            return
        back = self._at(until)
        self._add(
            Suspension, by, at, reason=reason, valid_from=on,
            superseded_at=back, superseded_because="reinstated",
        )  # fmt: skip
        self._add(Suspension, by, back, reason=reason, valid_from=on, valid_to=until)
        self._act(ActKind.SUSPENDED, on, by, at, str(reason.label))
        self._act(ActKind.REINSTATED, until, by, back)

    def revoke(self, on: date, because: str = "authorization revoked") -> None:
        """The authority ends by a letter, and with it what is demanded of the officer."""
        by, at = self.terms.place.director, self._at(on)
        self.end_authority(on, because, by, at)
        self._act(ActKind.REVOKED, on, by, at, because.capitalize())
        self._end_span(on, because, by, at)

    def separate(self, on: date) -> None:
        """The officer leaves the agency: appointment, authority and participation end."""
        by, at = self.terms.place.administrator, self._at(on)
        self.appointment.valid_to = on
        self.end_authority(on, "separated", by, at)
        self._act(ActKind.SEPARATED, on, by, at)
        self._end_span(on, "separated", by, at)

    def withdraw(self, on: date) -> None:
        """The agency takes its nomination back."""
        by, at = self.terms.place.administrator, self._at(on)
        self._act(ActKind.WITHDRAWN, on, by, at)
        self._end_span(on, "withdrawn", by, at)

    def agreement_suspended(self, on: date) -> None:
        """The agreement was suspended: its authorizations are closed from that day."""
        by = self.terms.place.manager
        self.end_authority(on, "agreement suspended", by, self._at(on))

    def import_certification(self, certified_on: date, completed_on: date, found: date) -> None:
        """A certification taken over from older papers, without a record to sign."""
        by, at = self.terms.place.manager, self._at(found)
        number = f"H-{completed_on.year}-{self.rng.randrange(100_000):05d}"
        version = self.modules[self.terms.course][0].course_version
        self.certification = self._add(
            Certification,
            by,
            at,
            certificate_number=number,
            certified_on=certified_on,
            completed_on=completed_on,
            course_version=version,
            is_imported=True,
        )
        self._act(ActKind.CERTIFIED, certified_on, by, at, number)
        self._cover_course(self.certification, completed_on, certified_on, by, at)
        if Kind.REFRESHER in self.terms.parameters:
            period = refresher.coverage(completed_on, self.terms.parameters[Kind.REFRESHER])
            self._cover(Kind.REFRESHER, period, self.certification, by, at)

    def flag(self, code: Flag.Code, affected_from: date, found: date) -> None:
        """Records that contradict each other were found."""
        self._add(Flag, self.terms.place.manager, self._at(found), code=code,
                  affected_from=affected_from)  # fmt: skip

    def end_authority(self, on: date, because: str, by: User, at: datetime) -> None:
        """Close the authorization and its coverage on a day; one that had not begun just closes."""
        old, covered = self.authorization, self._authority
        if old is None or covered is None or old.valid_to <= on:
            return
        for row in (old, covered):
            row.superseded_at, row.superseded_because = at, because
        self.authorization = self._authority = None
        if old.valid_from >= on:
            return
        self.authorization = self._add(
            Authorization,
            by,
            at,
            valid_from=old.valid_from,
            valid_to=on,
            letter=old.letter,
            signed_by=old.signed_by,
            supervisor=old.supervisor,
        )
        self._authority = self._cover(
            Kind.AUTHORIZATION, (old.valid_from, on), self.authorization, by, at
        )

    # --- the parts ---------------------------------------------------------------------------

    def _at(self, day: date) -> datetime:
        if self.imported_at is not None:
            return self.imported_at
        after = self._last_at
        self._last_at = self.clock.at(day, self.terms.place.agency.time_zone, after)
        return self._last_at

    def _parameters(self, kind: Kind) -> dict[str, Any]:
        return self.terms.parameters.get(kind, {})

    def _passed(self) -> int:
        mark = self.terms.pass_mark
        return min(100, max(mark, round(self.rng.gauss(86, 7))))

    def _add(self, model: type[Any], by: User, at: datetime, **fields: Any) -> Any:
        return self.rows.add(
            model(
                agency=self.terms.place.agency,
                participation=self.participation,
                recorded_by=by,
                recorded_at=at,
                **fields,
            )
        )

    def _add_to_record(
        self, model: type[Any], record: Record, by: User, at: datetime, **fields: Any
    ) -> Any:
        return self.rows.add(
            model(
                agency=self.terms.place.agency,
                enrollment=record.enrollment,
                recorded_by=by,
                recorded_at=at,
                **fields,
            )
        )

    def _act(
        self, kind: ActKind, on: date, by: User, at: datetime, detail: str = ""
    ) -> ParticipationAct:
        self._status = STATUS_AFTER.get(kind, self._status)
        return self._add(
            ParticipationAct,
            by,
            at,
            kind=kind,
            effective_on=on,
            status_after=STATUS_AFTER.get(kind, ""),
            detail=detail,
        )

    def _begin(self, record: Record, on: date, by: User, at: datetime) -> None:
        """services.records.begin_class."""
        if len(record.hours) + len(record.exams) > 1:
            return
        if self._status == Status.ENROLLED:
            class_id = record.enrollment.training_class.class_id
            self._act(ActKind.IN_TRAINING, on, by, at, class_id)
        if self.participation.step != Participation.Step.RETURNED:
            self.participation.step = Participation.Step.IN_TRAINING

    def _sign(
        self,
        record: Record,
        decision: SignOff.Decision,
        reasons: list[str],
        statement: str,
        on: date,
        at: datetime,
    ) -> SignOff:
        by = self.terms.place.supervisor
        titles = [
            a.position_title
            for a in self.terms.supervisors
            if a.user is by and a.valid_from <= on < a.valid_to
        ]
        return self.rows.add(
            SignOff(
                agency=self.terms.place.agency,
                participation=self.participation,
                enrollment=record.enrollment,
                decision=decision,
                reasons=reasons,
                statement=statement,
                digest=_digest(record, self.modules.get(record.sitting.course, [])),
                signed_by=by,
                position_title=titles[0] if titles else "",
                signed_at=at,
            )
        )

    def _certify(self, record: Record, signed: SignOff, on: date, at: datetime) -> Certification:
        by = self.terms.place.supervisor
        enrollment = record.enrollment
        certification = self.certification = self._add(
            Certification,
            by,
            at,
            certified_on=on,
            completed_on=enrollment.ends_on,
            course_version=enrollment.training_class.course_version,
            enrollment=enrollment,
            sign_off=signed,
        )
        act = self._act(ActKind.CERTIFIED, on, by, at)

        def number() -> None:
            # The number is made of the record's key, which the database gives.
            certification.certificate_number = act.detail = f"C-{on.year}-{enrollment.pk:06d}"

        self.rows.once_saved(Enrollment, number)
        return certification

    def _cover_course(
        self, row: Certification, completed_on: date, on: date, by: User, at: datetime
    ) -> None:
        self._cover(Kind.INITIAL_COURSE, initial_course.coverage(completed_on), row, by, at)
        self._cover(Kind.CERTIFICATION, certification_rule.coverage(on), row, by, at)

    def _cover_refresher(self, completed_on: date, signed: SignOff, by: User, at: datetime) -> None:
        if Kind.REFRESHER in self.terms.parameters:
            period = refresher.coverage(completed_on, self.terms.parameters[Kind.REFRESHER])
            self._cover(Kind.REFRESHER, period, signed, by, at)

    def _cover(
        self,
        kind: Kind,
        period: tuple[date, date] | None,
        evidence: Any,
        by: User,
        at: datetime,
    ) -> Coverage | None:
        if period is None or period[0] >= period[1]:
            return None
        row = self._add(
            Coverage,
            by,
            at,
            kind=kind,
            valid_from=period[0],
            valid_to=period[1],
            evidence_kind=EVIDENCE[type(evidence)],
        )

        def point() -> None:
            row.evidence_id = evidence.pk

        # Every kind of evidence is written before the acts, or is an act.
        self.rows.once_saved(ParticipationAct, point)
        return row

    def _end_span(self, on: date, because: str, by: User, at: datetime) -> None:
        """services.acts.end_span."""
        span = self._span
        if span is None or span.valid_to <= on:
            return
        span.superseded_at, span.superseded_because = at, because
        self._span = None
        if span.valid_from >= on:
            return
        shorter = self._add(
            Coverage,
            by,
            at,
            kind=Kind.PARTICIPATION,
            valid_from=span.valid_from,
            valid_to=on,
            evidence_kind=span.evidence_kind,
        )
        self.rows.once_saved(
            ParticipationAct, lambda: setattr(shorter, "evidence_id", span.evidence_id)
        )
        self._span = shorter


EVIDENCE: dict[type[Any], EvidenceKind] = {
    ParticipationAct: EvidenceKind.ACT,
    Attestation: EvidenceKind.ATTESTATION,
    Vetting: EvidenceKind.VETTING,
    SignOff: EvidenceKind.SIGN_OFF,
    Certification: EvidenceKind.CERTIFICATION,
    Authorization: EvidenceKind.AUTHORIZATION,
    SupervisorAssignment: EvidenceKind.SUPERVISOR_ASSIGNMENT,
    Evaluation: EvidenceKind.EVALUATION,
}


def _digest(record: Record, modules: list[Module]) -> str:
    """The digest of what the supervisor was shown."""
    days = tuple(
        DayShown(
            class_day_id=0,
            day=day.day,
            number=day.number,
            hours_due=day.hours,
            hours=record.hours[at].hours if at in record.hours else None,
            holiday=day.holiday,
            recorded_by_id=None,
        )
        for at, day in enumerate(record.sitting.days)
    )
    exams = tuple(
        ExamShown(
            module_id=0,
            title=module.title,
            exam_code=module.exam_code,
            pass_mark=module.course_version.pass_mark,
            sittings=tuple(
                SittingShown(exam.attempt, exam.score, exam.taken_on, None)
                for exam in record.exams
                if exam.module is module
            ),
        )
        for module in modules
    )
    return digest_of(record.enrollment, days, exams)
