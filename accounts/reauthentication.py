"""Asking for the password again before something is signed, where the last one is old.

allauth counts only passwords given again; a sign-in a minute ago is as good, so it counts here.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account import app_settings
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])


def is_old(request: HttpRequest) -> bool:
    """Whether the last password (or passkey) of this session is older than 15 minutes."""
    records = get_authentication_records(request, request.user)
    last = max((record.get("at", 0) for record in records), default=0)
    return bool(time.time() - last >= app_settings.REAUTHENTICATION_TIMEOUT)


def needs_fresh_sign_in(view: View) -> View:
    """Ask for the password before a POST where the last one is old; what was sent is kept.

    A GET shows the page. After the password allauth repeats the POST, so nothing is typed twice.
    """
    decorate = reauthentication_required(enabled=is_old, allow_get=True)
    return decorate(view)  # type: ignore[no-any-return]
