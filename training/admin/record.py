"""Training records: enrollments, attendance, exams and the supervisor's sign-offs."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin, ViewedInline
from training.admin.search import ABOUT_OFFICER
from training.models import Attendance, Enrollment, ExamAttempt, SignOff

_HELP = gettext_lazy(
    "The beginning of an officer's name, a whole badge number or a whole class ID."
)
_OF_RECORD = (
    *(f"enrollment__{path}" for path in ABOUT_OFFICER),
    "enrollment__training_class__class_id__iexact",
)


class ExamAttemptInline(ViewedInline):
    """Exams of a record."""

    model = ExamAttempt
    fields = readonly_fields = ("module", "attempt", "score", "taken_on", "recorded_by")


class SignOffInline(ViewedInline):
    """Decisions on a record."""

    model = SignOff
    fields = readonly_fields = ("decision", "reasons", "signed_by", "position_title", "signed_at")


@admin.register(Enrollment)
class EnrollmentAdmin(ViewedAdmin):
    """Training records."""

    list_display = ("officer", "training_class", "agency", "state", "starts_on", "submitted_at")
    list_filter = ("state", ("paper", admin.EmptyFieldListFilter))
    date_hierarchy = "starts_on"
    search = (*ABOUT_OFFICER, "training_class__class_id__iexact")
    search_help_text = _HELP
    follows = ("officer", "training_class")
    inlines = (ExamAttemptInline, SignOffInline)


@admin.register(Attendance)
class AttendanceAdmin(ViewedAdmin):
    """Hours by day."""

    list_display = ("enrollment", "class_day", "hours", "recorded_by", "recorded_at")
    list_filter = (("class_day__day", admin.DateFieldListFilter),)
    date_hierarchy = "recorded_at"
    search = _OF_RECORD
    search_help_text = _HELP
    follows = ("class_day",)


@admin.register(ExamAttempt)
class ExamAttemptAdmin(ViewedAdmin):
    """Exams by sitting."""

    list_display = ("enrollment", "module", "attempt", "score", "taken_on", "recorded_by")
    date_hierarchy = "taken_on"
    search = _OF_RECORD
    search_help_text = _HELP
    follows = ("module",)


@admin.register(SignOff)
class SignOffAdmin(ViewedAdmin):
    """Sign-offs: never changed, never deleted."""

    list_display = ("enrollment", "decision", "signed_by", "position_title", "signed_at")
    list_filter = ("decision",)
    date_hierarchy = "signed_at"
    search = (*ABOUT_OFFICER, "signed_by__name__startswith")
    search_help_text = gettext_lazy(
        "The beginning of the officer's name, a whole badge number, or the beginning of the"
        " supervisor's name."
    )
    follows = ("enrollment__officer", "enrollment__training_class")
