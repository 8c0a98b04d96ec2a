"""Recording attendance: hours of one officer on one day of the class."""

from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.models import Attendance, ClassDay, Enrollment
from training.services.records import begin_class, locked_record, reasons_record_is_closed


def record_attendance(
    viewer: Viewer, enrollment: Enrollment, class_day: ClassDay, hours: int
) -> Attendance:
    """Record or correct the hours of one day; the history keeps what stood before.

    `hours` is between 0 and the day's hours. Raises `Refused` for a day of another class, a
    holiday, a day still ahead, too many hours, or a record that is closed.
    """
    record = locked_record(viewer, Permission.RECORD_RESULTS, enrollment)
    reasons = reasons_record_is_closed(record)
    if class_day.training_class_id != record.training_class_id:
        reasons.append(Reason(_("This class does not meet on that day."), "hours"))
    elif class_day.holiday:
        reasons.append(
            Reason(_("The class does not meet on that day: %s.") % _(class_day.holiday), "hours")
        )
    elif class_day.day > today_at(record.participation.agency):
        reasons.append(Reason(_("That day has not come yet."), "hours"))
    elif not 0 <= hours <= class_day.hours:
        reasons.append(
            Reason(_("Enter hours between 0 and %d, the day's hours.") % class_day.hours, "hours")
        )
    refuse_if(reasons)
    attendance, created = Attendance.objects.get_or_create(
        enrollment=record,
        class_day=class_day,
        defaults={
            "agency_id": record.agency_id,
            "hours": hours,
            "recorded_by_id": viewer.user_id,
        },
    )
    if not created and attendance.hours != hours:
        attendance.hours = hours
        attendance.recorded_by_id = viewer.user_id
        attendance.save(update_fields=["hours", "recorded_by"])
    begin_class(viewer, record)
    return attendance


def record_day(
    viewer: Viewer, enrollments: list[Enrollment], class_day: ClassDay
) -> list[Attendance]:
    """Everybody present all day: one act for a whole class."""
    return [record_attendance(viewer, e, class_day, class_day.hours) for e in enrollments]
