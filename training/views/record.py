"""Training records: one officer's, and sending one or a whole class to the supervisor."""

from uuid import UUID

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Reason, Refused
from agencies.selectors.agency import today_at
from training.models import Enrollment
from training.selectors.class_records import class_records, classes_with_course
from training.selectors.record import record_page, records_with_people
from training.services.submission import submit_record

_TABS = {"who": "class", "attendance": "class-attendance", "results": "class-results"}


@needs(Permission.VIEW)
def record(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Attendance, exams, who entered them, where the record stands and what it lacks."""
    enrollment = get_object_or_404(records_with_people(request.viewer, Permission.VIEW), uuid=uuid)
    return _page(request, enrollment, [])


@needs(Permission.SUBMIT_RECORDS)
@require_POST
def record_submit(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Send one record to the supervisor; everything missing comes back at once."""
    enrollment = get_object_or_404(
        records_with_people(request.viewer, Permission.SUBMIT_RECORDS), uuid=uuid
    )
    try:
        submit_record(request.viewer, enrollment)
    except Refused as refused:
        return _page(request, enrollment, refused.reasons)
    messages.success(request, _("Sent to sign-off: %s.") % enrollment.officer)
    return redirect("record", enrollment.uuid)


@needs(Permission.SUBMIT_RECORDS)
@require_POST
def class_submit(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Send every record of the class that has everything; the others stay as they are."""
    training_class = get_object_or_404(classes_with_course(), uuid=uuid)
    sent = 0
    for ready in class_records(request.viewer, training_class).ready:
        try:
            submit_record(request.viewer, ready.enrollment)
        except Refused as refused:
            messages.error(request, f"{ready.enrollment.officer}: {refused}")
        else:
            sent += 1
    if sent:
        words = ngettext("Sent %(n)s record to sign-off.", "Sent %(n)s records to sign-off.", sent)
        messages.success(request, words % {"n": intcomma(sent)})
    else:
        messages.info(request, _("No record has everything that sign-off asks for."))
    return redirect(_TABS.get(request.POST.get("tab", ""), "class"), training_class.uuid)


def _page(request: AccessRequest, enrollment: Enrollment, refusals: list[Reason]) -> HttpResponse:
    viewer = request.viewer
    page = record_page(enrollment)
    waits = enrollment.state == Enrollment.State.SUBMITTED
    return render(
        request,
        "training/record.html",
        {
            "page": page,
            "enrollment": page.enrollment,
            "refusals": refusals,
            "has_ended": enrollment.ends_on < today_at(enrollment.participation.agency),
            "may_send": viewer.may(Permission.SUBMIT_RECORDS) and page.record.is_open,
            "may_sign": viewer.may(Permission.SIGN_OFF) and waits,
            "may_leave": viewer.may(Permission.ENROLL) and page.record.is_open,
        },
    )
