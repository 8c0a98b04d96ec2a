"""The admin site: open to viewers who may administer."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.gate import needs
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

    @needs(Permission.ADMINISTER)
    def login(
        self,
        request: HttpRequest,  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """No sign-in of its own: the gate has let only those through who may go on."""
        return redirect("admin:index")
