"""What every step of an officer does: rows with their author and moment, acts, coverage."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import User
from agencies.models import Appointment, SupervisorAssignment
from demo.rows import LAST_EVIDENCE, Clock, Rows
from demo.terms import Terms
from demo.timetable import Sitting
from training.kinds import EvidenceKind, Kind
from training.models import (
    Attendance,
    Attestation,
    Authorization,
    Certification,
    Coverage,
    CredentialReturn,
    Enrollment,
    Evaluation,
    ExamAttempt,
    Module,
    PaperRecord,
    Participation,
    ParticipationAct,
    SignOff,
    Vetting,
)
from training.models.act import STATUS_AFTER, ActKind


@dataclass
class Record:
    """An enrollment with what was entered into it."""

    enrollment: Enrollment
    sitting: Sitting
    hours: dict[int, Attendance] = field(default_factory=dict)  # by place in the class's days
    exams: list[ExamAttempt] = field(default_factory=list)
    returned: bool = False


@dataclass
class Steps:
    """An officer under an agreement, and the rows that were added so far."""

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
    paper: PaperRecord | None = None
    was_authorized: bool = False
    _supervised_until: date = date.min
    _task: CredentialReturn | None = None

    # --- the parts ---------------------------------------------------------------------------

    def _at(self, day: date) -> datetime:
        if self.imported_at is not None:
            return self.imported_at
        after = self._last_at
        self._last_at = self.clock.at(day, self.terms.place.agency.time_zone, after)
        return self._last_at

    def _parameters(self, kind: Kind) -> dict[str, Any]:
        return self.terms.parameters.get(kind, {})

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

        self.rows.once_saved(LAST_EVIDENCE, point)
        return row

    def _end_span(self, on: date, because: str, by: User, at: datetime) -> None:
        """services.authority.close_spans."""
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
            LAST_EVIDENCE, lambda: setattr(shorter, "evidence_id", span.evidence_id)
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
    CredentialReturn: EvidenceKind.CREDENTIAL_RETURN,
}
