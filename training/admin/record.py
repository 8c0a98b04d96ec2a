"""Training records: enrollments, attendance, exams and the supervisor's sign-offs."""

from django.contrib import admin

from accounts.admin.viewed import ViewedAdmin, ViewedInline
from training.models import Attendance, Enrollment, ExamAttempt, SignOff


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
    list_filter = ("state",)
    search = ("officer__name_key__begins", "training_class__class_id")
    follows = ("officer", "training_class")
    inlines = (ExamAttemptInline, SignOffInline)


@admin.register(Attendance)
class AttendanceAdmin(ViewedAdmin):
    """Hours by day."""

    list_display = ("enrollment", "class_day", "hours", "recorded_by", "recorded_at")
    search = ("enrollment__officer__name_key__begins",)
    follows = ("class_day",)


@admin.register(ExamAttempt)
class ExamAttemptAdmin(ViewedAdmin):
    """Exams by sitting."""

    list_display = ("enrollment", "module", "attempt", "score", "taken_on", "recorded_by")
    search = ("enrollment__officer__name_key__begins",)
    follows = ("module",)


@admin.register(SignOff)
class SignOffAdmin(ViewedAdmin):
    """Sign-offs: never changed, never deleted."""

    list_display = ("enrollment", "decision", "signed_by", "position_title", "signed_at")
    list_filter = ("decision",)
    search = ("participation__officer__name_key__begins",)
    follows = ("enrollment__officer", "enrollment__training_class")
