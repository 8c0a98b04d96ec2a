"""The list of officers: the page that a records clerk works from."""

from http import HTTPStatus

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from accounts.gate import AccessRequest, needs
from accounts.keyset import Page
from accounts.permissions import Permission
from reports.forms.lists import OfficerListForm
from reports.selectors.officer_list import asked_of, may_sort_worst_first, officers_page
from reports.views.files import csv_file
from reports.views.lists import listing
from reports.views.officer_file import officer_columns, officer_file_rows

SIZE = 25


def words_of_count(page: Page, *, sorted_by_name: bool) -> str:
    """How many are shown and in which order; the whole is counted only where it is on the page."""
    order = gettext("by name") if sorted_by_name else gettext("first to act on top")
    if page.is_whole:
        number = len(page.rows)
        words = ngettext("%(n)s officer, %(order)s", "%(n)s officers, %(order)s", number)
        return words % {"n": intcomma(number), "order": order}
    return gettext("%(n)s at a time, %(order)s") % {"n": intcomma(SIZE), "order": order}


@needs(Permission.VIEW)
def officers(request: AccessRequest) -> HttpResponse | HttpResponseBase:
    """Officers as rows, one an agreement; `?format=csv` gives all of them as a file."""
    viewer = request.viewer
    form = OfficerListForm(request.GET, viewer)
    with form.over(asked_of(viewer, form.filters())):
        filters = form.filters()
        wants_file = request.GET.get("format") == "csv"
        if wants_file and not form.errors:
            rows = officer_file_rows(viewer, filters)
            return csv_file("officers", form.day, officer_columns(), rows, form.known_day)
        page = officers_page(viewer, filters, request.GET.get("after", ""), SIZE)
    context = listing(form, page, SIZE) | {
        "may_add": viewer.may(Permission.KEEP_OFFICERS),
        "worst_first": filters.worst_first and may_sort_worst_first(viewer, filters),
        "may_sort": may_sort_worst_first(viewer, filters),
        "shows_agency": viewer.agency_id is None and filters.agency is None,
    }
    context["count_words"] = words_of_count(page, sorted_by_name=not context["worst_first"])
    # A file of something else than what was asked for would be believed.
    status = HTTPStatus.BAD_REQUEST if wants_file else HTTPStatus.OK
    return render(request, "reports/officers.html", context, status=status)
