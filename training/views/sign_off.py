"""Sign-off: what waits for a supervisor, and the decision on one record."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.reauthentication import is_old, needs_fresh_sign_in
from accounts.refusal import Reason, Refused
from accounts.viewer import day_in
from training.forms.sign_off import APPROVE, DecisionForm
from training.models import Enrollment
from training.models.sign_off import ReturnReason
from training.selectors.record import RecordPage, record_page, records_with_people
from training.selectors.record_changes import changes_since
from training.selectors.sign_off_queue import Neighbors, neighbors_of, queue_page
from training.services.sign_off import STATEMENT, approve, reasons_not_to_approve, return_record


@needs(Permission.SIGN_OFF)
def sign_off_queue(request: AccessRequest) -> HttpResponse:
    """The records that wait, oldest first, each with what our check found."""
    page = queue_page(request.viewer, after=request.GET.get("after", ""))
    return render(request, "training/sign_off_queue.html", {"page": page})


@needs_fresh_sign_in
@needs(Permission.SIGN_OFF)
def record_sign_off(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """One record with everything it holds and lacks, and the decision beside it."""
    enrollment = get_object_or_404(
        records_with_people(request.viewer, Permission.SIGN_OFF), uuid=uuid
    )
    neighbors = neighbors_of(request.viewer, enrollment)
    page = record_page(enrollment)
    codes = [missing.code for missing in page.record.shown.missing]
    form = DecisionForm(
        request.POST or None, missing=codes, initial={"digest": page.record.shown.digest}
    )
    refusals: list[Reason] = []
    if form.is_valid():
        try:
            _decide(request, enrollment, form)
        except Refused as refused:
            refusals = refused.reasons
            # Signed is what is shown: the page that comes back carries the record as it is now.
            enrollment.refresh_from_db(fields=["state", "submitted_at"])
            page = record_page(enrollment)
        else:
            following = neighbors.following
            if following is not None:
                return redirect("record-sign-off", following)
            return redirect("sign-off-queue")
    return _page(request, page, form, refusals, neighbors)


def _decide(request: AccessRequest, enrollment: Enrollment, form: DecisionForm) -> None:
    digest = form.cleaned_data["digest"]
    officer = enrollment.officer
    if form.cleaned_data["decision"] == APPROVE:
        signed = approve(request.viewer, enrollment, digest=digest)
        certified = getattr(signed, "certification", None)
        words = _("Approved: %(officer)s.")
        if certified is not None:
            words = _("Approved: %(officer)s is certified, certificate %(number)s.")
        number = certified.certificate_number if certified else ""
        messages.success(request, words % {"officer": officer, "number": number})
    else:
        reasons = form.cleaned_data["reasons"]
        return_record(request.viewer, enrollment, reasons=reasons, digest=digest)
        labels = "; ".join(str(ReturnReason(reason).label) for reason in reasons)
        words = _("Returned: %(officer)s. %(reasons)s.")
        messages.success(request, words % {"officer": officer, "reasons": labels})


def _page(
    request: AccessRequest,
    page: RecordPage,
    form: DecisionForm,
    refusals: list[Reason],
    neighbors: Neighbors,
) -> HttpResponse:
    enrollment = page.enrollment
    shown = page.record.shown
    is_waiting = enrollment.state == Enrollment.State.SUBMITTED
    against = reasons_not_to_approve(request.viewer, shown)
    missing = {missing.text for missing in shown.missing}
    last_return = page.sign_offs[0] if page.returned else None
    counts = Counter(missing.code for missing in shown.missing)
    return render(
        request,
        "training/record_sign_off.html",
        {
            "page": page,
            "enrollment": enrollment,
            "form": form,
            "digest": shown.digest,
            "refusals": refusals,
            "is_waiting": is_waiting,
            "against": against,
            "others_against": [r for r in against if r.text not in missing],
            "reasons": [
                {
                    "value": value,
                    "label": label,
                    "ticked": value in form.chosen_reasons,
                    "count": counts.get(value, 0),
                }
                for value, label in ReturnReason.choices
            ],
            "last_return": last_return,
            "changes": changes_since(enrollment, last_return.signed_at) if last_return else [],
            "statement": STATEMENT,
            "neighbors": neighbors,
            "waiting_days": _days_waiting(request, enrollment),
            "asks_password": is_old(request),
        },
    )


def _days_waiting(request: AccessRequest, enrollment: Enrollment) -> int:
    if enrollment.state != Enrollment.State.SUBMITTED or enrollment.submitted_at is None:
        return 0
    return (request.viewer.today - day_in(request.viewer.zone, enrollment.submitted_at)).days
