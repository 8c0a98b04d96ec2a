"""Sending a complete training record to the supervisor."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.permissions import Permission
from accounts.refusal import refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.models import Enrollment, Participation
from training.models.act import ActKind
from training.notifications import tell_supervisors
from training.selectors.sign_off import record_shown
from training.services.acts import record_act
from training.services.records import locked_record, reasons_record_is_closed, set_step


def submit_record(viewer: Viewer, enrollment: Enrollment) -> Enrollment:
    """Send a record to the supervisor's queue.

    Raises `Refused` with everything that is missing: each day and each exam by name.
    """
    record = locked_record(viewer, Permission.SUBMIT_RECORDS, enrollment)
    reasons = reasons_record_is_closed(record)
    if not reasons:
        reasons = [missing.as_reason() for missing in record_shown(record).missing]
    refuse_if(reasons)
    record.state = Enrollment.State.SUBMITTED
    record.submitted_at = Now()
    record.submitted_by_id = viewer.user_id
    record.save(update_fields=["state", "submitted_at", "submitted_by"])
    record.refresh_from_db(fields=["submitted_at"])
    record_act(
        viewer,
        record.participation,
        ActKind.SUBMITTED,
        today_at(record.participation.agency),
        str(record.training_class),
    )
    set_step(record.participation, Participation.Step.WAITING)
    transaction.on_commit(lambda: tell_supervisors(record.pk), robust=True)
    return record
