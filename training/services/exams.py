"""Recording exam scores, and the disqualification that follows from two failures."""

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.kinds import Kind
from training.models import Enrollment, ExamAttempt, Module
from training.models.act import ActKind
from training.rules import exam_ledger
from training.selectors.demands import Demands
from training.services.records import begin_class, locked_record, reasons_record_is_closed
from training.services.revocation import end_participation


def record_exam(
    viewer: Viewer,
    enrollment: Enrollment,
    module: Module,
    *,
    attempt: int,
    score: int,
    taken_on: date,
) -> ExamAttempt:
    """Record or correct the score of one sitting: `attempt` 1, or 2 for the remedial exam.

    `score` is in percent, 0 to 100. Recording one begins the class for the officer. Where the
    form ends the participation after a number of failures, the one that reaches it writes the
    disqualification with its reason; in a refresher it does not. Raises `Refused` for a module
    without an exam, a day outside the class, a score outside the range, or a sitting that the
    form's policy does not give.
    """
    record = locked_record(viewer, Permission.RECORD_RESULTS, enrollment)
    course_version = record.training_class.course_version
    reasons = reasons_record_is_closed(record)
    if module.course_version_id != course_version.pk or not module.exam_code:
        reasons.append(Reason(_("This course has no such exam."), "module"))
    if taken_on < record.starts_on:
        reasons.append(Reason(_("The exam cannot be before the class began."), "taken_on"))
    elif taken_on > today_at(record.participation.agency):
        reasons.append(Reason(_("The day of the exam has not come yet."), "taken_on"))
    policy = Demands([record.participation_id]).policy_of(record)
    entry = exam_ledger.Sitting(module.exam_code, module.title, attempt, score)
    reasons += exam_ledger.reasons_not_to_enter(_sittings(record), entry, policy)
    refuse_if(reasons)
    sitting, created = ExamAttempt.objects.get_or_create(
        enrollment=record,
        module=module,
        attempt=attempt,
        defaults={
            "agency_id": record.agency_id,
            "score": score,
            "taken_on": taken_on,
            "recorded_by_id": viewer.user_id,
        },
    )
    if not created and (sitting.score, sitting.taken_on) != (score, taken_on):
        sitting.score, sitting.taken_on = score, taken_on
        sitting.recorded_by_id = viewer.user_id
        sitting.save(update_fields=["score", "taken_on", "recorded_by"])
    begin_class(viewer, record)
    disqualified = exam_ledger.disqualification(_sittings(record), policy)
    if disqualified is not None:
        _disqualify(viewer, record, policy, disqualified)
    return sitting


def _sittings(record: Enrollment) -> list[exam_ledger.Sitting]:
    return [
        exam_ledger.Sitting(a.module.exam_code, a.module.title, a.attempt, a.score)
        for a in ExamAttempt.objects.filter(enrollment=record)
        .select_related("module")
        .order_by("module__position", "attempt")
    ]


def _disqualify(
    viewer: Viewer, record: Enrollment, policy: exam_ledger.ExamPolicy, why: Reason
) -> None:
    """End the participation as the form says; a refresher's failure does not.

    On the day of the last failure, in whatever order the scores were entered.
    """
    if record.training_class.course_version.course.fulfills != Kind.INITIAL_COURSE:
        return
    failed = record.exam_attempts.filter(score__lt=policy.pass_mark)
    on: date = failed.aggregate(Max("taken_on"))["taken_on__max"]
    record.state = Enrollment.State.DISQUALIFIED
    record.save(update_fields=["state"])
    end_participation(viewer, record.participation, ActKind.DISQUALIFIED, on, why.text)
