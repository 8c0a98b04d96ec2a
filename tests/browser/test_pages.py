"""Every page of the product for every role that may open it, on a desk and on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from accounts.gate import PUBLIC, declaration_of
from accounts.permissions import Permission
from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER, ROLES, SUPERVISOR, Role, Scope
from accounts.viewer import Viewer, acting_as
from tests.architecture.urls import (
    NATIONAL,
    SAMPLES,
    Page,
    Scene,
    address,
    our_pages,
    place_of,
    scene,
)
from tests.browser.person import Person
from tests.browser.whole import Judge
from tests.factories import UserFactory, member
from tests.support import chain

STRANGER, NOBODY_YET = "stranger", "nobody_yet"
EVERYBODY = [*ROLES, STRANGER, NOBODY_YET]

# Answered by a redirect, by values or by a file: there is no page to look at.
ONLY_POSTED = {
    "attendance-record",
    "class-file",
    "class-submit",
    "exam-record",
    "import-check",
    "import-commit",
    "import-refused-rows",
    "import-take-back",
    "import-template",
    "invitation-withdraw",
    "record-submit",
    "reevaluation-apply",
    "reevaluation-preview",
    "viewer-switch",
}
PAGES = [page for page in our_pages() if page.name not in ONLY_POSTED]

# Pages worth seeing in more than one state: what is asked beside the sample of the URL walk.
MORE: dict[str, Callable[[Any], str]] = {
    "officer, nominated": lambda s: reverse("officer", args=[s.nominated.officer.uuid]),
    "officer, waiting": lambda s: reverse("officer", args=[s.waiting.officer.uuid]),
    "officer, certified": lambda s: reverse("officer", args=[s.certified.officer.uuid]),
    "officer, last year": lambda s: (
        reverse("officer", args=[s.authorized.officer.uuid]) + "?on=2025-11-03"
    ),
    "officers, none found": lambda s: reverse("officers") + "?q=nobody+of+this+name",
    "search, found": lambda s: reverse("search") + "?q=needle",
    "search, nothing found": lambda s: reverse("search") + "?q=nobody+of+this+name",
    "agreement, register": lambda s: reverse("report", args=["agreement-register"]),
    "waiting": lambda s: reverse("report", args=["waiting-for-sign-off"]),
    "falling due": lambda s: reverse("report", args=["falling-due"]),
    "program": lambda s: reverse("report", args=["program"]),
    "compliance on another day": lambda s: (
        reverse("report", args=["officer-compliance"]) + "?on=2025-11-03"
    ),
    "four weeks of attendance": lambda s: reverse("class-attendance", args=[s.weeks.uuid]),
    "results of four weeks": lambda s: reverse("class-results", args=[s.weeks.uuid]),
    "class of four weeks": lambda s: reverse("class", args=[s.weeks.uuid]),
    "nothing here": lambda s: "/nothing/of/this/name/",
}
ACCOUNT = [
    ("account_login", STRANGER),
    ("account_reset_password", STRANGER),
    ("account_change_password", AGENCY_ADMINISTRATOR.name),
    ("account_logout", AGENCY_ADMINISTRATOR.name),
    ("account_reauthenticate", SUPERVISOR.name),
]
ADMIN = ["admin:index", "admin:agencies_agreement_changelist", "admin:training_signoff_changelist"]


@pytest.fixture(scope="module")
def stage(site) -> Scene:
    """An agency with an officer at each place of the chain, and a class of four weeks."""
    with acting_as(Viewer.system("test")):
        made = scene()
        weeks = chain.complete(chain.chain("JEM-2025-02-15"), last_name="Long-Winded-Hyphenated")
        made.weeks = weeks.training_class  # type: ignore[attr-defined]
    return made


@pytest.fixture(scope="module")
def addresses(stage) -> dict[str, str]:
    """Where each page is, by its name."""
    with acting_as(Viewer.system("test")):
        asked = [p for p in PAGES if not p.takes_arguments or p.name in SAMPLES]
        places = {page.name: address(page, stage) for page in asked}
        return places | {state: where(stage) for state, where in MORE.items()}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


@pytest.fixture(scope="module")
def visitors(site, browser: Browser, stage) -> Iterator[dict[str, Person]]:
    """Somebody at a browser for each role, somebody without any, and a stranger."""
    people = {name: Person(browser, site) for name in EVERYBODY}
    with acting_as(Viewer.system("test")):
        users = {name: member(role, place_of(role, stage.cast)) for name, role in ROLES.items()}
        users[NOBODY_YET] = UserFactory()
    for name, user in users.items():
        people[name].be(user)
    yield people
    for person in people.values():
        person.leave()


def those_who_may_open(page: Page) -> list[str]:
    declared = declaration_of(page.view)
    if declared is PUBLIC:
        return [STRANGER, AGENCY_ADMINISTRATOR.name]
    if not isinstance(declared, Permission):
        # One page for everybody who is signed in; only the home page is each role's own.
        return [*ROLES, NOBODY_YET] if page.name == "home" else [PROGRAM_MANAGER.name, NOBODY_YET]

    def may(role: Role) -> bool:
        return declared in role.permissions and (
            page.name not in NATIONAL or role.scope is Scope.NATION
        )

    return [role.name for role in ROLES.values() if may(role)]


@pytest.fixture
def found(visitors, addresses, judge):
    """What is wrong with a page, for each of some people."""

    def look(name: str, people: list[str], url: str = "") -> list[str]:
        url = url or addresses[name]
        return [
            f"{person}: {flaw}"
            for person in people
            for flaw in judge.flaws(visitors[person], name, url)
        ]

    return look


@pytest.mark.parametrize("page_", PAGES, ids=lambda page: page.name)
def test_a_page_is_whole(page_, found):
    assert found(page_.name, those_who_may_open(page_)) == []


@pytest.mark.parametrize("state", MORE)
def test_a_page_is_whole_in_this_state_too(state, found):
    assert found(state, [PROGRAM_MANAGER.name, AGENCY_ADMINISTRATOR.name]) == []


@pytest.mark.parametrize(("name", "who"), ACCOUNT)
def test_a_page_about_the_account_is_whole(name, who, found):
    assert found(name, [who], reverse(name)) == []


@pytest.mark.parametrize("name", ADMIN)
def test_the_administration_breaks_no_content_security_policy(name, visitors):
    person = visitors[PROGRAM_MANAGER.name]
    person.complaints.clear()
    answer = person.page.goto(reverse(name))
    assert (answer.status, person.complaints) == (200, [])
