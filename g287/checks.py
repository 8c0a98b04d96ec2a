"""Deployment checks of the settings: what a demo may do and an installation must not."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


def demo_is_off(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001
    **_kwargs: object,
) -> list[checks.CheckMessage]:
    """The demo's sign-ins, whose password is printed on the sign-in page, are switched off."""
    if not settings.DEMO or settings.DEBUG:
        return []
    return [
        checks.Error(
            "The demo is on: its sign-ins are shown on the sign-in page, with their password.",
            hint="Set G287_DEMO=0, and start from a database that holds no demo data.",
            id="g287.E001",
        )
    ]
