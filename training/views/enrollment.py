"""Enrolling officers in a class, one or many, and leaving it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from agencies.selectors.agency import today_at
from training.forms.enrollment import EnrollmentForm, LeavingForm
from training.selectors.class_records import classes_with_course
from training.selectors.enrollment_candidates import candidate_page, candidates
from training.selectors.record import records_with_people
from training.services.enrollment import enroll, leave_class


@needs(Permission.ENROLL)
def enrollment_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Tick officers and enroll them together: all of them, or none with each one's reason."""
    viewer = request.viewer
    training_class = get_object_or_404(classes_with_course(), uuid=uuid)
    # Nothing ticked leaves nothing but the token, and that is an answer too.
    sent = request.POST if request.method == "POST" else None
    form = EnrollmentForm(sent, candidates=candidates(viewer, training_class))
    if form.is_valid():
        try:
            enrolled = enroll(viewer, training_class, form.cleaned_data["participations"])
        except Refused as refused:
            show_refusal(form, refused)
        else:
            words = ngettext(
                "Enrolled %(n)d officer in %(class)s.",
                "Enrolled %(n)d officers in %(class)s.",
                len(enrolled),
            )
            messages.success(request, words % {"n": len(enrolled), "class": training_class})
            return redirect("class", training_class.uuid)
    search = request.GET.get("q", "")
    page = candidate_page(viewer, training_class, search=search, after=request.GET.get("after", ""))
    return render(
        request,
        "training/enrollment_add.html",
        {
            "class": training_class,
            "form": form,
            "page": page,
            "search": search,
            "ticked": set(request.POST.getlist("participations")),
            "is_open": training_class.starts_on >= viewer.today and training_class.seats_left > 0,
        },
    )


@needs(Permission.ENROLL)
def enrollment_leave(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """An officer leaves the class; the seat is free again, the record stays readable."""
    enrollment = get_object_or_404(
        records_with_people(request.viewer, Permission.ENROLL).select_related(
            "training_class__course_version__course"
        ),
        uuid=uuid,
    )
    form = LeavingForm(
        request.POST or None,
        initial={"on": today_at(enrollment.participation.agency)},
        cancel=reverse("record", args=[enrollment.uuid]),
    )
    if form.is_valid():
        try:
            leave_class(request.viewer, enrollment, form.cleaned_data["on"])
        except Refused as refused:
            show_refusal(form, refused)
        else:
            words = _("%(officer)s left class %(class)s.")
            what = {"officer": enrollment.officer, "class": enrollment.training_class}
            messages.success(request, words % what)
            return redirect("class", enrollment.training_class.uuid)
    return render(
        request, "training/enrollment_leave.html", {"form": form, "enrollment": enrollment}
    )
