"""Courses: what is taught, when, for how long, and how sure we are of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from training.models import Course
from training.selectors.course import courses_on, versions_of


@needs(Permission.VIEW)
def courses(request: AccessRequest) -> HttpResponse:
    """Every course with the version taught today."""
    return render(request, "training/courses.html", {"courses": courses_on(request.viewer.today)})


@needs(Permission.VIEW)
def course(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """One course: its versions, the modules of the newest by week and day."""
    found = get_object_or_404(Course, uuid=uuid)
    versions = versions_of(found, request.viewer.today)
    chosen = next((v for v in versions if v.is_current), versions[0] if versions else None)
    asked = request.GET.get("version", "")
    chosen = next((v for v in versions if str(v.version.uuid) == asked), chosen)
    return render(
        request,
        "training/course.html",
        {"course": found, "versions": versions, "chosen": chosen},
    )
