"""Acting in another of one's roles."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gate import SIGNED_IN, AccessRequest, needs
from agencies.middleware import SESSION_KEY


@needs(SIGNED_IN)
@require_POST
def viewer_switch(request: AccessRequest) -> HttpResponse:
    """Act from now on in the chosen role; its home page shows what waits there.

    Only a grant that the person holds today counts; anything else changes nothing.
    """
    chosen = request.POST.get("grant", "")
    grant = next((grant for grant in request.viewer_choices if grant.key == chosen), None)
    if grant is None:
        messages.error(request, _("This role is not yours, or no longer."))
    else:
        request.session[SESSION_KEY] = grant.key
        words = _("You act as %(role)s, %(place)s.")
        names = {"role": grant.role.title.lower(), "place": grant.place}
        messages.success(request, words % names)
    return redirect("home")
