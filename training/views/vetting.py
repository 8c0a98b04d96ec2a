"""Vetting: who waits for a result, and recording one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from agencies.selectors.agency import today_at
from training.forms.vetting import VettingForm
from training.models import Vetting
from training.selectors.participation import acts_of, participations, vetting_page
from training.services.vetting import record_vetting


@needs(Permission.VET)
def vetting_queue(request: AccessRequest) -> HttpResponse:
    """Nominated officers, longest waiting first."""
    page = vetting_page(request.viewer, request.GET.get("after", ""))
    return render(request, "training/vetting_queue.html", {"page": page})


@needs(Permission.VET)
def vetting_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Record the result of one officer's background investigation."""
    participation = get_object_or_404(participations(request.viewer, Permission.VET), uuid=uuid)
    form = VettingForm(request.POST or None, initial={"checked_on": today_at(participation.agency)})
    if form.is_valid():
        try:
            vetting = record_vetting(request.viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            words = _("Recorded: %(officer)s, %(result)s.")
            result = Vetting.Result(vetting.result).label
            what = {"officer": participation.officer, "result": str(result).lower()}
            messages.success(request, words % what)
            return redirect("vetting-queue")
    return render(
        request,
        "training/vetting_add.html",
        {"form": form, "participation": participation, "acts": acts_of(participation)},
    )
