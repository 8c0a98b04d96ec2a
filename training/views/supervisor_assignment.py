"""Assigning supervisors, and ending an assignment."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import SIGNED_IN, AccessRequest, MissingPermission, needs
from accounts.models import User
from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer
from agencies.forms.people import EndForm, SupervisorAssignmentForm
from agencies.models import Agreement, SupervisorAssignment
from agencies.selectors.people import assignment_offered
from agencies.services.supervisor_assignment import accept_assignment
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
            words = _("%s is assigned, and sees records once the assignment is accepted.")
            messages.success(request, words % made.user)
            return redirect("agreement", agreement.uuid) if agreement else redirect("people")
    context = {"form": form, "agreement": agreement}
    return render(request, "training/supervisor_assignment_add.html", context)


@needs(SIGNED_IN)
def supervisor_assignment_accept(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Show the person what they are to supervise; sent, take it up."""
    user = request.user
    assignment = assignment_offered(user, uuid) if isinstance(user, User) else None
    if assignment is None:
        raise Http404
    form = EndForm(_sent(request), verb=_("Accept the assignment"), cancel=reverse("home"))
    if request.method == "POST":
        try:
            accept_assignment(assignment.user, assignment)
        except Refused as refused:
            form.is_valid()
            show_refusal(form, refused)
        else:
            messages.success(request, _("Accepted. The role is in the menu at your name."))
            return redirect("home")
    context = {"form": form, "assignment": assignment}
    return render(request, "training/supervisor_assignment_accept.html", context)


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
