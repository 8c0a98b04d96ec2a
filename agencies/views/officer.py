"""Adding an officer, and correcting the record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from agencies.forms.officer import OfficerForm
from agencies.models import Agency, Officer
from agencies.services.officer import add_officer, edit_officer, latest_appointment


@needs(Permission.KEEP_OFFICERS)
def officer_add(request: AccessRequest) -> HttpResponse:
    """Add an officer to the viewer's agency."""
    agency = get_object_or_404(
        Agency.objects.visible_to(request.viewer, Permission.KEEP_OFFICERS),
        pk=request.viewer.agency_id,
    )
    form = OfficerForm(request.POST or None)
    if form.is_valid():
        try:
            officer = add_officer(request.viewer, agency, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("%s is added. The next step is the nomination.") % officer)
            return redirect("officer", officer.uuid)
    return render(request, "agencies/officer_add.html", {"form": form, "agency": agency})


@needs(Permission.KEEP_OFFICERS)
def officer_edit(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Correct an officer's record; the history keeps what it said before."""
    officer = get_object_or_404(
        Officer.objects.visible_to(request.viewer, Permission.KEEP_OFFICERS).select_related(
            "agency"
        ),
        uuid=uuid,
    )
    form = OfficerForm(
        request.POST or None, officer=officer, appointment=latest_appointment(officer)
    )
    if form.is_valid():
        try:
            edit_officer(request.viewer, officer, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The record is saved."))
            return redirect("officer", officer.uuid)
    return render(request, "agencies/officer_edit.html", {"form": form, "officer": officer})
