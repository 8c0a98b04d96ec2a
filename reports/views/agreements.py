"""Agreements: the list, and the page of one."""

import uuid

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agreement
from agencies.selectors.agency import today_at
from reports.forms.lists import AgreementListForm, AgreementPageForm
from reports.selectors.agreement import agreement_page
from reports.selectors.agreements import agreements as all_agreements
from reports.selectors.agreements import is_on_record, register_page, with_states
from reports.views.lists import due_windows, listing
from training.models import Participation

SIZE = 25


@needs(Permission.VIEW)
def agreements(request: AccessRequest) -> HttpResponse:
    """The agreements, the latest signed first."""
    form = AgreementListForm(request.GET, request.viewer)
    page = register_page(request.viewer, form.filters(), request.GET.get("after", ""), SIZE)
    context = listing(form, page, SIZE)
    context["count_words"] = (
        ngettext("%(n)s agreement", "%(n)s agreements", len(page.rows))
        % {"n": intcomma(len(page.rows))}
        if page.is_whole
        else gettext("%(n)s at a time, the latest signed first") % {"n": intcomma(SIZE)}
    )
    return render(request, "reports/agreements.html", context)


@needs(Permission.VIEW)
def agreement(request: AccessRequest, uuid: uuid.UUID) -> HttpResponse:
    """One agreement: its form, its acts so far and its officers."""
    viewer = request.viewer
    found: Agreement = get_object_or_404(all_agreements(viewer, viewer.today), uuid=uuid)
    form = AgreementPageForm(request.GET, viewer, today=today_at(found.agency))
    if form.day != viewer.today or form.moment:  # another day is asked for, or it is one there
        found = all_agreements(viewer, form.day, form.moment).get(pk=found.pk)
    if not is_on_record(found, form.moment):
        context = {"form": form, "day": form.day, "agreement": found, "known_day": form.known_day}
        return render(request, "reports/agreement_unrecorded.html", context)
    with_states([found], form.day, form.moment)
    with form.over(Participation.objects.visible_to(viewer).filter(agreement=found)):
        shown = agreement_page(viewer, found, form.day, form.moment)
    narrowed = _narrowed(viewer, found)
    query = None if narrowed is None else narrowed | form.day_query
    # Those who left are counted, and would not be listed unless asked for.
    listed = None if query is None else query | {"everyone": "on"}
    context = {
        "form": form,
        "day": form.day,
        "is_today": form.is_today,
        "day_query": urlencode(form.day_query),
        "agreement": found,
        "by_status": [
            (
                label,
                n,
                ""
                if listed is None
                else f"{reverse('officers')}?{urlencode(listed | {'status': value})}",
            )
            for label, value, n in shown.by_status
        ],
        "windows": due_windows(shown.due, query),
        "known_day": form.known_day,
        "shown": shown,
        # Acts are done today, whatever day the page is about.
        "may_manage": form.is_now and viewer.may(Permission.MANAGE_AGREEMENTS),
        "may_record_duties": form.is_now and viewer.may(Permission.RECORD_DUTIES),
    }
    return render(request, "reports/agreement.html", context)


def _narrowed(viewer: Viewer, agreement: Agreement) -> dict[str, str] | None:
    """The query that narrows a list to the officers under one agreement.

    Lists are narrowed by agency and model. None where the agency nominated officers under another
    agreement of the model: a list would hold them too.
    """
    others = Participation.objects.visible_to(viewer).filter(
        agency=agreement.agency, model=agreement.model
    )
    if others.exclude(agreement=agreement).exists():
        return None
    return {"agency": str(agreement.agency.uuid), "model": agreement.model}
