"""Training records: enrollments, attendance, exams and the supervisor's sign-offs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin, ViewedInline
from training.models import Attendance, Enrollment, ExamAttempt, SignOff, TrainingClass


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
    search = ("officer__name_key__begins",)
    search_help_text = gettext_lazy("The beginning of an officer's name, or a whole class ID.")
    follows = ("officer", "training_class")
    inlines = (ExamAttemptInline, SignOffInline)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A class by its ID, else officers: either alone has an index, both in one have none."""
        of_class = TrainingClass.objects.filter(class_id=search_term.strip().upper()).first()
        if of_class is not None:
            return queryset.filter(training_class=of_class), False
        return super().get_search_results(request, queryset, search_term)


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
