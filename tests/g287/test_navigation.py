"""The frame shows each role its own ways, and survives a request that nobody has looked at."""

from types import SimpleNamespace

import pytest

from accounts.roles import AUDITOR, FIELD_OFFICE_DIRECTOR, PROGRAM_MANAGER, SUPERVISOR
from accounts.viewer import Viewer
from g287 import navigation


@pytest.fixture(autouse=True)
def every_page_exists(monkeypatch):
    monkeypatch.setattr(navigation, "reverse", lambda name: f"/{name}/")
    monkeypatch.setattr(navigation, "waiting_count", lambda viewer: 7)


def frame(rf, role=None, url_name="", choices=()):
    request = rf.get("/")
    if role:
        request.viewer = Viewer(user_id=1, role=role, grant="membership:1", zone="America/Chicago")
    request.viewer_choices = choices
    request.resolver_match = SimpleNamespace(url_name=url_name)
    return navigation.Navigation(request)


def labels(shown):
    return [str(item.label) for item in shown.items]


def test_a_supervisor_sees_sign_off_with_what_waits(rf):
    shown = frame(rf, SUPERVISOR)
    assert labels(shown) == ["Home", "Agencies", "Officers", "Classes", "Sign-off", "Reports"]
    assert [item.count for item in shown.items if item.count] == [7]


def test_each_queue_is_shown_to_the_role_that_works_it(rf):
    assert "Authorization" in labels(frame(rf, FIELD_OFFICE_DIRECTOR))
    assert "Vetting" in labels(frame(rf, PROGRAM_MANAGER))
    assert labels(frame(rf, AUDITOR)) == ["Home", "Agencies", "Officers", "Classes", "Reports"]


@pytest.mark.parametrize(
    ("url_name", "label"),
    [("officer", "Officers"), ("record-sign-off", "Sign-off"), ("courses", "Classes")],
)
def test_the_section_of_a_page_is_marked(rf, url_name, label):
    shown = frame(rf, SUPERVISOR, url_name)
    assert [str(item.label) for item in shown.items if item.current] == [label]


def test_only_other_memberships_are_offered_to_switch_to(rf):
    mine, other = SimpleNamespace(key="membership:1"), SimpleNamespace(key="membership:2")
    assert frame(rf, SUPERVISOR, choices=[mine, other]).other_memberships == [other]


def test_the_zone_is_said_in_words(rf):
    assert str(frame(rf, SUPERVISOR).zone) == "US Central"


def test_a_request_without_a_viewer_has_no_ways(rf):
    request = rf.get("/")
    assert navigation.Navigation(request).items == []
