"""Opening, changing and canceling a class, with the days on which it meets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.constraints import refused_by
from accounts.days import reasons_against
from accounts.models import User
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from training.models import ClassDay, CourseVersion, TrainingClass
from training.rules.class_days import class_days

_OCCUPIED = Reason(
    gettext_noop("Officers sit in this class. It can be canceled once all of them have left.")
)
_CONSTRAINTS = {
    "training_trainingclass_class_id_key": Reason(
        gettext_noop("Another class has this class ID. Choose another ID."), "class_id"
    ),
    "class_not_overfull": Reason(
        gettext_noop("More officers are enrolled than that. Enter more seats."), "seats"
    ),
    "class_canceled_is_empty": _OCCUPIED,
}


def open_class(
    viewer: Viewer,
    *,
    class_id: str,
    course_version: CourseVersion,
    place: str,
    delivery: str,
    starts_on: date,
    seats: int,
    instructors: Sequence[User] = (),
) -> TrainingClass:
    """Open a class and lay out its days: weekdays, with federal holidays named and left out.

    Raises `Refused` for an ID in use, a start in the past, on a weekend or a holiday, or a day
    outside the course version's period.
    """
    viewer.must(Permission.MANAGE_CLASSES)
    refuse_if(reasons_against(starts_on, "starts_on"))
    refuse_if(_reasons_not_to_open(course_version, starts_on, seats, viewer.today))
    days = class_days(starts_on, course_version.training_days, course_version.hours_a_day)
    with refused_by(_CONSTRAINTS):
        training_class = TrainingClass.objects.create(
            class_id=class_id.strip().upper(),
            course_version=course_version,
            place=place.strip(),
            delivery=delivery,
            starts_on=starts_on,
            ends_on=days[-1].day,
            seats=seats,
        )
        training_class.instructors.set(instructors)
        ClassDay.objects.bulk_create(
            ClassDay(
                training_class=training_class,
                day=d.day,
                number=d.number,
                hours=d.hours,
                holiday=d.holiday,
            )
            for d in days
        )
    return training_class


def change_class(
    viewer: Viewer,
    training_class: TrainingClass,
    *,
    place: str,
    delivery: str,
    seats: int,
    instructors: Sequence[User],
) -> TrainingClass:
    """Change what may change once officers are enrolled: place, delivery, seats, instructors.

    The days stay: attendance hangs on them. A class on other days is another class.
    """
    viewer.must(Permission.MANAGE_CLASSES)
    row = _locked(training_class)
    reasons = _reasons_canceled(row)
    if seats < 1:
        reasons.append(Reason(_("Enter at least one seat."), "seats"))
    refuse_if(reasons)
    row.place, row.delivery, row.seats = place.strip(), delivery, seats
    with refused_by(_CONSTRAINTS):
        row.save(update_fields=["place", "delivery", "seats"])
        row.instructors.set(instructors)
    return row


def cancel_class(viewer: Viewer, training_class: TrainingClass) -> TrainingClass:
    """Cancel a class in which nobody sits: it stays on the list, and takes nobody any more.

    Raises `Refused` where officers sit in it (a record is never lost to a cancellation), or where
    it is canceled already.
    """
    viewer.must(Permission.MANAGE_CLASSES)
    row = _locked(training_class)
    refuse_if(_reasons_canceled(row))
    if row.seats_taken:
        refuse_if([replace(_OCCUPIED, text=_(_OCCUPIED.text))])
    row.canceled_on = viewer.today
    with refused_by(_CONSTRAINTS):
        row.save(update_fields=["canceled_on"])
    return row


def _locked(training_class: TrainingClass) -> TrainingClass:
    row: TrainingClass = TrainingClass.objects.select_for_update(of=("self",)).get(
        pk=training_class.pk
    )
    return row


def _reasons_canceled(row: TrainingClass) -> list[Reason]:
    return [Reason(_("This class is canceled."))] if row.canceled_on else []


def _reasons_not_to_open(
    course_version: CourseVersion, starts_on: date, seats: int, today: date
) -> list[Reason]:
    reasons = []
    if starts_on < today:
        reasons.append(
            Reason(
                _(
                    "Nobody can be enrolled in a class that has begun. Choose today or a later day;"
                    " classes of the past are imported."
                ),
                "starts_on",
            )
        )
    first = class_days(starts_on, 1, 1)[0]
    if first.day != starts_on:
        reasons.append(Reason(_("A class starts on a weekday."), "starts_on"))
    elif first.holiday:
        reasons.append(
            Reason(
                _("%s is a federal holiday. Choose another day.") % _(first.holiday), "starts_on"
            )
        )
    if not course_version.valid_from <= starts_on < course_version.valid_to:
        reasons.append(
            Reason(_("This version of the course is not taught on that day."), "course_version")
        )
    if seats < 1:
        reasons.append(Reason(_("Enter at least one seat."), "seats"))
    return reasons
