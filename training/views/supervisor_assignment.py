"""Assigning supervisors, and ending an assignment."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, MissingPermission, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer
from agencies.forms.people import EndForm, SupervisorAssignmentForm
from agencies.models import Agreement, SupervisorAssignment
from training.services.supervisor import assign_supervisor, end_assignment


@needs(Permission.INVITE)
def supervisor_assignment_add(request: AccessRequest) -> HttpResponse:
    """Make somebody the supervisor of a field office, or with ?agreement= of one agreement."""
    _must_be_national(request.viewer)
    agreement = None
    if named := request.GET.get("agreement"):
        try:
            asked = UUID(named)
        except ValueError:
            asked = UUID(int=0)
        agreement = get_object_or_404(
            Agreement.objects.visible_to(request.viewer).select_related("agency"), uuid=asked
        )
    form = SupervisorAssignmentForm(
        request.POST or None, viewer=request.viewer, agreement=agreement
    )
    if form.is_valid():
        try:
            made = assign_supervisor(request.viewer, agreement=agreement, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("%s is assigned.") % made.user)
            return redirect("agreement", agreement.uuid) if agreement else redirect("people")
    context = {"form": form, "agreement": agreement}
    return render(request, "training/supervisor_assignment_add.html", context)


@needs(Permission.INVITE)
def supervisor_assignment_end(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Ask once more, then end the assignment."""
    _must_be_national(request.viewer)
    assignment = get_object_or_404(
        SupervisorAssignment.objects.select_related("user", "field_office", "agreement__agency"),
        uuid=uuid,
    )
    form = EndForm(_sent(request), verb=_("End the assignment"), cancel=reverse("people"))
    if request.method == "POST":
        try:
            end_assignment(request.viewer, assignment)
        except Refused as refused:
            form.is_valid()
            show_refusal(form, refused)
        else:
            messages.success(request, _("The assignment of %s has ended.") % assignment.user)
            return redirect("people")
    context = {"form": form, "assignment": assignment}
    return render(request, "training/supervisor_assignment_end.html", context)


def _sent(request: AccessRequest) -> QueryDict | None:
    # A page that only asks sends an empty form; an empty mapping would count as nothing sent.
    return request.POST if request.method == "POST" else None


def _must_be_national(viewer: Viewer) -> None:
    # An agency administrator invites too, but supervisors are ICE's to name.
    if not viewer.is_national:
        raise MissingPermission(Permission.MANAGE_AGREEMENTS)
