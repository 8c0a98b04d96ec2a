"""People with access: the list, and ending a membership."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from agencies.forms.people import EndForm
from agencies.models import Membership
from agencies.selectors.people import people_with_access
from agencies.services.membership import end_membership


@needs(Permission.INVITE)
def people(request: AccessRequest) -> HttpResponse:
    """Who has access since when, and which invitations wait."""
    search = request.GET.get("q", "")
    after = request.GET.get("after", "")
    page = people_with_access(request.viewer, search=search, after=after)
    return render(
        request, "agencies/people.html", {"people": page, "search": search, "after": after}
    )


@needs(Permission.INVITE)
def membership_end(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Ask once more, then end the access."""
    membership = get_object_or_404(
        Membership.objects.visible_to(request.viewer, Permission.INVITE).select_related(
            "user", "agency", "field_office"
        ),
        uuid=uuid,
    )
    form = EndForm(_sent(request), verb=_("End the access"), cancel=reverse("people"))
    if request.method == "POST":
        try:
            end_membership(request.viewer, membership)
        except Refused as refused:
            form.is_valid()
            show_refusal(form, refused)
        else:
            messages.success(request, _("The access of %s has ended.") % membership.user)
            return redirect("people")
    context = {"form": form, "membership": membership}
    return render(request, "agencies/membership_end.html", context)


def _sent(request: AccessRequest) -> QueryDict | None:
    # A page that only asks sends an empty form; an empty mapping would count as nothing sent.
    return request.POST if request.method == "POST" else None
