"""Courses, their versions and modules."""

from django.contrib import admin

from accounts.admin.viewed import EditableAdmin, ViewedInline
from training.models import Course, CourseVersion, Module


@admin.register(Course)
class CourseAdmin(EditableAdmin):
    """Courses by name."""

    list_display = ("code", "title", "fulfills")
    search = ("code__istartswith", "title__istartswith")
    ordering = ("code",)


class ModuleInline(ViewedInline):
    """The parts of a course version, in their order."""

    model = Module
    editable = True
    deletable = True
    fields = ("position", "week", "first_day", "last_day", "hours", "title", "topics", "exam_code")
    ordering = ("position",)


@admin.register(CourseVersion)
class CourseVersionAdmin(EditableAdmin):
    """Versions of courses."""

    list_display = ("course", "version", "training_days", "hours", "mark", "valid_from", "valid_to")
    list_filter = ("mark",)
    date_hierarchy = "valid_from"
    search = ("course__code__istartswith",)
    follows = ("course",)
    inlines = (ModuleInline,)


@admin.register(Module)
class ModuleAdmin(EditableAdmin):
    """Modules of all courses."""

    list_display = ("title", "course_version", "week", "first_day", "last_day", "exam_code")
    search = ("title__istartswith",)
    ordering = ("course_version", "position")
