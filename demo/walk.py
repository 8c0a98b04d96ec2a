"""One officer's way along the chain, in the rows that the services would write.

Each method stands for the service of its name in training/services and writes what that writes,
with the same rules, for a day in the past. tests/demo/test_same_as_services.py holds the two
together."""

from datetime import date, datetime

from accounts.models import User
from agencies.models.rows import FOREVER
from demo.endings import Endings
from demo.papers import papers_of
from demo.steps import Record
from demo.timetable import Sitting
from training.kinds import Kind
from training.models import (
    Attendance,
    Attestation,
    Authorization,
    Certification,
    Enrollment,
    Evaluation,
    ExamAttempt,
    Module,
    PaperRecord,
    Participation,
    RuleAssignment,
    SignOff,
    Vetting,
)
from training.models.act import ActKind
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


class Walk(Endings):
    """An officer under an agreement: everything that happened, in order."""

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
        span = (on, self.terms.agreement.expires_on)
        self._span = self._cover(Kind.PARTICIPATION, span, act, by, at)
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
        signed = self._sign(record, SignOff.Decision.APPROVED, [], str(STATEMENT), on, at)
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
        valid_to = min(until or period.valid_to, self.terms.agreement.expires_on)
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
            paper=self.paper,
        )
        self._act(ActKind.AUTHORIZED, on, by, at, f"Letter {letter}")
        self.was_authorized = True
        self._authority = self._cover(
            Kind.AUTHORIZATION, (on, valid_to), self.authorization, by, at
        )
        if supervisor is not None and self._supervised_until <= on:
            covered = supervisor_rule.coverage(on, supervisor.valid_from, supervisor.valid_to)
            self._cover(Kind.SUPERVISOR, covered, supervisor, by, at)
            self._supervised_until = supervisor.valid_to
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

    # --- what was taken over from older papers ------------------------------------------------

    def import_certification(
        self, certified_on: date, completed_on: date, failed_in: Sitting | None = None
    ) -> None:
        """A certification without sign-off; `failed_in`: its class, whose exam was failed."""
        by, at = self.terms.place.manager, self._at(certified_on)
        number = f"H-{completed_on.year}-{self.rng.randrange(100_000):05d}"
        version = self.modules[self.terms.course][0].course_version
        self.paper = self._add(
            PaperRecord,
            by,
            at,
            imported_from=papers_of(self.rows),
            course=version.course,
            class_id=failed_in.training_class.class_id if failed_in else "",
            result=PaperRecord.Result.PASSED,
        )
        self.certification = self._add(
            Certification,
            by,
            at,
            certificate_number=number,
            certified_on=certified_on,
            completed_on=completed_on,
            course_version=version,
            enrollment=failed_in and self._import_failed(failed_in, by, at),
            paper=self.paper,
        )
        self._act(ActKind.CERTIFIED, certified_on, by, at, number)
        self._cover_course(self.certification, completed_on, certified_on, by, at)
        if Kind.REFRESHER in self.terms.parameters:
            period = refresher.coverage(completed_on, self.terms.parameters[Kind.REFRESHER])
            self._cover(Kind.REFRESHER, period, self.certification, by, at)

    def _import_failed(self, sitting: Sitting, by: User, at: datetime) -> Enrollment:
        """A record whose exam was failed, though it counts as passed."""
        training_class = sitting.training_class
        enrollment: Enrollment = self._add(
            Enrollment,
            by,
            at,
            training_class=training_class,
            officer=self.appointment.officer,
            starts_on=training_class.starts_on,
            ends_on=training_class.ends_on,
            state=Enrollment.State.IMPORTED,
            paper=self.paper,
        )
        record = Record(enrollment, sitting)
        score = self.rng.randrange(55, self.terms.pass_mark)
        for module in self.modules[sitting.course]:
            self._add_to_record(
                ExamAttempt,
                record,
                by,
                at,
                module=module,
                attempt=1,
                score=score,
                taken_on=training_class.ends_on,
            )
            score = self._passed()
        return enrollment

    # --- the parts ---------------------------------------------------------------------------

    def _passed(self) -> int:
        mark = self.terms.pass_mark
        return min(100, max(mark, round(self.rng.gauss(86, 7))))

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
        number = certification_rule.number("C", on, enrollment.uuid)
        certification = self.certification = self._add(
            Certification,
            by,
            at,
            certificate_number=number,
            certified_on=on,
            completed_on=enrollment.ends_on,
            course_version=enrollment.training_class.course_version,
            enrollment=enrollment,
            sign_off=signed,
        )
        self._act(ActKind.CERTIFIED, on, by, at, number)
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
