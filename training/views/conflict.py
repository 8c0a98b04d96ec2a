"""Records that contradict each other: the list of what waits, and one with its records."""

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
from agencies.models import Agency, Officer
from training.forms.conflict import ConflictFilter, DispositionForm
from training.selectors.conflict_comparison import comparison
from training.selectors.conflicts import flags, open_flags_page
from training.services.conflict import dispose, reasons_not_to_settle


@needs(Permission.VIEW)
def conflicts(request: AccessRequest) -> HttpResponse:
    """Flags that wait for somebody, the oldest first; of one officer or agency if asked."""
    viewer = request.viewer
    form = ConflictFilter(request.GET)
    officer, agency = form.value("officer"), form.value("agency")
    of = ""
    if officer is not None:
        of = str(get_object_or_404(Officer.objects.visible_to(viewer), uuid=officer))
    elif agency is not None:
        of = get_object_or_404(Agency.objects.visible_to(viewer), uuid=agency).name
    page = open_flags_page(
        viewer, officer=officer, agency=agency, after=request.GET.get("after", "")
    )
    narrowed = f"officer={officer}" if officer else f"agency={agency}" if agency else ""
    context = {
        "page": page,
        "of": of,
        "narrowed": narrowed,
        "day": viewer.today,
        "may_dispose": viewer.may(Permission.DISPOSE_FLAGS),
    }
    return render(request, "training/conflicts.html", context)


@needs(Permission.VIEW)
def conflict_dispose(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """One conflict with the records that disagree. Whoever may, settles it here."""
    viewer = request.viewer
    flag = get_object_or_404(flags(viewer), uuid=uuid)
    form = DispositionForm(request.POST or None, cancel=reverse("conflicts"))
    if request.method == "POST":
        viewer.must(Permission.DISPOSE_FLAGS)
        if form.is_valid():
            try:
                dispose(viewer, flag, **form.cleaned_data)
            except Refused as refused:
                show_refusal(form, refused)
            else:
                messages.success(
                    request, _("Settled: %s.") % f"{flag.participation.officer}, {flag}"
                )
                return redirect("conflicts")
    may_dispose = viewer.may(Permission.DISPOSE_FLAGS)
    context = {
        "flag": flag,
        "participation": flag.participation,
        "records": comparison(flag),
        "form": form,
        "may_dispose": may_dispose,
        "against": reasons_not_to_settle(viewer, flag) if may_dispose else [],
    }
    return render(request, "training/conflict_dispose.html", context)
