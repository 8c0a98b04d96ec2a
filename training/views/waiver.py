"""Waivers: the list, asking for one, and deciding on one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.reauthentication import is_old, needs_fresh_sign_in
from accounts.refusal import Refused
from agencies.selectors.agency import today_at
from training.forms.waiver import WaiverDecisionForm, WaiverForm
from training.models import Waiver
from training.selectors.participation import participations
from training.selectors.waivers import (
    against_decision,
    decided_waivers,
    requirement_waived,
    waiting_waivers,
    waivers_of,
    what_can_be_waived,
)
from training.selectors.waivers import waivers as waivers_shown
from training.services.waiver import decide_waiver, request_waiver


@needs(Permission.VIEW)
def waivers(request: AccessRequest) -> HttpResponse:
    """Those that wait for a decision first, then those that were decided."""
    viewer = request.viewer
    context = {
        "waiting": waiting_waivers(viewer, request.GET.get("waiting", "")),
        "decided": decided_waivers(viewer, request.GET.get("decided", "")),
        "day": viewer.today,
        "decides": viewer.may(Permission.DECIDE_WAIVERS),
    }
    return render(request, "training/waivers.html", context)


@needs(Permission.REQUEST_WAIVERS)
def waiver_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Ask that one requirement of one officer be waived for a while."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.REQUEST_WAIVERS), uuid=uuid)
    officer = participation.officer
    requirements = what_can_be_waived(participation, today_at(participation.agency))
    form = WaiverForm(
        request.POST or None,
        initial={"valid_from": today_at(participation.agency)},
        requirements=requirements,
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            request_waiver(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            words = _("The waiver for %s is asked for. A program manager decides.")
            messages.success(request, words % officer)
            return redirect("waivers")
    context = {
        "form": form,
        "participation": participation,
        "requirements": requirements,
        "asked": waivers_of(participation),
    }
    return render(request, "training/waiver_add.html", context)


@needs_fresh_sign_in
@needs(Permission.DECIDE_WAIVERS)
def waiver_decide(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """What is asked, by whom and why, then the decision of another person."""
    viewer = request.viewer
    waiver = get_object_or_404(waivers_shown(viewer, Permission.DECIDE_WAIVERS), uuid=uuid)
    form = WaiverDecisionForm(request.POST or None, cancel=reverse("waivers"))
    if form.is_valid():
        approve = form.cleaned_data["decision"] == Waiver.Decision.APPROVED
        try:
            decide_waiver(viewer, waiver, approve=approve)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            officer = waiver.participation.officer
            words = _("Approved: %s.") if approve else _("Refused: %s.")
            messages.success(request, words % officer)
            return redirect("waivers")
    context = {
        "form": form,
        "waiver": waiver,
        "participation": waiver.participation,
        "requirement": requirement_waived(waiver, today_at(waiver.participation.agency)),
        "against": against_decision(viewer, waiver),
        "asks_password": is_old(request),
    }
    return render(request, "training/waiver_decide.html", context)
