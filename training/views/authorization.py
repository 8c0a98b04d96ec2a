"""Authorization: who waits for the director, and authorizing one officer."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.reauthentication import is_old, needs_fresh_sign_in
from accounts.refusal import Refused
from agencies.models.rows import FOREVER
from agencies.selectors.agency import today_at
from training.forms.authorization import AuthorizationForm
from training.models import Authorization
from training.selectors.authorization_case import authorization_case
from training.selectors.participation import (
    acts_of,
    authorization_page,
    held_up,
    participations,
)
from training.services.authorization import authorize


@needs(Permission.AUTHORIZE)
def authorization_queue(request: AccessRequest) -> HttpResponse:
    """Certified officers without authority, longest waiting first, and whom an agreement holds."""
    viewer = request.viewer
    page = authorization_page(viewer, request.GET.get("after", ""))
    held = held_up(viewer, viewer.today)
    return render(request, "training/authorization_queue.html", {"page": page, "held": held})


@needs_fresh_sign_in
@needs(Permission.AUTHORIZE)
def authorization_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """The chain so far, what stands against it, how long it would hold, and the act."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.AUTHORIZE), uuid=uuid)
    today = today_at(participation.agency)
    form = AuthorizationForm(request.POST or None, initial={"valid_from": today})
    valid_from: date = today
    if form.is_valid():
        valid_from = form.cleaned_data["valid_from"]
        try:
            authorization = authorize(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _done(participation.officer, authorization))
            return redirect("authorization-queue")
    return render(
        request,
        "training/authorization_add.html",
        {
            "form": form,
            "participation": participation,
            "acts": acts_of(participation),
            "case": authorization_case(participation, valid_from, today),
            "asks_password": is_old(request),
        },
    )


def _done(officer: object, authorization: Authorization) -> str:
    first = date_format(authorization.valid_from, "j M Y")
    if authorization.valid_to == FOREVER:
        words = _("%(officer)s is authorized from %(first)s until revoked.")
        return words % {"officer": officer, "first": first}
    words = _("%(officer)s is authorized from %(first)s until before %(end)s.")
    end = date_format(authorization.valid_to, "j M Y")
    return words % {"officer": officer, "first": first, "end": end}
