"""The earliest day on which a requirement could be mended: today, or when a class ends."""

from collections.abc import Mapping
from datetime import date

from training.kinds import Kind
from training.models import Enrollment, TrainingClass

# Only a class mends these; everything else can be done on the day itself.
BY_CLASS = frozenset({Kind.INITIAL_COURSE, Kind.REFRESHER})
_UNDER_WAY = (Enrollment.State.OPEN, Enrollment.State.SUBMITTED, Enrollment.State.RETURNED)


def class_ends(models: Mapping[int, str], day: date) -> dict[tuple[int, Kind], date]:
    """For each participation, given with its model: when a class of each kind could end.

    The officer's own class where they sit in one, else the next one of the model that has a seat;
    absent where there is neither. Two queries, none for nobody.
    """
    if not models:
        return {}
    sitting = (
        Enrollment.objects.filter(participation__in=models, state__in=_UNDER_WAY, ends_on__gte=day)
        .order_by("-ends_on")
        .values_list(
            "participation_id", "training_class__course_version__course__fulfills", "ends_on"
        )
    )
    own = {(pk, Kind(kind)): ends_on for pk, kind, ends_on in sitting}
    offered: dict[tuple[str, Kind], date] = {}
    classes = TrainingClass.objects.open_for_enrollment(day).values_list(
        "course_version__course__fulfills", "course_version__for_models", "ends_on"
    )
    for kind, for_models, ends_on in classes:
        for model in for_models:
            known = offered.get((model, Kind(kind)), date.max)
            offered[(model, Kind(kind))] = min(known, ends_on)
    return {
        (pk, kind): end
        for pk, model in models.items()
        for kind in BY_CLASS
        if (end := own.get((pk, kind)) or offered.get((model, kind)))
    }
