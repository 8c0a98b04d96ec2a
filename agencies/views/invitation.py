"""Inviting somebody, taking an invitation back, and accepting one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import show_refusal
from accounts.gate import PUBLIC, AccessRequest, needs
from accounts.models import User
from accounts.permissions import Permission
from accounts.refusal import Refused
from agencies.forms.people import AcceptForm, InvitationForm
from agencies.models import Invitation
from agencies.services.invitation import (
    accept,
    has_account,
    invite,
    open_invitation,
    why_closed,
    withdraw,
)


@needs(Permission.INVITE)
def invitation_add(request: AccessRequest) -> HttpResponse:
    """Offer somebody a role by e-mail."""
    form = InvitationForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            invitation = invite(request.viewer, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            words = _("%(name)s is invited. The message goes to %(email)s.")
            names = {"name": invitation.name, "email": invitation.email}
            messages.success(request, words % names)
            return redirect("people")
    return render(request, "agencies/invitation_add.html", {"form": form})


@needs(Permission.INVITE)
@require_POST
def invitation_withdraw(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(
        Invitation.objects.visible_to(request.viewer, Permission.INVITE), uuid=uuid
    )
    try:
        withdraw(request.viewer, invitation)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The invitation of %s is withdrawn.") % invitation.name)
    return redirect("people")


@needs(PUBLIC)
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: AccessRequest, token: str) -> HttpResponse:
    """Accept an invitation: with a new account, or as the person who is signed in."""
    found = open_invitation(token)
    if found is None:
        raise Http404
    user = request.user if isinstance(request.user, User) else None
    known = has_account(found)
    context: dict[str, Any] = {
        "invitation": found,
        "closed": why_closed(found),
        "known": known,
        "is_other": user is not None and user.email != found.email,
    }
    form = AcceptForm(request.POST if request.method == "POST" else None, invitation=found)
    if request.method == "POST" and not context["closed"] and not context["is_other"]:
        try:
            if user is not None:
                accept(token, user=user)
                messages.success(request, _("Accepted. The new role is in the menu at your name."))
                return redirect("home")
            if not known and form.is_valid():
                data = form.cleaned_data
                accept(token, name=data["name"], password=data["password"])
                messages.success(request, _("Your account is ready. Sign in with your password."))
                return redirect("account_login")
        except Refused as refused:
            form.is_valid()
            show_refusal(form, refused)
    return render(request, "agencies/invitation.html", context | {"form": form})
