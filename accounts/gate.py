"""The gate: a view that declares no permission is refused.

A function view declares by `@needs(Permission.X)`, a class by `permission = Permission.X` in its
own body (a subclass declares again: what it adds may need more). Pages for everybody say
`permission = PUBLIC`; pages for anybody who is signed in say `permission = SIGNED_IN`.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any, Final, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from accounts.permissions import MissingPermission, Permission
from accounts.viewer import Viewer


class Open(Enum):
    """Declarations that ask for less than a permission."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


__all__ = ["PUBLIC", "SIGNED_IN", "AccessRequest", "GateMiddleware", "MissingPermission", "needs"]

PUBLIC: Final = Open.PUBLIC
SIGNED_IN: Final = Open.SIGNED_IN
Declaration = Permission | Open
View = TypeVar("View", bound=Callable[..., Any])

# Views of libraries, which cannot declare: by the module that holds them.
LIBRARY_VIEWS: dict[str, Declaration] = {
    "allauth.account.views": PUBLIC,
    "django.views.static": PUBLIC,
    "django.contrib.staticfiles.views": PUBLIC,
    "django.views.i18n": PUBLIC,
    "django.contrib.admin": Permission.ADMINISTER,
    "import_export.admin": Permission.ADMINISTER,
    "django.contrib.contenttypes.views": Permission.ADMINISTER,
}


class AccessRequest(HttpRequest):
    """A request that has passed the viewer middleware.

    `viewer_choices`: the grants (agencies.selectors.viewer.Grant) between which to switch.
    """

    viewer: Viewer
    viewer_choices: list[Any]


def needs(declaration: Declaration) -> Callable[[View], View]:
    """Declare what a function view asks of the viewer."""

    def declare(view: View) -> View:
        view.permission = declaration  # type: ignore[attr-defined]
        return view

    return declare


def declaration_of(view: Callable[..., Any]) -> Declaration | None:
    """What a resolved view declares, or None where it declares nothing."""
    view_class = getattr(view, "view_class", None)
    if view_class is not None and "permission" in view_class.__dict__:
        declared_here: Declaration = view_class.__dict__["permission"]
        return declared_here
    if view_class is None and isinstance(
        declared := getattr(view, "permission", None), Permission | Open
    ):
        return declared
    module = (view_class or view).__module__
    # The site's own views carry the one, those of a model the other.
    if hasattr(view, "admin_site") or hasattr(view, "model_admin"):
        return Permission.ADMINISTER
    for library, declaration in LIBRARY_VIEWS.items():
        if module == library or module.startswith(library + "."):
            return declaration
    return None


class GateMiddleware:
    """Refuses, after routing, every view whose declaration the viewer does not meet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision needs the routed view."""
        return self.get_response(request)

    def process_view(
        self, request: AccessRequest, view: Callable[..., Any], *_: Any
    ) -> HttpResponse | None:
        """Let the request through, send it to sign-in, or refuse it by name."""
        declaration = declaration_of(view)
        if declaration is None:
            raise ImproperlyConfigured(f"{view!r} declares no permission")
        if declaration is PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if isinstance(declaration, Permission) and not request.viewer.may(declaration):
            raise MissingPermission(declaration)
        return None
