"""Recording what an agreement asks of the agency itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from agencies.models import Agreement
from agencies.selectors.agency import today_at
from training.forms.duty import DutyForm
from training.selectors.duties import duties_on
from training.services.duty import kinds_to_record, record_duty


@needs(Permission.RECORD_DUTIES)
def duty_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Record the meeting, the review, the list of interpreters or the posters."""
    viewer = request.viewer
    agreement = get_object_or_404(
        Agreement.objects.visible_to(viewer, Permission.RECORD_DUTIES).select_related(
            "agency", "form_revision"
        ),
        uuid=uuid,
    )
    kinds = kinds_to_record(viewer, agreement, today_at(agreement.agency))
    form = DutyForm(
        request.POST or None,
        agreement=agreement,
        kinds=kinds,
        initial={"kind": request.GET.get("kind", ""), "done_on": today_at(agreement.agency)},
    )
    if form.is_valid():
        try:
            done = record_duty(viewer, agreement, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Recorded: %s.") % done.get_kind_display())
            return redirect("agreement", agreement.uuid)
    context = {
        "form": form,
        "agreement": agreement,
        "kinds": kinds,
        "duties": duties_on(agreement, today_at(agreement.agency)),
        "day": today_at(agreement.agency),
    }
    return render(request, "training/duty_add.html", context)
