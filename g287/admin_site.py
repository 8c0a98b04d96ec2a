"""The admin site: open to viewers who may administer."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.gate import needs
from accounts.permissions import Permission

OURS = frozenset({"accounts", "agencies", "training", "intake", "reports"})


class G287AdminSite(AdminSite):
    """Django admin, opened by the viewer's permission instead of a staff flag."""

    site_header = _("287(g) Training: administration")
    site_title = _("287(g) Training: administration")
    index_title = _("Records")
    enable_nav_sidebar = False  # thirty tables beside every list would leave it no room

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register our own records only: groups and addresses of libraries decide nothing here."""
        models: Any = model_or_iterable
        if isinstance(model_or_iterable, type):
            models = [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OURS]
        super().register(ours, admin_class, **options)

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
