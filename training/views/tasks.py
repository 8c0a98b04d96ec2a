"""What an end of authority leaves to do: notices to send, credentials to ask back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from agencies.selectors.agency import today_at
from training.forms.day import DayForm
from training.forms.notice import NoticeSentForm
from training.selectors.participation import acts_of
from training.selectors.tasks import (
    clock_of,
    credential_returns,
    credentials_out,
    notices,
    notices_to_send,
    sent_lately,
)
from training.services.credential_return import record_credential_return
from training.services.notice import record_notice_sent


@needs(Permission.SEND_NOTICES)
def tasks(request: AccessRequest) -> HttpResponse:
    """Notices to send and credentials to ask back, the first due first."""
    viewer = request.viewer
    context = {
        "notices": notices_to_send(viewer, request.GET.get("notices", "")),
        "returns": credentials_out(viewer, request.GET.get("returns", "")),
        "sent": sent_lately(viewer),
        "now": timezone.now(),
        "day": viewer.today,
    }
    return render(request, "training/tasks.html", context)


@needs(Permission.SEND_NOTICES)
def credential_return(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Record that ICE's credentials came back."""
    viewer = request.viewer
    task = get_object_or_404(credential_returns(viewer), uuid=uuid)
    form = DayForm(
        request.POST or None,
        initial={"on": today_at(task.agency)},
        label=gettext_lazy("Returned on"),
        verb=gettext_lazy("Record the return"),
        cancel=reverse("tasks"),
    )
    if form.is_valid():
        try:
            record_credential_return(viewer, task, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            officer = task.participation.officer
            messages.success(request, _("The credentials of %s are returned.") % officer)
            return redirect("tasks")
    context = {
        "form": form,
        "task": task,
        "participation": task.participation,
        "acts": acts_of(task.participation),
        "day": today_at(task.agency),
    }
    return render(request, "training/credential_return.html", context)


@needs(Permission.SEND_NOTICES)
def notice_send(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Record when a notice was sent; a late one shows as late."""
    viewer = request.viewer
    notice = get_object_or_404(notices(viewer), uuid=uuid)
    form = NoticeSentForm(
        request.POST or None,
        initial={"sent_at": timezone.now()},
        cancel=reverse("tasks"),
    )
    if form.is_valid():
        try:
            sent = record_notice_sent(viewer, notice, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            late = _("The notice is recorded as sent, late.")
            in_time = _("The notice is recorded as sent, in time.")
            messages.success(request, late if sent.is_late else in_time)
            return redirect("tasks")
    context = {
        "form": form,
        "notice": notice,
        "clock": clock_of(notice),
        "now": timezone.now(),
        "is_overdue": notice.sent_at is None and notice.due_at < timezone.now(),
        "day": today_at(notice.agency),
    }
    return render(request, "training/notice_send.html", context)
