"""The agency's word while an officer takes part, and a background check made anew."""

from collections.abc import Callable
from typing import Any
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
from agencies.selectors.agency import today_at
from training.forms.attestation import AttestationForm
from training.forms.day import DayForm
from training.models import Participation
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
    today = today_at(participation.agency)
    kinds = kinds_to_attest(participation, today)
    form = AttestationForm(
        request.POST or None,
        initial={
            "attested_on": today,
            "kind": request.GET.get("kind", ""),
        },
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
    return _on_a_day(
        request,
        get_object_or_404(participations(request.viewer, Permission.NOMINATE), uuid=uuid),
        report_pending_discipline,
        template="training/discipline_add.html",
        done=_("Reported: %s has disciplinary action pending."),
        label=gettext_lazy("Pending since"),
        help_text=gettext_lazy("The first day on which the attestation no longer holds."),
        verb=gettext_lazy("Report it"),
    )


@needs(Permission.VET)
def recheck_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Record a background check made anew."""
    return _on_a_day(
        request,
        get_object_or_404(participations(request.viewer, Permission.VET), uuid=uuid),
        record_recheck,
        template="training/recheck_add.html",
        done=_("The background check is on record: %s."),
        label=gettext_lazy("Checked on"),
        help_text=gettext_lazy("The day on which ICE decided that the officer stays eligible."),
        verb=gettext_lazy("Record the check"),
    )


def _on_a_day(
    request: AccessRequest,
    participation: Participation,
    act: Callable[..., object],
    *,
    template: str,
    done: str,
    **words: Any,
) -> HttpResponse:
    """Ask for one day, do the act on it, and go back to the officer."""
    viewer, officer = request.viewer, participation.officer
    form = DayForm(
        request.POST or None,
        initial={"on": today_at(participation.agency)},
        cancel=reverse("officer", args=[officer.uuid]),
        **words,
    )
    if form.is_valid():
        try:
            act(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, done % officer)
            return redirect("officer", officer.uuid)
    context = {"form": form, "participation": participation, "acts": acts_of(participation)}
    return render(request, template, context)
