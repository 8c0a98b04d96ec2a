"""The agency's word while an officer takes part, and a background check made anew."""

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
from accounts.refusal import Refused
from training.forms.attestation import AttestationForm
from training.forms.day import DayForm
from training.selectors.attestation import kinds_to_attest
from training.selectors.participation import acts_of, participations
from training.services.attestation import attest, report_pending_discipline
from training.services.recheck import record_recheck


@needs(Permission.NOMINATE)
def attestation_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Attest what the agreement's form asks, or that the year's training is completed."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.NOMINATE), uuid=uuid)
    officer = participation.officer
    kinds = kinds_to_attest(participation, viewer.today)
    form = AttestationForm(
        request.POST or None,
        initial={"attested_on": viewer.today, "kind": request.GET.get("kind", "")},
        kinds=kinds,
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            attest(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The attestation is on record: %s.") % officer)
            return redirect("officer", officer.uuid)
    context = {"form": form, "participation": participation, "acts": acts_of(participation)}
    return render(request, "training/attestation_add.html", context | {"kinds": kinds})


@needs(Permission.NOMINATE)
def discipline_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say that disciplinary action is pending: that it is, never what it is about."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.NOMINATE), uuid=uuid)
    officer = participation.officer
    form = DayForm(
        request.POST or None,
        initial={"on": viewer.today},
        label=gettext_lazy("Pending since"),
        help_text=gettext_lazy("The first day on which the attestation no longer holds."),
        verb=gettext_lazy("Report it"),
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            report_pending_discipline(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Reported: %s has disciplinary action pending.") % officer)
            return redirect("officer", officer.uuid)
    context = {"form": form, "participation": participation, "acts": acts_of(participation)}
    return render(request, "training/discipline_add.html", context)


@needs(Permission.VET)
def recheck_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Record a background check made anew."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.VET), uuid=uuid)
    officer = participation.officer
    form = DayForm(
        request.POST or None,
        initial={"on": viewer.today},
        label=gettext_lazy("Checked on"),
        help_text=gettext_lazy("The day on which ICE decided that the officer stays eligible."),
        verb=gettext_lazy("Record the check"),
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            record_recheck(viewer, participation, checked_on=form.cleaned_data["on"])
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The background check is on record: %s.") % officer)
            return redirect("officer", officer.uuid)
    context = {"form": form, "participation": participation, "acts": acts_of(participation)}
    return render(request, "training/recheck_add.html", context)
