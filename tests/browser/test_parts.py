"""The parts of pages in a real browser: how they behave under keys, and at what width they fit."""

import pytest
from django.contrib.auth import get_user_model

from tests.browser.person import Person


@pytest.fixture(scope="module")
def user(site):
    return get_user_model().objects.create_superuser("a@example.org", "secret", name="A. Person")


@pytest.fixture
def opened(sit_down, user):
    """A page opened as a signed-in person, at a width."""

    def open_page(name, width=1280):
        person: Person = sit_down(width=width)
        person.be(user)
        person.open(name)
        return person.page

    return open_page


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_no_page_is_wider_than_the_window(opened, width):
    page = opened("style", width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_slash_goes_to_the_search_box_but_not_while_typing(opened):
    page = opened("style")
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    assert search.evaluate("box => box === document.activeElement")
    page.keyboard.type("a/b")
    assert search.input_value() == "a/b"


def test_the_menu_of_the_person_closes_on_escape(opened):
    page = opened("help")
    page.locator(".person-menu summary").click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Sign out").is_visible()


def test_on_a_phone_the_navigation_opens_by_its_button(opened):
    page = opened("help", 375)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Help")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
