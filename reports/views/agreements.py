"""Agreements: the list, and the page of one."""

import uuid

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, ngettext

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from agencies.models import Agreement
from agencies.selectors.agency import today_at
from reports.forms.lists import AgreementListForm, AgreementPageForm
from reports.selectors.agreement import agreement_page
from reports.selectors.agreements import agreements as all_agreements
from reports.selectors.agreements import is_on_record, register_page, with_states
from reports.views.lists import listing
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
    context = {
        "form": form,
        "day": form.day,
        "is_today": form.is_today,
        "agreement": found,
        "known_day": form.known_day,
        "shown": shown,
        # Acts are done today, whatever day the page is about.
        "may_manage": form.is_now and viewer.may(Permission.MANAGE_AGREEMENTS),
        "may_record_duties": form.is_now and viewer.may(Permission.RECORD_DUTIES),
    }
    return render(request, "reports/agreement.html", context)
