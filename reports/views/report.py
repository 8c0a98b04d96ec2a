"""Reports: the list of them, and each as a page and as a file."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from reports.forms.report import ReportForm
from reports.selectors.report import REPORTS
from reports.views.files import csv_file
from reports.views.lists import address, listing, state_urls

SIZE = 50


@needs(Permission.VIEW)
def reports(request: AccessRequest) -> HttpResponse:
    """The reports, each with the question it answers."""
    return render(request, "reports/reports.html", {"reports": list(REPORTS.values())})


@needs(Permission.VIEW)
def report(request: AccessRequest, slug: str) -> HttpResponse | HttpResponseBase:
    """One report: its figure and table, or with `?format=csv` all of its rows as a file."""
    found = REPORTS.get(slug)
    if found is None:
        raise Http404
    viewer = request.viewer
    form = ReportForm(request.GET, viewer, found)
    filters = form.filters()
    if request.GET.get("format") == "csv":
        columns = [column.key for column in found.columns]
        rows = ([*row.values, row.note] for row in found.rows(viewer, filters))
        return csv_file(found.slug, filters.on, columns, rows)
    figure = found.figure(viewer, filters)
    page = found.page(viewer, filters, request.GET.get("after", ""), SIZE)
    context = listing(form, page, SIZE) | {
        "report": found,
        "table": [
            [
                (column, value, row.urls.get(n, ""))
                for n, (column, value) in enumerate(zip(found.columns, row.values, strict=True))
            ]
            for row in page.rows
        ],
        "now": timezone.now(),
        "figure": figure if page.is_first else None,
        "windows": [
            {
                "days": days,
                "number": number,
                "url": address(form, drop="days", days=str(days)),
                "current": days == filters.days,
            }
            for days, number in (figure.windows or {}).items()
        ],
        "state_urls": state_urls(
            reverse("officers"), **({"model": filters.model} if filters.model else {})
        ),
    }
    return render(request, "reports/report.html", context)
