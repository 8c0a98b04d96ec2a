"""Recording an act on an agreement, with a look at whom it reaches before it does."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import day_in
from agencies.forms.agreement import AgreementActForm
from agencies.models import Agreement
from agencies.selectors.agreement_act import kinds_to_offer, state_of
from agencies.states import ActKind
from training.selectors.cascade import cascade_shown
from training.selectors.extension import extension_of
from training.services.agreement_act import NotSeen, record_agreement_act


@needs(Permission.MANAGE_AGREEMENTS)
def agreement_act_add(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Ask what was done. What suspends, ends or extends shows whom it reaches, and is confirmed.

    The confirmation carries a digest of the officers shown; where others are concerned by then,
    the page is shown again instead.
    """
    viewer = request.viewer
    agreement = get_object_or_404(
        Agreement.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS).select_related(
            "agency", "form_revision"
        ),
        uuid=uuid,
    )
    today = day_in(agreement.agency.time_zone)
    form = AgreementActForm(
        request.POST or None, agreement=agreement, kinds=kinds_to_offer(agreement, today)
    )
    context = {"form": form, "agreement": agreement}
    if "change" not in request.POST and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            act = record_agreement_act(viewer, agreement, **form.cleaned_data, seen=seen)
        except NotSeen as not_seen:
            kind, on = ActKind(form.cleaned_data["kind"]), form.cleaned_data["effective_on"]
            context |= {
                "kind": kind,
                "effective_on": on,
                "changed": not_seen.reasons if seen else [],
            }
            if until := form.cleaned_data.get("extends_to"):
                extension = extension_of(viewer, agreement, agreement.expires_on, until)
                context["shown"] = extension
                return render(request, "training/agreement_extend_confirm.html", context)
            context["shown"] = cascade_shown(viewer, agreement, kind, on)
            return render(request, "training/agreement_act_confirm.html", context)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Recorded: %s.") % act.get_kind_display())
            return redirect("agreement", agreement.uuid)
    context |= {
        "acts": agreement.acts.select_related("recorded_by"),
        "state": state_of(agreement, today),
    }
    return render(request, "training/agreement_act_add.html", context)
