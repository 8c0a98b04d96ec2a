"""The administration in a browser: what axe says of it, and that it fits a desk and a phone."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Browser

from accounts.models import User
from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import Viewer, acting_as
from agencies.models import Agency, Agreement, FormRevision, Officer
from tests.architecture.urls import scene
from tests.browser.person import Person
from tests.browser.whole import Judge
from tests.factories import member
from training.models import (
    Certification,
    Course,
    CourseVersion,
    Enrollment,
    Participation,
    RuleSet,
    TrainingClass,
)

LISTED = sorted(admin.site._registry, key=lambda model: model._meta.label)
ADDED = [m for m in LISTED if (p := admin.site._registry[m]).editable and p.addable]
# With a form to change, with parts in rows or in blocks, and to look at alone.
LOOKED_AT = [
    User, Agency, Agreement, FormRevision, Officer, Participation, Course, CourseVersion,
    TrainingClass, Enrollment, Certification, RuleSet,
]  # fmt: skip


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def named(model):
    return model._meta.label


@pytest.fixture(scope="module")
def stage(site):
    with acting_as(Viewer.system("test")):
        return scene()


@pytest.fixture(scope="module")
def manager(site, browser: Browser, stage) -> Iterator[Person]:
    """A program manager at a browser."""
    person = Person(browser, site)
    with acting_as(Viewer.system("test")):
        user = member(PROGRAM_MANAGER)
    person.be(user)
    yield person
    person.leave()


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


@pytest.fixture
def flaws(manager, judge):
    def look(kind, address):
        return judge.flaws(manager, kind, address)

    return look


def first(model):
    with acting_as(Viewer.system("test")):
        return model._default_manager.order_by("pk").first().pk


def test_the_way_in_is_whole(flaws):
    assert flaws("index", reverse("admin:index")) == []


@pytest.mark.parametrize("model", LISTED, ids=named)
def test_a_list_is_whole(flaws, model):
    assert flaws("list", url(model, "changelist")) == []


@pytest.mark.parametrize("model", ADDED, ids=named)
def test_a_form_to_add_is_whole(flaws, model):
    assert flaws("add", url(model, "add")) == []


@pytest.mark.parametrize("model", LOOKED_AT, ids=named)
def test_a_row_and_its_history_are_whole(flaws, model):
    row = first(model)
    assert flaws("change", url(model, "change", row)) == []
    assert flaws("history", url(model, "history", row)) == []
