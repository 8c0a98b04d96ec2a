"""The parts of pages in a real browser: nothing that axe finds, at either width, under the CSP."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse


@pytest.fixture
def session(client, transactional_db):
    person = get_user_model().objects.create_superuser("a@example.org", "secret", name="A. Person")
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def opened(browser, live_server, session, request):
    """A page opened as a signed-in person, at a width, with or without the CSP."""
    contexts = []

    def open_page(name, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(live_server.url + reverse(name))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", ["style", "help", "account_change_password"])
def test_axe_finds_nothing(opened, name, width):
    # axe brings its own script, which the CSP refuses.
    page = opened(name, width, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375, 320])
def test_no_page_is_wider_than_the_window(opened, width):
    page = opened("style", width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_the_slash_goes_to_the_search_box_but_not_while_typing(opened):
    page = opened("style")
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    assert search.evaluate("box => box === document.activeElement")
    page.keyboard.type("a/b")
    assert search.input_value() == "a/b"


@pytest.mark.browser
def test_the_menu_of_the_person_closes_on_escape(opened):
    page = opened("help")
    page.locator(".person-menu summary").click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Sign out").is_visible()


@pytest.mark.browser
def test_on_a_phone_the_navigation_opens_by_its_button(opened):
    page = opened("help", 375)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Help")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
