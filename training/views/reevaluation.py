"""Re-evaluations: the list, preparing one, its preview, and applying it as the second person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.forms import show_refusal
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.reauthentication import is_old, needs_fresh_sign_in
from accounts.refusal import Refused
from agencies.models import Agency
from training.forms.reevaluation import ReevaluationForm
from training.models import Reevaluation
from training.selectors.reevaluation import counts_of, officers_of, reevaluations
from training.services.reevaluation import (
    PreviewChanged,
    apply,
    prepare,
    preview,
    reasons_not_to_apply,
    show_again,
)


@needs(Permission.PUBLISH_RULES)
def reevaluation_list(request: AccessRequest) -> HttpResponse:
    """Every re-evaluation, what waits first."""
    rows = list(reevaluations(request.viewer))
    context = {
        "waiting": [row for row in rows if row.applied_at is None],
        "applied": [row for row in rows if row.applied_at is not None],
    }
    return render(request, "training/reevaluations.html", context)


@needs(Permission.PUBLISH_RULES)
def reevaluation_add(request: AccessRequest) -> HttpResponse:
    """Prepare one: nothing changes yet."""
    viewer = request.viewer
    initial = {"rule_set": request.GET.get("rule_set", ""), "effective_on": viewer.today}
    form = ReevaluationForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = prepare(viewer, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The preview is made. Nothing has changed yet."))
            return redirect("reevaluation", made.uuid)
    return render(request, "training/reevaluation_add.html", {"form": form})


@needs(Permission.PUBLISH_RULES)
def reevaluation_page(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """The preview: what changes in the nation and at each agency; officer by officer for one."""
    viewer = request.viewer
    row = get_object_or_404(reevaluations(viewer), uuid=uuid)
    agency = None
    if asked := request.GET.get("agency"):
        agency = get_object_or_404(
            Agency.objects.visible_to(viewer, Permission.PUBLISH_RULES), uuid=_uuid(asked)
        )
    context = {
        "reevaluation": row,
        "counts": counts_of(viewer, row),
        "agency": agency,
        "against": reasons_not_to_apply(viewer, row),
        "is_preparer": row.prepared_by_id == viewer.user_id,
    }
    if agency is not None and row.applied_at is None:
        changes = [change for change in preview(viewer, row, agency) if change.is_told]
        context["officers"] = officers_of(viewer, changes)
    return render(request, "training/reevaluation.html", context)


@needs_fresh_sign_in
@needs(Permission.PUBLISH_RULES)
def reevaluation_apply(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Apply it as the second person, for the preview that was shown."""
    viewer = request.viewer
    row = get_object_or_404(reevaluations(viewer), uuid=uuid)
    against: list[object] = list(reasons_not_to_apply(viewer, row))
    if request.method == "POST":
        try:
            apply(viewer, row, digest=request.POST.get("digest", ""))
        except PreviewChanged as refused:
            row = show_again(viewer, row)
            against = list(refused.reasons)
        except Refused as refused:
            against = list(refused.reasons)
        else:
            messages.success(request, _done(row))
            return redirect("reevaluation", row.uuid)
    context = {
        "reevaluation": row,
        "counts": counts_of(viewer, row),
        "against": against,
        "may_apply": not reasons_not_to_apply(viewer, row),
        "asks_password": is_old(request),
    }
    return render(request, "training/reevaluation_apply.html", context)


@require_POST
@needs(Permission.PUBLISH_RULES)
def reevaluation_preview(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Make the preview anew from the records as they are now."""
    row = get_object_or_404(reevaluations(request.viewer), uuid=uuid)
    show_again(request.viewer, row)
    messages.success(request, _("The preview shows the records as they are now."))
    return redirect("reevaluation", row.uuid)


def _done(row: Reevaluation) -> str:
    judged = row.counts.get("judged", 0)
    return ngettext(
        "%(n)s officer is judged by the new rules.",
        "%(n)s officers are judged by the new rules.",
        judged,
    ) % {"n": judged}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
