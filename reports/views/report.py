"""Reports: the list of them, and each as a page and as a file."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.demo_note import SYNTHETIC, noted
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.viewer import Viewer
from reports.forms.report import ReportForm
from reports.selectors.answer import (
    LARGEST,
    REQUIREMENT_COLUMNS,
    answers_of,
    ids_on_the_books,
    requirement_rows,
)
from reports.selectors.report import REPORTS
from reports.selectors.report.definition import Report, ReportFilters
from reports.views.files import csv_file, json_file
from reports.views.lists import address, listing, state_urls, with_day

SIZE = 50
FORMATS = ("csv", "json")


@needs(Permission.VIEW)
def reports(request: AccessRequest) -> HttpResponse:
    """The reports, each with the question it answers."""
    return render(request, "reports/reports.html", {"reports": list(REPORTS.values())})


@needs(Permission.VIEW)
def report(request: AccessRequest, slug: str) -> HttpResponse | HttpResponseBase:
    """One report: its figure and table, or with `?format=csv` or `json` all rows as a file."""
    found = REPORTS.get(slug)
    if found is None:
        raise Http404
    form = ReportForm(request.GET, request.viewer, found)
    with form.over(found.asked_of(request.viewer, form.filters())):
        filters = form.filters()
        wanted = request.GET.get("format")
        if wanted in FORMATS and form.value("detail"):
            if file := _detail(request.viewer, form, found, filters, wanted):
                return file
        elif wanted in FORMATS and not form.errors:
            return _file(request.viewer, form, found, filters, wanted)
        # A file of something else than what was asked for would be believed.
        status = HTTPStatus.BAD_REQUEST if wanted in FORMATS else HTTPStatus.OK
        return render(
            request, "reports/report.html", _page(request, form, found, filters), status=status
        )


def _file(
    viewer: Viewer, form: ReportForm, found: Report, filters: ReportFilters, wanted: str
) -> HttpResponseBase:
    keys = [column.key for column in found.columns]
    rows = found.rows(viewer, filters)
    if wanted == "csv":
        cells = ([*row.values, row.note] for row in rows)
        return csv_file(found.slug, filters.on, keys, cells, form.known_day)
    named = (noted(dict(zip(keys, row.values, strict=True)), row.note) for row in rows)
    return json_file(found.slug, filters.on, {"report": found.slug}, named, form.known_day)


def _detail(
    viewer: Viewer, form: ReportForm, found: Report, filters: ReportFilters, wanted: str
) -> HttpResponseBase | None:
    """Every requirement of every officer as a file; None where it is refused at its field."""
    ids = ids_on_the_books(viewer, found.asked_of(viewer, filters), form.source)
    if len(ids) > LARGEST:
        sentence = gettext(
            "A file of every requirement holds at most %(n)s officers."
            " Narrow it to an agency, a state or a model."
        )
        form.add_error("detail", sentence % {"n": f"{LARGEST:,}"})
    if form.errors:
        return None
    answers = answers_of(viewer, ids, form.source)
    name = f"{found.slug}-requirements"
    if wanted == "csv":
        rows = ([*row, SYNTHETIC] for row in requirement_rows(answers))
        return csv_file(name, filters.on, REQUIREMENT_COLUMNS, rows, form.known_day)
    named = (noted(answer.as_data()) for answer in answers)
    return json_file(name, filters.on, {"report": found.slug}, named, form.known_day)


def _page(
    request: AccessRequest, form: ReportForm, found: Report, filters: ReportFilters
) -> dict[str, Any]:
    viewer = request.viewer
    figure = found.figure(viewer, filters)
    page = found.page(viewer, filters, request.GET.get("after", ""), SIZE)
    return listing(form, page, SIZE) | {
        "report": found,
        "detail_url": address(form, format="csv", detail="requirements")
        if "detail" in found.filters
        else "",
        "table": [
            [
                (column, value, with_day(row.urls.get(n, ""), form))
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
        "agency": filters.agency,
        "without_agency": address(form, drop="agency"),
        "state_urls": _state_urls(form),
    }


def _state_urls(form: ReportForm) -> dict[str, str]:
    """The officers behind the bar; none where the list cannot be narrowed as the report is."""
    # The list knows no state and no agency by the beginning of its name.
    if form.value("q") or form.value("state"):
        return {}
    model = form.text("model")
    return state_urls(reverse("officers"), **({"model": model} if model else {}), **form.day_query)
