"""Who asks: puts the viewer on the request and opens the transaction in which they ask."""

from collections.abc import Callable

import pghistory
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege

from accounts.gate import AccessRequest
from accounts.viewer import NOBODY, acting_as
from agencies.selectors.viewer import grants_of, viewer_for

SESSION_KEY = "acting"


class ViewerMiddleware:
    """Innermost but one: the whole response, templates included, is made inside the scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: AccessRequest) -> HttpResponse:
        """Run the rest of the request as the viewer; a server error rolls back."""
        user = request.user
        if not user.is_authenticated:
            request.viewer = NOBODY
            request.viewer_choices = []
            return self.get_response(request)
        request.viewer_choices = grants_of(user)
        request.viewer = viewer_for(
            user, request.viewer_choices, request.session.get(SESSION_KEY, "")
        )
        with (
            timezone.override(request.viewer.zone),
            pghistory.context(grant=request.viewer.grant),
            acting_as(request.viewer),
        ):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What the database refused, by a row policy or for want of a right, is a refusal."""
        refused = isinstance(exception.__cause__, InsufficientPrivilege)
        if isinstance(exception, DatabaseError) and refused:
            connection.set_rollback(True)
            from django.views.defaults import permission_denied

            return permission_denied(request, exception)
        return None
