"""What the rule on enrollment asks about one officer and one class."""

from agencies.states import AgreementState
from training.kinds import Kind
from training.models import Enrollment, Participation, TrainingClass
from training.rules.course_completion import LengthFact
from training.rules.enrollment import EnrollmentFacts, OtherClass
from training.rules.parameters import number, texts
from training.selectors.facts import agreement_state_on, last_status, requirement_on


def enrollment_facts(
    participation: Participation, training_class: TrainingClass
) -> EnrollmentFacts:
    """The facts of enrolling this officer in this class. Six queries at most.

    Other classes are those of any agreement of the officer that the viewer may see; the database
    refuses an overlap with one that is hidden.
    """
    version = training_class.course_version
    kind = Kind(version.course.fulfills)
    requirement = requirement_on(participation, kind, training_class.starts_on)
    sits_in = (
        Enrollment.objects.filter(officer=participation.officer_id)
        .exclude(state=Enrollment.State.LEFT)
        .select_related("training_class")
    )
    others = [e for e in sits_in if e.training_class_id != training_class.pk]
    return EnrollmentFacts(
        status=last_status(participation),
        model=participation.model,
        course_code=version.course.code,
        course_title=version.course.title,
        course_models=tuple(version.for_models),
        accepted_courses=texts(requirement.parameters, "courses") if requirement else (),
        fulfills=kind.name.lower(),
        version_from=version.valid_from,
        version_to=version.valid_to,
        starts_on=training_class.starts_on,
        ends_on=training_class.ends_on,
        agreement_in_force=agreement_state_on(participation.agreement, training_class.starts_on)
        is AgreementState.IN_FORCE,
        already_in_class=len(others) < len(sits_in),
        length=LengthFact(
            number(requirement.parameters, "hours") if requirement else None, version.hours
        ),
        other_classes=tuple(
            OtherClass(e.training_class.class_id, e.starts_on, e.ends_on) for e in others
        ),
    )
