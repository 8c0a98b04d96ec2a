"""What a line contradicts in itself or in its agreement: said before it is written, by the rules
that flag it afterwards."""

from collections.abc import Iterator

from intake.report import Problem
from training.kinds import Kind
from training.models import Flag
from training.rules.conflict_facts import (
    AuthorizationFact,
    CertificationFact,
    ExamFact,
    HistoryFacts,
    RecordFact,
)
from training.rules.conflicts import conflicts_of
from training.rules.exam_ledger import Sitting, policy_of
from training.rules.imported_history import authority
from training.rules.parameters import number
from training.rules.periods import FOREVER
from training.services import history_line as columns
from training.services.history_compare import Taken, Taker
from training.services.history_known import Rules
from training.services.history_match import Dates

_COLUMN = {
    "authorized_before_certified": columns.FROM,
    "authorized_before_agreement": columns.FROM,
    "authorized_never_certified": columns.FROM,
    "authority_past_end": columns.FROM,
    "authorized_too_long": columns.UNTIL,
    "failed_but_passed": columns.RESULT,
    "finished_before_start": columns.COMPLETED,
    "unlikely_length": columns.COMPLETED,
}


def notes_on(taker: Taker, rules: Rules) -> Iterator[Problem]:
    """One note for each contradiction that the lines would bring in. Nothing is refused for it."""
    certified = {t.line.certified_on for t in taker.taken if t.line.certified_on}
    if taker.record is not None:
        certified |= {row.certified_on for row in taker.record.certifications}
    first = min((day for day in certified if day), default=None)
    for taken in taker.taken:
        if not taken.adds:
            continue
        for conflict in conflicts_of(_facts(taken, rules, first)):
            yield Problem(
                taken.line.row,
                _COLUMN.get(conflict.code, columns.CLASS_ID),
                conflict.detail,
                str(Flag.Code(conflict.code).label),
                "",
            )


def _facts(taken: Taken, rules: Rules, certified_on: object) -> HistoryFacts:
    line, agreement = taken.line, taken.meant.agreement
    terms = rules.terms(agreement)
    days = [*line.days, agreement.signed_on]
    judging = rules.judging(agreement, min(days))
    asked = rules.asked(judging.pk if judging else None, Kind.AUTHORIZATION) or {}
    authorizations = []
    if line.authorized_from is not None:
        stated = authority(
            line.authorized_from,
            line.authorized_until,
            FOREVER,
            asked,
            terms.in_force(line.authorized_from),
        ).stated
        authorizations.append(AuthorizationFact("", stated, number(asked, "months")))
    sat, certifications = taken.meant.sat, []
    if line.certified_on and not line.is_refresher:
        certifications.append(
            CertificationFact(
                line.certificate,
                taken.meant.completed_on or line.certified_on,
                sat.starts_on if sat else None,
            )
        )
    return HistoryFacts(
        agreement_signed_on=agreement.signed_on,
        agreement_ended_on=terms.runs_until(agreement.signed_on),
        certified_on=certified_on,  # type: ignore[arg-type]
        authorizations=authorizations,
        certifications=certifications,
        records=[_record(taken, sat, rules)] if line.class_id and sat else [],
    )


def _record(taken: Taken, sat: Dates, rules: Rules) -> RecordFact:
    line, version = taken.line, taken.meant.version
    agreement = taken.meant.agreement
    judging = rules.judging(agreement, agreement.signed_on)
    asked = rules.asked(judging.pk if judging else None, Kind.INITIAL_COURSE) or {}
    modules = {module.exam_code: module.title for module in version.modules.all()}
    passed_on = line.certified_on or (taken.meant.completed_on if line.has_passed else None)
    return RecordFact(
        key=0,
        class_id=line.class_id,
        starts_on=sat.starts_on,
        ends_on=sat.ends_on,
        training_days=version.training_days,
        hours_a_day=version.hours_a_day,
        policy=policy_of({} if line.is_refresher else asked, version.pass_mark),
        passed_on=passed_on,
        exams=[
            ExamFact(
                Sitting(s.exam, modules[s.exam], s.attempt, s.score), s.taken_on or sat.starts_on
            )
            for s in line.scores
        ],
        stated_failed=line.result == "failed",
    )
