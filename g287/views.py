"""Pages about the product itself, and what a monitor asks."""

from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from accounts.gate import PUBLIC, SIGNED_IN, needs
from accounts.roles import ROLES
from g287 import samples


@needs(PUBLIC)
def help_page(request: HttpRequest) -> HttpResponse:
    """How the product thinks: words, states, roles, keys."""
    return render(request, "g287/help.html", {"roles": ROLES.values()})


@needs(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, and what is known not to."""
    return render(request, "g287/accessibility.html")


@needs(PUBLIC)
def about_data(request: HttpRequest) -> HttpResponse:
    """Where the rules and the records come from, and what is never kept."""
    return render(request, "g287/about_data.html")


@needs(SIGNED_IN)
def style(request: HttpRequest) -> HttpResponse:
    """Every part of the interface on one page, for those who build and check it."""
    return render(request, "g287/style.html", samples.context())


@transaction.non_atomic_requests
@needs(PUBLIC)
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Where browsers look by themselves, on pages that are not ours: the product's mark."""
    return redirect(static("img/mark.svg"), permanent=True)


@transaction.non_atomic_requests
@needs(PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The process is alive."""
    return JsonResponse({"status": "ok"})


@transaction.non_atomic_requests
@needs(PUBLIC)
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if waiting:
        return JsonResponse({"status": "migrations waiting", "count": len(waiting)}, status=503)
    return JsonResponse({"status": "ok"})
