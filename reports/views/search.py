"""Search: one box for officers, agencies and classes."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from reports.selectors.search import search as find

LONGEST = 80


@needs(Permission.VIEW)
def search(request: AccessRequest) -> HttpResponse:
    """What begins with `?q=`, among what the viewer may see."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = find(request.viewer, text) if text else None
    return render(
        request,
        "reports/search.html",
        {"q": text, "found": found, "shows_agency": request.viewer.agency_id is None},
    )
