"""Recording exam scores, and the disqualification that follows from two failures."""

from datetime import date

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from training.models import Enrollment, ExamAttempt, Module
from training.services.records import begin_class, locked_record, reasons_record_is_closed


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

    `score` is in percent, 0 to 100. Raises `Refused` for a module without an exam, a day outside
    the class, a score outside the range, or a remedial exam where none is due.
    """
    record = locked_record(viewer, Permission.RECORD_RESULTS, enrollment)
    course_version = record.training_class.course_version
    reasons = reasons_record_is_closed(record)
    if module.course_version_id != course_version.pk or not module.exam_code:
        reasons.append(Reason("This course has no such exam.", "module"))
    if not 0 <= score <= 100:
        reasons.append(Reason("Enter a score between 0 and 100.", "score"))
    if taken_on < record.starts_on:
        reasons.append(Reason("The exam cannot be before the class began.", "taken_on"))
    elif taken_on > viewer.today:
        reasons.append(Reason("The day of the exam has not come yet.", "taken_on"))
    if attempt not in (1, 2):
        reasons.append(Reason("There is one exam and one remedial exam, no third.", "attempt"))
    if attempt == 2:
        first = ExamAttempt.objects.filter(enrollment=record, module=module, attempt=1).first()
        if first is None:
            reasons.append(Reason("Record the first exam before the remedial exam.", "attempt"))
        elif first.score >= course_version.pass_mark:
            reasons.append(
                Reason("The first exam was passed; there is nothing to repeat.", "attempt")
            )
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
    begin_class(viewer, record, taken_on)
    return sitting
