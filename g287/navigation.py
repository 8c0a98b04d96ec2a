"""What the frame of every page shows: the ways through the product, and who one is in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import Permission
from accounts.viewer import NOBODY, Viewer
from training.selectors.sign_off import waiting_count


@dataclass(frozen=True)
class Section:
    """One item of the navigation; `prefixes` are the starts of the URL names that belong to it."""

    label: Any
    url_name: str
    permission: Permission
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A section as one viewer sees it on one page."""

    label: Any
    url: str
    current: bool
    count: int | None = None


SECTIONS = (
    Section(_("Home"), "home", Permission.VIEW, ("home", "tasks", "notice", "credential")),
    Section(
        _("Agencies"), "agencies", Permission.VIEW, ("agenc", "agreement", "field-office", "duty")
    ),
    Section(
        _("Officers"),
        "officers",
        Permission.VIEW,
        (
            *("officer", "import", "participation", "roster", "conflict", "nomination"),
            *("evaluation", "suspension", "reinstatement", "revocation", "withdrawal"),
            *("disqualification", "separation", "transfer", "waiver"),
        ),
    ),
    Section(_("Classes"), "classes", Permission.VIEW, ("class", "course", "enrollment")),
    Section(_("Sign-off"), "sign-off-queue", Permission.SIGN_OFF, ("sign-off", "record")),
    Section(_("Authorization"), "authorization-queue", Permission.AUTHORIZE, ("authorization",)),
    Section(_("Vetting"), "vetting-queue", Permission.VET, ("vetting",)),
    Section(_("Reports"), "reports", Permission.VIEW, ("report", "rule-set", "reevaluation")),
)

ZONES = {
    "America/New_York": _("US Eastern"),
    "America/Chicago": _("US Central"),
    "America/Denver": _("US Mountain"),
    "America/Phoenix": _("Arizona"),
    "America/Los_Angeles": _("US Pacific"),
    "America/Anchorage": _("Alaska"),
    "Pacific/Honolulu": _("Hawaii"),
    "America/Puerto_Rico": _("Atlantic"),
    "Pacific/Guam": pgettext_lazy("time zone", "Guam"),
}


class Navigation:
    """The frame of one page. Nothing is asked of the database before a template shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self.viewer: Viewer = getattr(request, "viewer", NOBODY)
        self._choices: Iterable[Any] = getattr(request, "viewer_choices", ())
        match = getattr(request, "resolver_match", None)
        self._url_name: str = (match and match.url_name) or ""

    @cached_property
    def items(self) -> list[Item]:
        """The sections that the viewer may open, with the one of this page marked."""
        items = []
        for section in SECTIONS:
            if not self.viewer.may(section.permission):
                continue
            try:
                url = reverse(section.url_name)
            except NoReverseMatch:
                continue
            waiting = section.permission is Permission.SIGN_OFF
            items.append(
                Item(
                    section.label,
                    url,
                    current=self._url_name.startswith(section.prefixes),
                    count=self._waiting() if waiting else None,
                )
            )
        return items

    @property
    def other_memberships(self) -> list[Any]:
        """The person's other roles and places, to switch to."""
        return [choice for choice in self._choices if choice.key != self.viewer.grant]

    @property
    def may_invite(self) -> bool:
        """Whether the page about people with access is the viewer's to open."""
        return self.viewer.may(Permission.INVITE)

    @property
    def may_administer(self) -> bool:
        """Whether the administration pages are the viewer's to open."""
        return self.viewer.may(Permission.ADMINISTER)

    @property
    def zone(self) -> Any:
        """The zone of every time on the page, in words."""
        zone = self.viewer.zone
        return ZONES.get(zone, zone.rsplit("/", 1)[-1].replace("_", " "))

    def _waiting(self) -> int | None:
        try:
            return waiting_count(self.viewer)
        except DatabaseError:
            # An error page inside a transaction that has failed can still show its frame.
            return None


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, asked only where the frame is shown, and `product`."""
    return {
        "navigation": SimpleLazyObject(lambda: Navigation(request)),
        # Not "site": the sign-in pages of allauth have a variable of that name.
        "product": {
            "demo": settings.DEMO,
            "demo_sign_ins": getattr(settings, "DEMO_SIGN_INS", ()),
            "demo_password": getattr(settings, "DEMO_PASSWORD", ""),
            "version": settings.VERSION,
        },
    }
