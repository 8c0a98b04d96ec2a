"""The home page: what waits for the viewer first, then how those they answer for stand."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.gate import SIGNED_IN, AccessRequest, needs
from accounts.permissions import Permission
from accounts.roles import REGISTRAR, Scope
from agencies.models import Agency
from agencies.selectors.people import assignments_offered
from reports.forms.lists import HomeForm
from reports.selectors.aftermath import aftermath_tasks
from reports.selectors.home_agency import agency_home
from reports.selectors.home_field import field_home
from reports.selectors.home_registrar import registrar_home
from reports.selectors.program import nation_home
from reports.selectors.program_tasks import program_tasks
from reports.views.lists import state_urls


@needs(SIGNED_IN)
def home(request: AccessRequest) -> HttpResponse:
    """The page for the role that the viewer acts in; without any role, what to do about it.

    For another day it shows how things stand on it; what waits for the viewer waits today.
    """
    viewer = request.viewer
    offered = assignments_offered(viewer)
    if viewer.role is None:
        return render(request, "reports/home_nobody.html", {"offered": offered})
    form = HomeForm(request.GET, viewer)
    day = form.day
    urls = state_urls(reverse("officers"), **form.day_query)
    context = {
        "form": form,
        "day": day,
        "is_today": form.is_today,
        "day_query": urlencode(form.day_query),
        "offered": offered,
    }
    if viewer.agency_id is not None:
        agency = get_object_or_404(
            Agency.objects.visible_to(viewer).select_related("field_office"), pk=viewer.agency_id
        )
        context |= {
            "shown": agency_home(viewer, agency, day),
            "agency": agency,
            "state_urls": urls,
        }
        return render(request, "reports/home_agency.html", context)
    if viewer.role.scope is Scope.FIELD_OFFICE:
        context |= {"shown": field_home(viewer, day), "signs": viewer.may(Permission.SIGN_OFF)}
        return render(request, "reports/home_field.html", context)
    if viewer.role is REGISTRAR:
        # Classes and records to finish: no compliance, and so about today.
        context["shown"] = registrar_home(viewer, viewer.today)
        return render(request, "reports/home_registrar.html", context)
    shown = nation_home(viewer, day)
    context |= {
        "shown": shown,
        "tasks": [*aftermath_tasks(viewer), *program_tasks(viewer, shown)] if form.is_today else [],
        "state_urls": urls,
    }
    return render(request, "reports/home_nation.html", context)
