"""Classes: the list, one class with its people and days, setting one up, changing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from training.forms.training_class import CancelingForm, ClassForm
from training.models import Course, TrainingClass
from training.selectors.class_records import ClassRecords, class_records, classes_with_course
from training.selectors.training_class import When, classes_page
from training.services.training_class import cancel_class, change_class, open_class

_WHENS = (
    {"value": When.RUNNING, "label": gettext_lazy("Running")},
    {"value": When.UPCOMING, "label": gettext_lazy("Upcoming")},
    {"value": When.ENDED, "label": gettext_lazy("Ended")},
)
_EMPTY = {
    When.RUNNING: gettext_lazy("No class is running today"),
    When.UPCOMING: gettext_lazy("No class is planned"),
    When.ENDED: gettext_lazy("No class has ended yet"),
}


@needs(Permission.VIEW)
def classes(request: AccessRequest) -> HttpResponse:
    """Classes that run, come or have ended; by course."""
    asked = request.GET.get("when", "")
    when = When(asked) if asked in list(When) else When.RUNNING
    courses = list(Course.objects.order_by("title"))
    course = next((c for c in courses if str(c.uuid) == request.GET.get("course", "")), None)
    after = request.GET.get("after", "")
    return render(
        request,
        "training/classes.html",
        {
            "page": classes_page(when, request.viewer.today, course=course, after=after),
            "after": after,
            "when": when.value,
            "whens": _WHENS,
            "empty": _EMPTY[when],
            "course": course,
            "courses": courses,
            "may_add": request.viewer.may(Permission.MANAGE_CLASSES),
        },
    )


@needs(Permission.VIEW)
def class_page(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Who sits in the class, how each record stands, and on which days it meets."""
    training_class = get_object_or_404(classes_with_course(), uuid=uuid)
    records = class_records(request.viewer, training_class)
    return render(request, "training/class.html", class_context(request, records, tab="who"))


@needs(Permission.MANAGE_CLASSES)
def class_add(request: AccessRequest) -> HttpResponse:
    """Set up a class; its last day is counted."""
    form = ClassForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            training_class = open_class(request.viewer, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _set_up(training_class))
            return redirect("class", training_class.uuid)
    return render(request, "training/class_add.html", {"form": form})


@needs(Permission.MANAGE_CLASSES)
def class_edit(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Change place, delivery, seats and instructors; the days stay."""
    training_class = get_object_or_404(classes_with_course(), uuid=uuid)
    form = ClassForm(request.POST or None, viewer=request.viewer, training_class=training_class)
    if form.is_valid():
        try:
            change_class(request.viewer, training_class, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved: class %s") % training_class)
            return redirect("class", training_class.uuid)
    return render(
        request,
        "training/class_edit.html",
        {"form": form, "class": training_class},
    )


@needs(Permission.MANAGE_CLASSES)
def class_cancel(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Cancel a class in which nobody sits; else say who does, and what to do first."""
    training_class = get_object_or_404(classes_with_course(), uuid=uuid)
    sent = request.POST if request.method == "POST" else None
    form = CancelingForm(sent, training_class=training_class)
    if form.is_valid():
        try:
            cancel_class(request.viewer, training_class)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Canceled: class %s") % training_class)
            return redirect("class", training_class.uuid)
    context = {"form": form, "class": training_class}
    if training_class.seats_taken:
        context["records"] = class_records(request.viewer, training_class).records
    return render(request, "training/class_cancel.html", context)


def class_context(request: AccessRequest, records: ClassRecords, *, tab: str) -> dict[str, Any]:
    """What the head of a class's three pages shows, and the records below it."""
    viewer = request.viewer
    return {
        "class": records.training_class,
        "records": records,
        "tab": tab,
        "may_enroll": viewer.may(Permission.ENROLL),
        "may_change": viewer.may(Permission.MANAGE_CLASSES)
        and not records.training_class.canceled_on,
        "may_record": viewer.may(Permission.RECORD_RESULTS),
        "may_send": viewer.may(Permission.SUBMIT_RECORDS),
    }


def _set_up(training_class: TrainingClass) -> str:
    words = _("Class %(id)s is set up, %(days)s.")
    return words % {"id": training_class, "days": span(training_class)}


def span(training_class: TrainingClass) -> str:
    """First and last day as people say them."""
    first, last = training_class.starts_on, training_class.ends_on
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, "j M Y"),
        "last": date_format(last, "j M Y"),
    }
