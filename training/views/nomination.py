"""Nominations: an agency puts an officer forward under one of its agreements."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from agencies.models import Agreement, Officer
from agencies.selectors.agency import today_at
from training.forms.nomination import NominationForm
from training.selectors.nomination import agreements_open_to, attested_under, serving
from training.services.nomination import attestations_asked, nominate


@needs(Permission.NOMINATE)
def nomination_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Choose the agreement, then attest what its form asks."""
    viewer = request.viewer
    officer = get_object_or_404(Officer.objects.visible_to(viewer, Permission.NOMINATE), uuid=uuid)
    appointment = serving(viewer, officer)
    agreements = agreements_open_to(viewer, appointment) if appointment else []
    agreement = _chosen(request, agreements)
    context = {
        "officer": officer,
        "appointment": appointment,
        "agreements": agreements,
        "agreement": agreement,
    }
    if appointment is None or agreement is None:
        return render(request, "training/nomination_add.html", context)
    kinds = attestations_asked(agreement, today_at(officer.agency))
    attested = attested_under(agreement, kinds, today_at(officer.agency))
    form = NominationForm(
        request.POST or None,
        attested=attested,
        day=today_at(officer.agency),
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            nominate(viewer, appointment, agreement, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            words = _("Nominated: %(officer)s, %(model)s. The program manager records the vetting.")
            messages.success(request, words % {"officer": officer, "model": agreement.model})
            return redirect("officer", officer.uuid)
    context |= {"form": form, "attested": attested}
    return render(request, "training/nomination_add.html", context)


def _chosen(request: AccessRequest, agreements: list[Agreement]) -> Agreement | None:
    """The agreement named in the address; where there is only one, that one."""
    asked = request.GET.get("agreement", "")
    if not asked and len(agreements) == 1:
        return agreements[0]
    return next((a for a in agreements if str(a.uuid) == asked), None)
