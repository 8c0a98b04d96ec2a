"""The test database and the browser. The cluster itself is started by tests/settings.py."""

import os
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS
from django.test.utils import setup_databases, teardown_databases

from tests.support import browser, database

BROWSER_TESTS = Path(__file__).parent / "browser"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_blocker):
    """Name the test database, and the one it is copied from."""
    options = request.config.option
    with django_db_blocker.unblock():
        database.choose(reuse=options.reuse_db, anew=options.create_db)


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_blocker, django_db_modify_db_settings
):
    """Tests run under the login that row-level security binds, as the web server does.

    The database is always made: the plugin's own fixture makes none where only fixtures of a module
    reach for it, and tests would then write to, and empty, the one that is named in the settings.
    """
    options = request.config.option
    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=0,
            interactive=False,
            aliases={DEFAULT_DB_ALIAS},
            keepdb=options.reuse_db and not options.create_db,
        )
        as_web = database.used_as_web_login()
        as_web.__enter__()
    yield
    with django_db_blocker.unblock():
        as_web.__exit__(None, None, None)
        if not options.reuse_db:
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, without the background traffic that a test machine refuses."""
    return browser_type_launch_args | {
        "executable_path": browser.chromium(),
        "args": browser.ARGUMENTS,
    }


def pytest_collection_modifyitems(config, items):
    """Begin with what takes long. Mark what drives a browser; without one, skip it, or fail where
    it is required."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    driven = [i for i in items if i.path.is_relative_to(BROWSER_TESTS) or "page" in i.fixturenames]
    for item in driven:
        item.add_marker("browser")
    if not driven:
        return
    # Playwright's event loop runs in the test's own thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if browser.chromium() is None:
        if browser.is_required():
            raise pytest.UsageError(browser.ABSENT)
        config.stash[SKIPPED] = len(driven)
        for item in driven:
            item.add_marker(pytest.mark.skip(reason="no Chromium was found"))


def pytest_terminal_summary(terminalreporter, config):
    """Say what did not run where nobody overlooks it."""
    if count := config.stash.get(SKIPPED, 0):
        terminalreporter.section(f"{count} browser tests skipped", red=True, bold=True)
        terminalreporter.line(browser.ABSENT, red=True)


SKIPPED = pytest.StashKey[int]()


@pytest.fixture
def arranged(db):
    """The whole test runs as the system; requests and services narrow the scope themselves."""
    from accounts.viewer import Viewer, acting_as

    with acting_as(Viewer.system("test")) as viewer:
        yield viewer
