"""What a person reads when a page is refused, not found, or has failed."""

import uuid
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.gate import PUBLIC, needs
from accounts.permissions import MissingPermission
from accounts.roles import titles_that_may

log = structlog.get_logger(__name__)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403: which permission is missing, and who can give or use it."""
    context: dict[str, Any] = {"reason": str(exception)}
    if isinstance(exception, MissingPermission):
        context |= {
            "permission": exception.permission,
            "titles": titles_that_may(exception.permission),
        }
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404: it is not there, or not for this person to see. The page does not tell which."""
    return render(request, "404.html", {"path": request.path}, status=404)


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500: a number to quote. Asks neither the database nor a context processor for anything."""
    bound = structlog.contextvars.get_contextvars()
    reference = str(bound.get("request_id") or uuid.uuid4())[:8]
    log.error("page_failed", reference=reference)
    try:
        return HttpResponseServerError(render_to_string("500.html", {"reference": reference}))
    except (TemplateDoesNotExist, TemplateSyntaxError, ValueError):
        return HttpResponseServerError(_("Something failed here. Reference %s") % reference)


@needs(PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: mostly a page left open over a sign-out."""
    log.warning("csrf_refused", reason=reason)
    return render(request, "403_csrf.html", status=403)
