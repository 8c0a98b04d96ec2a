"""Suspending an officer, and restoring authority."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.reauthentication import is_old, needs_fresh_sign_in
from accounts.refusal import Refused
from agencies.selectors.agency import today_at
from training.forms.day import DayForm
from training.forms.suspension import SuspensionForm
from training.selectors.consequences import if_suspended
from training.selectors.end_of_authority import against_reinstatement, open_suspension
from training.selectors.participation import acts_of, participations
from training.services.suspension import reinstate, suspend


@needs(Permission.SUSPEND)
def suspension_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say what a suspension takes and what it leaves, then suspend."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.SUSPEND), uuid=uuid)
    officer = participation.officer
    form = SuspensionForm(
        request.POST or None,
        initial={"valid_from": today_at(participation.agency)},
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            suspend(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("%s is suspended and may not act.") % officer)
            return redirect("officer", officer.uuid)
    context = {
        "form": form,
        "participation": participation,
        "acts": acts_of(participation),
        "ahead": if_suspended(participation, today_at(participation.agency)),
        "suspension": open_suspension(participation, today_at(participation.agency)),
    }
    return render(request, "training/suspension_add.html", context)


@needs_fresh_sign_in
@needs(Permission.AUTHORIZE)
def reinstatement_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say what stands against it, then restore the authority of a suspended officer."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.AUTHORIZE), uuid=uuid)
    officer = participation.officer
    form = DayForm(
        request.POST or None,
        initial={"on": today_at(participation.agency)},
        label=gettext_lazy("Restored from"),
        help_text=gettext_lazy("The first day on which the officer may act again."),
        verb=gettext_lazy("Restore the authority"),
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            reinstate(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The authority of %s is restored.") % officer)
            return redirect("officer", officer.uuid)
    context = {
        "form": form,
        "participation": participation,
        "acts": acts_of(participation),
        "ahead": if_suspended(participation, today_at(participation.agency)),
        "suspension": open_suspension(participation, today_at(participation.agency)),
        "against": against_reinstatement(viewer, participation),
        "asks_password": is_old(request),
    }
    return render(request, "training/reinstatement_add.html", context)
