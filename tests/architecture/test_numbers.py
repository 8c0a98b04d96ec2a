"""Numbers of the database stay inside: what a page offers or asks by names rows by their UUID."""

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest

from accounts.roles import ROLES
from tests.architecture.urls import opened_by, scene

# Numbers that name no row: a kind of requirement, so many days, what stood in a cell of a grid.
NO_ROWS = {"kind", "days", "was"}
# What a person typed is no name of a row either.
CHOSEN = {"hidden", "radio", "checkbox", "submit"}


class Offered(HTMLParser):
    """What a page sends back: values of its controls and arguments of its addresses, by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._select = attributes.get("name", "")
        elif tag == "option":
            self.found.append((self._select, attributes.get("value", "")))
        elif tag == "button" or (tag == "input" and attributes.get("type") in CHOSEN):
            self.found.append((attributes.get("name", ""), attributes.get("value", "")))
        for url in (attributes.get("href", ""), attributes.get("action", "")):
            parts = urlsplit(url)
            if parts.scheme or parts.path.startswith(("/admin/", "/static/")):
                continue
            self.found += parse_qsl(parts.query)
            self.found += [("path", part) for part in parts.path.split("/")]


def numbers_in(page: str) -> set[tuple[str, str]]:
    """What has a whole number for its value, or one behind a colon ("membership:4")."""
    return {
        (name, value)
        for name, value in Offered(page).found
        if name and name.partition("_")[0] not in NO_ROWS and value.rpartition(":")[2].isdecimal()
    }


def test_a_number_is_seen_wherever_a_page_sends_it():
    page = """
        <a href="/officers/7/?after=9&days=30">x</a> <form action="?role=auditor"></form>
        <select name="office"><option value="3">x</option><option value="a-b">y</option></select>
        <select name="kind"><option value="4">x</option></select>
        <button name="grant" value="membership:5">x</button>"""
    assert numbers_in(page) == {
        ("path", "7"),
        ("after", "9"),
        ("office", "3"),
        ("grant", "membership:5"),
    }


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_no_page_names_a_row_by_its_number(arranged, settings, role):
    shown = {name: numbers_in(page) for name, page in opened_by(role, scene())}
    assert len(shown) > 20
    assert {name: found for name, found in shown.items() if found} == {}
