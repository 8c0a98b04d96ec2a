"""Courses, their versions and modules."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.widgets import SimpleArrayWidget

from accounts.admin.reference import NamedKeyWidget, ReferenceAdmin
from accounts.admin.viewed import ViewedInline
from training.models import Course, CourseVersion, Module
from training.models.course import JUDGED_BY


@admin.register(Course)
class CourseAdmin(ReferenceAdmin):
    """Courses by name."""

    columns = ("code", "title", "fulfills")
    recognized_by = ("code",)

    list_display = ("code", "title", "fulfills")
    list_filter = ("fulfills",)
    search = ("code__istartswith", "title__istartswith")
    search_help_text = gettext_lazy("The beginning of a code or a title.")
    ordering = ("code",)


class ModuleInline(ViewedInline):
    """The parts of a course version, in their order."""

    model = Module
    editable = True
    deletable = True
    fields = ("position", "week", "first_day", "last_day", "hours", "title", "topics", "exam_code")
    ordering = ("position",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """None of a version that classes are held by."""
        return super().has_delete_permission(request, obj) and not (obj and obj.is_in_use)


@admin.register(CourseVersion)
class CourseVersionAdmin(ReferenceAdmin):
    """Versions of courses."""

    columns = (
        "course", "version", "for_models", "training_days", "hours", "pass_mark", "mark", "source",
        "valid_from", "valid_to",
    )  # fmt: skip
    recognized_by = ("course", "version")

    def custom_fields(self) -> dict[str, Any]:
        """The course by its code."""
        return {"course": Field("course", "course", NamedKeyWidget(Course, ("code",)))}

    list_display = ("course", "version", "training_days", "hours", "mark", "valid_from", "valid_to")
    list_filter = ("mark",)
    date_hierarchy = "valid_from"
    search = ("course__code__istartswith", "course__title__istartswith", "version__istartswith")
    search_help_text = gettext_lazy("The beginning of a course's code or title, or of a version.")
    follows = ("course",)
    inlines = (ModuleInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What classes are held by does not change: another version is added."""
        del request
        return JUDGED_BY if obj is not None and obj.is_in_use else ()


@admin.register(Module)
class ModuleAdmin(ReferenceAdmin):
    """Modules of all courses."""

    columns = (
        "course_version", "position", "week", "first_day", "last_day", "hours", "title",
        "topics", "exam_code",
    )  # fmt: skip
    recognized_by = ("course_version", "position")

    def custom_fields(self) -> dict[str, Any]:
        """The version by its course's code and its own name."""
        names = NamedKeyWidget(CourseVersion, ("course__code", "version"))
        return {
            "course_version": Field("course_version", "course_version", names),
            "topics": Field("topics", "topics", SimpleArrayWidget("; ")),
        }

    list_display = ("title", "course_version", "week", "first_day", "last_day", "exam_code")
    list_filter = ("course_version__course", ("exam_code", admin.EmptyFieldListFilter))
    search = ("title__istartswith", "exam_code__istartswith")
    search_help_text = gettext_lazy("The beginning of a title, or of an exam's code.")
    ordering = ("course_version", "position")
