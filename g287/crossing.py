"""Two who write the same records at one moment, each waiting for the other: the database lets one
through and sends the other back."""

from collections.abc import Callable

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

CONFLICT = 409


class CrossingMiddleware:
    """Tells the one who was sent back to send the form again, in the place of an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409, with everything rolled back that the request had written."""
        crossed = DeadlockDetected | LockNotAvailable | SerializationFailure
        if not (
            isinstance(exception, OperationalError) and isinstance(exception.__cause__, crossed)
        ):
            return None
        if connection.in_atomic_block:
            connection.set_rollback(True)
        return render(request, "409.html", status=CONFLICT)
