"""The home of a registrar or instructor: classes, and records to finish."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from accounts.viewer import Viewer
from training.models import Enrollment, TrainingClass

AHEAD_DAYS = 60
SHOWN = 25


@dataclass(frozen=True)
class RegistrarHome:
    """Classes that run or start soon, and classes that ended with records still open."""

    running: list[TrainingClass]
    starting: list[TrainingClass]
    to_finish: list[dict[str, Any]]
    records_open: int


def registrar_home(viewer: Viewer, day: date) -> RegistrarHome:
    """Classes around `day`. Three queries."""
    classes = TrainingClass.objects.filter(canceled_on=None).select_related(
        "course_version__course"
    )
    running = classes.filter(starts_on__lte=day, ends_on__gte=day).order_by("ends_on", "class_id")
    starting = classes.filter(
        starts_on__gt=day, starts_on__lte=day + timedelta(days=AHEAD_DAYS)
    ).order_by("starts_on", "class_id")
    to_finish = list(
        Enrollment.objects.visible_to(viewer)
        .filter(
            Q(state=Enrollment.State.OPEN) | Q(state=Enrollment.State.RETURNED), ends_on__lt=day
        )
        .order_by("ends_on", "training_class__class_id")
        .values(
            "training_class__uuid",
            "training_class__class_id",
            "training_class__course_version__course__title",
            "ends_on",
        )
        .annotate(
            open=Count("id", filter=Q(state=Enrollment.State.OPEN)),
            returned=Count("id", filter=Q(state=Enrollment.State.RETURNED)),
        )
    )
    return RegistrarHome(
        list(running),
        list(starting),
        to_finish[:SHOWN],
        sum(row["open"] + row["returned"] for row in to_finish),
    )
