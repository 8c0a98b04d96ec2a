"""Somebody at a browser of their own, and what is wrong with a page they see."""

from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Response

from accounts.models import User
from accounts.viewer import Viewer
from tests.factories import PASSWORD

WIDE, PHONE = 1280, 375
PATIENCE = 10_000  # ms


class Person:
    """One browser context. Everything that the console complains about is kept in `complaints`."""

    def __init__(self, browser: Browser, site: str, width: int = WIDE, **options: Any) -> None:
        self.site = site
        self.context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, **options
        )
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()

    def sign_in(self, who: User | Viewer) -> None:
        """Through the form, as everybody does."""
        self.open("account_login")
        self.page.locator("input[name=login]").fill(who.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("Sign in")
        self.page.get_by_role("heading", level=1).wait_for()

    def be(self, user: User) -> None:
        """Signed in without the form, where a test is about something else."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.site}]
        )

    def open(self, name: str, *args: object, query: str = "") -> Response | None:
        """Open a page by the name of its URL."""
        return self.page.goto(reverse(name, args=args) + query)

    def follow(self, link: str) -> None:
        """Click a link of the page's own part by its words."""
        self.main.get_by_role("link", name=link).first.click()

    def press(self, button: str) -> None:
        """Press a button of the page's own part by its words."""
        self.main.get_by_role("button", name=button).first.click()

    def fill(self, label: str, value: object) -> None:
        """Fill in a field by its label."""
        self.main.get_by_label(label).first.fill(str(value))

    def choose(self, label: str) -> None:
        """Tick a box or a radio button by its label, as one does: the label is what shows."""
        box = self.main.get_by_label(label).first
        self.main.locator(f'label[for="{box.get_attribute("id")}"]').click()

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.locator("main")

    @property
    def says(self) -> str:
        """All that the page says in its own part."""
        return " ".join(self.main.inner_text().split())
