"""A training record under a lock, and whether it may still be written to."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason
from accounts.viewer import Viewer
from training.models import Enrollment, Participation
from training.models.act import ActKind
from training.selectors.facts import latest_status_act
from training.services.acts import locked_participation, record_act
from training.states import Status

OPEN_STATES = (Enrollment.State.OPEN, Enrollment.State.RETURNED)
UNDECIDED_STATES = (*OPEN_STATES, Enrollment.State.SUBMITTED)


def locked_record(viewer: Viewer, permission: Permission, enrollment: Enrollment) -> Enrollment:
    """The record, with its participation locked: everything about one officer takes turns.

    Raises `MissingPermission`, or `Enrollment.DoesNotExist` outside the viewer's agencies.
    """
    viewer.must(permission)
    record = Enrollment.objects.visible_to(viewer, permission).get(pk=enrollment.pk)
    locked_participation(viewer, permission, record.participation)
    # Read again: another session may have written while this one waited for the lock.
    current: Enrollment = Enrollment.objects.select_related(
        "participation__officer",
        "participation__agency",
        "participation__agreement__form_revision",
        "training_class__course_version__course",
        "submitted_by",
    ).get(pk=record.pk)
    return current


def reasons_record_is_closed(record: Enrollment) -> list[Reason]:
    """Why nothing may be entered any more, by the state of the record."""
    if record.state in OPEN_STATES:
        return []
    words = {
        Enrollment.State.SUBMITTED: _(
            "The record waits for sign-off. Ask the supervisor to return it before you correct it."
        ),
        Enrollment.State.SIGNED_OFF: _("The record is signed off and cannot be changed."),
        Enrollment.State.IMPORTED: _(
            "The record was taken over from papers and stays as they say."
        ),
        Enrollment.State.LEFT: _("The officer left this class."),
        Enrollment.State.DISQUALIFIED: _("The officer was disqualified in this class."),
    }
    return [Reason(words[Enrollment.State(record.state)])]


def begin_class(viewer: Viewer, record: Enrollment) -> None:
    """The first attendance or exam entered makes the officer "in training".

    Since the class began, or since the officer was enrolled, whichever is later: what is entered
    first need not be what came first.
    """
    participation = record.participation
    began = participation.participationacts.filter(
        superseded_at=None, kind=ActKind.IN_TRAINING, effective_on__gte=record.starts_on
    ).exists()
    if began:
        return
    # A refresher does not take an authorized officer back to training.
    last = latest_status_act(participation)
    if last is not None and last.status_after == Status.ENROLLED:
        since = max(record.starts_on, last.effective_on)
        record_act(viewer, participation, ActKind.IN_TRAINING, since, str(record.training_class))
    if participation.step != Participation.Step.RETURNED:
        set_step(participation, Participation.Step.IN_TRAINING)


def close_records(ids: Sequence[int]) -> None:
    """Close the undecided records of participations that end; nobody waits for them any more."""
    Enrollment.objects.filter(participation__in=ids, state__in=UNDECIDED_STATES).update(
        state=Enrollment.State.LEFT
    )
    Participation.objects.filter(pk__in=ids).exclude(step=Participation.Step.NOTHING_OPEN).update(
        step=Participation.Step.NOTHING_OPEN
    )


def set_step(participation: Participation, step: Participation.Step) -> None:
    """Say what somebody is expected to do next."""
    if participation.step != step:
        participation.step = step
        participation.save(update_fields=["step"])
