"""Every URL: who is let in, who is refused, and who learns nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.gate import PUBLIC, declaration_of
from accounts.permissions import Permission
from accounts.roles import AGENCY_ADMINISTRATOR, ROLES, Scope
from accounts.viewer import Viewer, acting_as
from agencies.models import Agency
from tests.architecture.urls import (
    NATIONAL,
    SAMPLES,
    SHARED,
    SURNAME,
    Page,
    address,
    our_pages,
    pages,
    place_of,
    scene,
)
from tests.factories import member

OURS = our_pages()


def test_every_view_declares_what_it_asks_of_its_viewer():
    silent = [f"{page.route} ({page.name})" for page in pages() if not declaration_of(page.view)]
    assert silent == []


def test_every_url_has_a_name_of_its_own():
    names = [page.name for page in OURS]
    assert "" not in names
    assert len(names) == len(set(names))


def test_every_url_with_arguments_has_an_object_to_ask_for():
    asking = {page.name for page in OURS if page.takes_arguments}
    assert asking - SAMPLES.keys() == set(), "add a line to SAMPLES in tests/architecture/urls.py"
    assert SAMPLES.keys() - asking == set(), "no such URL any more"


@pytest.fixture
def stage(arranged, settings):
    return scene()


class Visitor:
    """Somebody with a browser; asks by GET, and by POST where a page is only posted to."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)

    def ask(self, url: str):
        response = self.client.get(url)
        return self.client.post(url) if response.status_code == 405 else response


@pytest.fixture
def visitors(stage):
    """Somebody in each role, here and elsewhere."""
    return {
        (name, where): Visitor(member(role, place_of(role, getattr(stage, where))))
        for name, role in ROLES.items()
        for where in ("cast", "elsewhere")
    }


def gated() -> list[Page]:
    return [page for page in OURS if isinstance(declaration_of(page.view), Permission)]


def roles_with(permission: Permission, *, holding: bool = True):
    return [role for role in ROLES.values() if (permission in role.permissions) is holding]


def test_a_stranger_is_sent_to_sign_in_and_sees_only_public_pages(stage):
    stranger, wrong = Visitor(), []
    for page in OURS:
        response = stranger.ask(address(page, stage))
        sent = response.status_code == 302 and response.url.startswith(reverse("account_login"))
        public = declaration_of(page.view) is PUBLIC
        if sent is public or response.status_code >= 500:
            wrong.append((page.name, response.status_code))
        assert page.name == "invitation" or SURNAME not in response.content.decode()
    assert wrong == []


def test_an_insider_without_the_permission_is_refused(stage, visitors):
    let_in = [
        (page.name, role.name, response.status_code)
        for page in gated()
        for role in roles_with(declaration_of(page.view), holding=False)
        for response in [visitors[role.name, "cast"].ask(address(page, stage))]
        if response.status_code != 403
    ]
    assert let_in == []


def test_an_insider_with_the_permission_finds_what_is_asked_for(stage, visitors):
    """Else the refusals below would prove nothing."""
    refused = [
        (page.name, role.name, response.status_code)
        for page in gated()
        for role in roles_with(declaration_of(page.view))
        if page.name not in NATIONAL or role.scope is Scope.NATION
        for response in [visitors[role.name, "cast"].ask(address(page, stage))]
        if response.status_code not in (200, 302, 400, 409, 422)
    ]
    assert refused == []


def test_an_outsider_in_the_same_role_finds_nothing(stage, visitors):
    """404 for the object of an agency; lists and shared pages show nothing of that agency."""
    wrong = []
    for page in OURS:
        declared = declaration_of(page.view)
        needed = declared if isinstance(declared, Permission) else Permission.VIEW
        for role in roles_with(needed):
            if role.scope is Scope.NATION or declared is PUBLIC:
                continue
            response = visitors[role.name, "elsewhere"].ask(address(page, stage))
            of_an_agency = page.takes_arguments and page.name not in SHARED
            answers = {404} if of_an_agency else {200, 302, 400, 409, 422}
            if page.name in NATIONAL:
                answers = {403}
            if response.status_code not in answers:
                wrong.append((page.name, role.name, response.status_code))
            text = response.content.decode()
            if SURNAME in text or stage.cast.agency.name in text:
                wrong.append((page.name, role.name, "shows another agency"))
    assert wrong == []


def test_nothing_was_changed_by_any_of_these_visits(stage, visitors):
    """Outsiders and the unpermitted post to every URL, and the agency's rows stay as they are."""
    before = _rows_of(stage.cast.agency)
    for page in gated():
        url = address(page, stage)
        permission = declaration_of(page.view)
        for role in ROLES.values():
            where = "cast" if permission not in role.permissions else "elsewhere"
            if where == "elsewhere" and (role.scope is Scope.NATION or page.name in SHARED):
                continue
            response = visitors[role.name, where].client.post(url)
            assert response.status_code < 500, (page.name, role.name)
    assert _rows_of(stage.cast.agency) == before


def _rows_of(agency: Agency) -> dict[str, int]:
    from tests.isolation.test_rows import TENANT

    with acting_as(Viewer.system("test")):
        return {
            table: model._default_manager.filter(agency_id=agency.pk).count()
            for table, model in TENANT.items()
        }


def test_the_administration_is_closed_to_everybody_else(stage, visitors):
    open_pages = [page for page in pages() if page.namespace == "admin" and "<" not in page.route]
    wrong = []
    for page in open_pages:
        name = f"admin:{page.name}"
        if not page.name or page.name in ("login", "logout", "jsi18n"):
            continue
        response = visitors[AGENCY_ADMINISTRATOR.name, "cast"].ask(reverse(name))
        if response.status_code != 403:
            wrong.append((name, response.status_code))
    assert wrong == []
    assert len(open_pages) > 5
