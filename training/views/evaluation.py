"""Evaluations: a supervisor's periodic sign-off on an authorized officer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.reauthentication import is_old, needs_fresh_sign_in
from accounts.refusal import Refused
from agencies.selectors.agency import today_at
from training.forms.evaluation import EvaluationForm
from training.selectors.participation import acts_of, participations
from training.services.evaluation import record_evaluation


@needs_fresh_sign_in
@needs(Permission.SIGN_OFF)
def evaluation_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Sign the evaluation of one officer who may act."""
    viewer = request.viewer
    participation = get_object_or_404(participations(viewer, Permission.SIGN_OFF), uuid=uuid)
    officer = participation.officer
    form = EvaluationForm(
        request.POST or None,
        initial={"evaluated_on": today_at(participation.agency)},
        cancel=reverse("officer", args=[officer.uuid]),
    )
    if form.is_valid():
        try:
            record_evaluation(viewer, participation, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Evaluation signed: %s.") % officer)
            return redirect("officer", officer.uuid)
    return render(
        request,
        "training/evaluation_add.html",
        {
            "form": form,
            "participation": participation,
            "acts": acts_of(participation),
            "asks_password": is_old(request),
        },
    )
