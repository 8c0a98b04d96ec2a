"""A server with committed data for the tests of a module, and people who sit at browsers of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.viewer import Viewer, acting_as
from tests.browser.person import Person
from tests.support import database


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The server's address. What the module's tests commit is removed when they are done."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()
            database.empty()


@pytest.fixture
def system(site) -> Callable[[], object]:
    """Opens a transaction of the system, committed at its end, to arrange and to look."""
    return lambda: acting_as(Viewer.system("test"))


@pytest.fixture
def sit_down(browser: Browser, site) -> Iterator[Callable[..., Person]]:
    """Give somebody a browser of their own; `options` are those of the browser context."""
    with ExitStack() as leaving:

        def sit(user=None, **options) -> Person:
            person = Person(browser, site, **options)
            leaving.callback(person.leave)
            if user is not None:
                person.sign_in(user)
            return person

        yield sit
