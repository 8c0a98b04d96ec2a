"""Enrolling officers in a class, and leaving it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, Refused, refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.models import Enrollment, Participation, TrainingClass
from training.models.act import ActKind
from training.rules import enrollment as rule
from training.selectors.enrollment import enrollment_facts
from training.selectors.facts import last_status, latest_status_act
from training.services.acts import locked_participation, record_act
from training.services.records import locked_record, reasons_record_is_closed, set_step
from training.states import Status

_CONSTRAINTS = {
    "class_not_overfull": Reason(
        gettext_noop("The class is full. Choose another class."), "participations"
    ),
    "class_canceled_is_empty": Reason(gettext_noop("The class is canceled."), "participations"),
    "enrollment_once_in_a_class": Reason(
        gettext_noop("The officer is enrolled in this class already."), "participations"
    ),
    "enrollment_one_class_at_a_time": Reason(
        gettext_noop("The officer sits in another class in these days."), "participations"
    ),
}


def enroll(
    viewer: Viewer, training_class: TrainingClass, participations: Sequence[Participation]
) -> list[Enrollment]:
    """Enroll one or many officers in a class: all of them, or none.

    Raises `Refused` with the reasons of every officer who cannot be enrolled, each named, and
    where the class has fewer seats than officers.
    """
    viewer.must(Permission.ENROLL)
    current = TrainingClass.objects.select_related("course_version__course").get(
        pk=training_class.pk
    )
    rows = [
        locked_participation(viewer, Permission.ENROLL, p)
        for p in sorted(participations, key=lambda p: p.pk)
    ]
    reasons = rule.reasons_class_is_closed(
        seats_left=current.seats_left,
        wanted=len(rows),
        starts_on=current.starts_on,
        canceled=current.canceled_on is not None,
        day=viewer.today,
    )
    for row in rows:
        facts = enrollment_facts(row, current)
        reasons += [
            Reason(f"{row.officer}: {reason.text}", "participations", reason.rule)
            for reason in rule.reasons_not_to_enroll(facts)
        ]
    refuse_if(reasons)
    with transaction.atomic():
        return [_enroll_one(viewer, current, row) for row in rows]


def _enroll_one(viewer: Viewer, training_class: TrainingClass, row: Participation) -> Enrollment:
    try:
        with refused_by(_CONSTRAINTS):
            enrollment = Enrollment.objects.create(
                agency_id=row.agency_id,
                participation=row,
                officer_id=row.officer_id,
                training_class=training_class,
                starts_on=training_class.starts_on,
                ends_on=training_class.ends_on,
                recorded_by_id=viewer.user_id,
            )
    except Refused as refused:
        raise Refused(
            [Reason(f"{row.officer}: {r.text}", r.field) for r in refused.reasons]
        ) from refused
    if _is_on_the_way(row):
        record_act(viewer, row, ActKind.ENROLLED, today_at(row.agency), training_class.class_id)
    return enrollment


def _is_on_the_way(row: Participation) -> bool:
    """Whether enrolling changes the status: not for a refresher of a certified officer."""
    return last_status(row) == Status.VETTED


def leave_class(viewer: Viewer, enrollment: Enrollment, on: date) -> Enrollment:
    """End an enrollment before its record is signed off; the seat is free again.

    The officer is vetted again and may be enrolled elsewhere. Raises `Refused` for a record that
    waits or is closed.
    """
    record = locked_record(viewer, Permission.ENROLL, enrollment)
    reasons = reasons_record_is_closed(record)
    if on > today_at(record.participation.agency):
        reasons.append(Reason(_("This day has not come yet."), "on"))
    last = latest_status_act(record.participation)
    if last is not None and on < last.effective_on:
        reasons.append(Reason(_("An act of a later day is on record."), "on"))
    refuse_if(reasons)
    record.state = Enrollment.State.LEFT
    record.save(update_fields=["state"])
    participation = record.participation
    if last_status(participation) in (Status.ENROLLED, Status.IN_TRAINING):
        record_act(viewer, participation, ActKind.LEFT_CLASS, on, str(record.training_class))
    set_step(participation, Participation.Step.NOTHING_OPEN)
    return record
