"""The admin site: open to viewers who may administer."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.gate import MissingPermission
from accounts.permissions import Permission


class G287AdminSite(AdminSite):
    """Django admin, opened by the viewer's permission instead of a staff flag."""

    site_header = _("287(g) Training: administration")
    site_title = _("287(g) Training: administration")
    index_title = _("Records")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the viewer may administer."""
        viewer = getattr(request, "viewer", None)
        return viewer is not None and viewer.may(Permission.ADMINISTER)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one way to sign in, with its rate limits; a role that is too small is refused."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise MissingPermission(Permission.ADMINISTER)
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
