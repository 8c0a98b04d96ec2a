"""Adding classes of the past, which lists and papers name."""

from collections.abc import Sequence

from training.models import ClassDay, TrainingClass
from training.rules.class_days import class_days
from training.rules.class_length import weekdays_between

# Papers state no seats. So many that officers of that time can still be added to a class.
SEATS = 100


def add_past_classes(classes: Sequence[TrainingClass]) -> None:
    """Write classes with the days on which they met: the weekdays from the first to the last."""
    TrainingClass.objects.bulk_create(classes)
    ClassDay.objects.bulk_create(
        ClassDay(
            training_class=added,
            day=day.day,
            number=day.number,
            hours=day.hours,
            holiday=day.holiday,
        )
        for added in classes
        for day in class_days(
            added.starts_on,
            weekdays_between(added.starts_on, added.ends_on),
            added.course_version.hours_a_day,
        )
    )
