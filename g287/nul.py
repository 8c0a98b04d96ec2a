"""Addresses with a NUL in them: no page has one, and PostgreSQL takes none in a text."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


class NulMiddleware:
    """Answers "not found" in the place of an error of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; a refusal inside the handler gets the site's own page."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Refuse before any view reads the path or the query."""
        asked = [request.path, *(text for values in request.GET.lists() for text in values[1])]
        if any("\0" in text for text in asked):
            raise Http404
