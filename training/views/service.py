"""An officer's service at an agency comes to an end: separation, or a transfer to another one."""

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
from agencies.models import Officer
from agencies.selectors.agency import today_at
from training.forms.day import DayForm
from training.forms.transfer import TransferForm
from training.selectors.consequences import certifications_at, endings_of
from training.selectors.nomination import serving
from training.services.revocation import separate
from training.services.transfer import transfer


@needs(Permission.KEEP_OFFICERS)
def separation_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say which participations end with the service, then end it."""
    viewer = request.viewer
    officer = get_object_or_404(
        Officer.objects.visible_to(viewer, Permission.KEEP_OFFICERS), uuid=uuid
    )
    appointment = serving(viewer, officer, Permission.KEEP_OFFICERS)
    form = DayForm(
        request.POST or None,
        initial={"on": today_at(officer.agency)},
        label=gettext_lazy("No longer serves from"),
        help_text=gettext_lazy("The first day on which the officer does not serve here."),
        verb=gettext_lazy("End the service"),
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if appointment is not None and form.is_valid():
        try:
            separate(viewer, appointment, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("%s no longer serves here.") % officer)
            return redirect("officer", officer.uuid)
    context = {
        "form": form,
        "officer": officer,
        "appointment": appointment,
        "endings": endings_of(appointment, today_at(appointment.agency)) if appointment else [],
    }
    return render(request, "training/separation_add.html", context)


@needs(Permission.TRANSFER)
def transfer_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say what stays, what travels and what ends, then transfer the officer."""
    viewer = request.viewer
    officer = get_object_or_404(Officer.objects.visible_to(viewer, Permission.TRANSFER), uuid=uuid)
    appointment = serving(viewer, officer, Permission.TRANSFER)
    form = TransferForm(
        request.POST or None,
        initial={"on": today_at(officer.agency), "rank": appointment.rank if appointment else ""},
        viewer=viewer,
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if appointment is not None and form.is_valid():
        sent = dict(form.cleaned_data)
        try:
            made = transfer(viewer, officer, sent.pop("agency"), **sent)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            words = _("%(officer)s serves at %(agency)s now. The next step there is a nomination.")
            messages.success(request, words % {"officer": officer, "agency": made.agency})
            return redirect("officer", officer.uuid)
    context = {
        "form": form,
        "officer": officer,
        "appointment": appointment,
        "endings": endings_of(appointment, today_at(appointment.agency)) if appointment else [],
        "certifications": certifications_at(appointment) if appointment else [],
    }
    return render(request, "training/transfer_add.html", context)
