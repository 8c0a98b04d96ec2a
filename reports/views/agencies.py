"""Agencies: the list, and the page of one."""

import uuid

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from agencies.models import Agency
from agencies.selectors.agency import today_at
from agencies.selectors.as_recorded import as_recorded
from reports.forms.lists import AgencyListForm, OfficerListForm
from reports.selectors.agencies import agencies_page, agency_page, rows_for
from reports.selectors.attention import tasks_of
from reports.selectors.officer_list import officers_page
from reports.views.lists import due_windows, listing, state_urls
from reports.views.officers import words_of_count
from training.models import Participation

SIZE = 25


@needs(Permission.VIEW)
def agencies(request: AccessRequest) -> HttpResponse:
    """Agencies by name, with their agreements in force and how their officers stand."""
    viewer = request.viewer
    form = AgencyListForm(request.GET, viewer)
    page = agencies_page(viewer, form.filters(), request.GET.get("after", ""), SIZE)
    with form.over(Participation.objects.visible_to(viewer).filter(agency__in=page.rows)):
        rows = rows_for(viewer, page.rows, form.day, form.moment)
    context = listing(form, page, SIZE) | {"rows": rows}
    context["count_words"] = (
        ngettext("%(n)s agency", "%(n)s agencies", len(page.rows)) % {"n": intcomma(len(page.rows))}
        if page.is_whole
        else gettext("%(n)s at a time, by name") % {"n": intcomma(SIZE)}
    )
    context["may_manage"] = request.viewer.may(Permission.MANAGE_AGREEMENTS)
    return render(request, "reports/agencies.html", context)


@needs(Permission.VIEW)
def agency(request: AccessRequest, uuid: uuid.UUID) -> HttpResponse:
    """One agency: how it stands, its agreements, officers, tasks, people and history."""
    viewer = request.viewer
    found = get_object_or_404(
        Agency.objects.visible_to(viewer).select_related("field_office"), uuid=uuid
    )
    form = OfficerListForm(request.GET, viewer, today=today_at(found))
    as_recorded([found], form.moment)
    # Of everybody, whatever the list is narrowed to: the counts above it are not.
    with form.over(Participation.objects.visible_to(viewer).filter(agency=found)):
        filters = form.filters(found)
        page = officers_page(viewer, filters, request.GET.get("after", ""), SIZE)
        shown = agency_page(viewer, found, form.day, form.moment)
    narrowed = {"agency": str(found.uuid)} | form.day_query
    context = listing(form, page, SIZE) | {
        "agency": found,
        "shown": shown,
        "tasks": tasks_of(viewer, form.day, found) if form.known_day is None else [],
        "may_add": viewer.may(Permission.KEEP_OFFICERS),
        "may_invite": viewer.may(Permission.INVITE),
        "worst_first": filters.worst_first,
        "may_sort": True,
        "shows_agency": False,
        "count_words": words_of_count(page, sorted_by_name=not filters.worst_first),
        "windows": due_windows(shown.due, narrowed),
        "state_urls": state_urls(reverse("officers"), **narrowed),
    }
    return render(request, "reports/agency.html", context)
