"""The classes that would mend a requirement: the officer's own, or the next one with a seat."""

from collections.abc import Mapping
from datetime import date

from training.kinds import Kind
from training.models import Enrollment, TrainingClass
from training.rules.mending import ClassAhead

# Only a class mends these.
BY_CLASS = frozenset({Kind.INITIAL_COURSE, Kind.REFRESHER})
_UNDER_WAY = (Enrollment.State.OPEN, Enrollment.State.SUBMITTED, Enrollment.State.RETURNED)


def classes_ahead(models: Mapping[int, str], day: date) -> dict[int, dict[str, ClassAhead]]:
    """For each participation, given with its model: the class that would mend, by kind.

    The officer's own class where they sit in one or its record is not signed off yet, else the
    next one of the model that has a seat; absent where there is neither. Two queries, none for
    nobody.
    """
    if not models:
        return {}
    found: dict[int, dict[str, ClassAhead]] = {pk: {} for pk in models}
    offered: dict[tuple[str, Kind], date] = {}
    classes = TrainingClass.objects.open_for_enrollment(day).values_list(
        "course_version__course__fulfills", "course_version__for_models", "ends_on"
    )
    for kind, for_models, ends_on in classes:
        for model in for_models:
            known = offered.get((model, Kind(kind)), date.max)
            offered[(model, Kind(kind))] = min(known, ends_on)
    for pk, model in models.items():
        for kind in BY_CLASS:
            if (model, kind) in offered:
                found[pk][kind.name.lower()] = ClassAhead(offered[(model, kind)], is_own=False)
    sitting = (
        Enrollment.objects.filter(participation__in=models, state__in=_UNDER_WAY)
        .order_by("-ends_on")
        .values_list(
            "participation_id", "training_class__course_version__course__fulfills", "ends_on"
        )
    )
    for pk, kind, ends_on in sitting:
        found[pk][Kind(kind).name.lower()] = ClassAhead(ends_on, is_own=True)
    return found
