"""Ending one officer's participation, and lifting a disqualification."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.reauthentication import is_old, needs_fresh_sign_in
from accounts.refusal import Refused
from agencies.forms.people import EndForm
from agencies.selectors.agency import today_at
from training.forms.day import DayForm
from training.forms.revocation import RevocationForm
from training.selectors.consequences import if_ended
from training.selectors.facts import last_status
from training.selectors.participation import acts_of, participations
from training.services.revocation import lift_disqualification, revoke, withdraw
from training.states import Status


@needs_fresh_sign_in
@needs(Permission.AUTHORIZE)
def revocation_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say what the letter ends and which tasks it opens, then revoke."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.AUTHORIZE), uuid=uuid)
    officer = participation.officer
    form = RevocationForm(
        request.POST or None,
        initial={"on": today_at(participation.agency)},
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            revoke(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The authority of %s is revoked.") % officer)
            return redirect("officer", officer.uuid)
    context = {
        "form": form,
        "participation": participation,
        "acts": acts_of(participation),
        "endings": [if_ended(participation, today_at(participation.agency))],
        "asks_password": is_old(request),
    }
    return render(request, "training/revocation_add.html", context)


@needs(Permission.NOMINATE)
def withdrawal_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say what a withdrawal ends, then withdraw the officer from the program."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.NOMINATE), uuid=uuid)
    officer = participation.officer
    form = DayForm(
        request.POST or None,
        initial={"on": today_at(participation.agency)},
        label=gettext_lazy("Withdrawn from"),
        help_text=gettext_lazy("The first day on which the officer no longer takes part."),
        verb=gettext_lazy("Withdraw the officer"),
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            withdraw(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("%s is withdrawn from the program.") % officer)
            return redirect("officer", officer.uuid)
    context = {
        "form": form,
        "participation": participation,
        "acts": acts_of(participation),
        "endings": [if_ended(participation, today_at(participation.agency))],
    }
    return render(request, "training/withdrawal_add.html", context)


@needs(Permission.VET)
def disqualification_lift(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say what is reversed and what stays, then lift the disqualification."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.VET), uuid=uuid)
    officer = participation.officer
    # The form has no fields; an empty mapping would count as nothing sent.
    sent: QueryDict | None = request.POST if request.method == "POST" else None
    form = EndForm(
        sent,
        verb=gettext_lazy("Lift the disqualification"),
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            lift_disqualification(viewer, participation)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            words = _("The disqualification of %s is lifted. The next step is a class.")
            messages.success(request, words % officer)
            return redirect("officer", officer.uuid)
    context = {
        "form": form,
        "participation": participation,
        "acts": acts_of(participation),
        "is_disqualified": last_status(participation) == Status.DISQUALIFIED,
    }
    return render(request, "training/disqualification_lift.html", context)
