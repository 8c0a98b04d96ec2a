"""Accepting training that an officer brought along from another agency."""

from datetime import date

from accounts.viewer import Viewer
from training.kinds import EvidenceKind, Kind
from training.models import BroughtTraining, Participation
from training.models.act import ActKind
from training.rules import certification, initial_course, refresher
from training.rules.parameters import texts
from training.selectors.facts import requirement_on
from training.services.acts import cover, record_act


def accept_brought_training(viewer: Viewer, participation: Participation, on: date) -> bool:
    """Count a certification that the officer brought along, once the officer is vetted.

    Only one of the course that this agreement's form asks for counts. The officer is certified
    from `on`, and not authorized: authority is signed anew. Whether there was one.
    """
    requirement = requirement_on(participation, Kind.INITIAL_COURSE, on)
    accepted = texts(requirement.parameters, "courses") if requirement else ()
    brought = (
        BroughtTraining.objects.filter(
            officer=participation.officer_id,
            agency=participation.agency_id,
            course_version__course__code__in=accepted,
            certified_on__lte=on,
        )
        .order_by("-certified_on", "-id")
        .first()
    )
    if brought is None:
        return False
    evidence = (EvidenceKind.BROUGHT_TRAINING, brought.pk)
    record_act(viewer, participation, ActKind.CERTIFIED, on, brought.certificate_number)
    cover(
        viewer,
        participation,
        Kind.INITIAL_COURSE,
        initial_course.coverage(brought.completed_on),
        *evidence,
    )
    cover(viewer, participation, Kind.CERTIFICATION, certification.coverage(on), *evidence)
    clock = requirement_on(participation, Kind.REFRESHER, on)
    if clock is not None:
        last = brought.refreshed_on or brought.completed_on
        cover(
            viewer,
            participation,
            Kind.REFRESHER,
            refresher.coverage(last, clock.parameters),
            *evidence,
        )
    return True
