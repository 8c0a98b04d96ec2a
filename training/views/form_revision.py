"""The form that an agreement is written on, as a program manager confirms it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer
from agencies.forms.agreement import FormConfirmationForm
from agencies.models import Agreement
from training.models import Participation
from training.services.form_revision import confirm_form


@needs(Permission.MANAGE_AGREEMENTS)
def agreement_confirm_form(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Say on which form the agreement is written, by its document."""
    agreement = _agreement(request.viewer, uuid)
    form = FormConfirmationForm(request.POST or None, agreement=agreement)
    if form.is_valid():
        try:
            confirm_form(request.viewer, agreement, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The form is confirmed."))
            return redirect("agreement", agreement.uuid)
    officers = Participation.objects.visible_to(request.viewer).filter(agreement=agreement).count()
    context = {"form": form, "agreement": agreement, "officers": officers}
    return render(request, "training/agreement_confirm_form.html", context)


def _agreement(viewer: Viewer, uuid: UUID) -> Agreement:
    return get_object_or_404(
        Agreement.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS).select_related(
            "agency", "form_revision"
        ),
        uuid=uuid,
    )
