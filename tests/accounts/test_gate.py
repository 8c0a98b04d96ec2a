"""The gate: what a view declares, and what becomes of a visitor who does not meet it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpResponse
from django.views import View
from django.views.generic import TemplateView

from accounts.gate import PUBLIC, SIGNED_IN, GateMiddleware, declaration_of, needs
from accounts.models import User
from accounts.permissions import MissingPermission, Permission
from accounts.roles import AUDITOR, SUPERVISOR
from accounts.viewer import Viewer


class Parent(View):
    permission = Permission.VIEW


class Child(Parent):
    pass


class ChildThatSays(Parent):
    permission = Permission.SIGN_OFF


@needs(Permission.VET)
def vetting(request):
    return HttpResponse()


def silent(request):
    return HttpResponse()


@pytest.mark.parametrize(
    ("view", "declared"),
    [
        (vetting, Permission.VET),
        (Parent.as_view(), Permission.VIEW),
        (ChildThatSays.as_view(), Permission.SIGN_OFF),
        (needs(PUBLIC)(lambda request: None), PUBLIC),
    ],
)
def test_a_view_declares_by_decorator_or_in_its_own_body(view, declared):
    assert declaration_of(view) is declared


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(Child.as_view(), id="a subclass, which may need more"),
        pytest.param(silent, id="a function that says nothing"),
        pytest.param(TemplateView.as_view(), id="a generic view of the framework"),
    ],
)
def test_what_declares_nothing_has_no_declaration(view):
    assert declaration_of(view) is None


@pytest.fixture
def ask(rf):
    gate = GateMiddleware(lambda request: HttpResponse())

    def visit(view, role=None, signed_in=True):
        request = rf.get("/somewhere/?page=2")
        request.user = User(email="pat@example.com") if signed_in else AnonymousUser()
        request.viewer = Viewer(role=role)
        return gate.process_view(request, view, (), {})

    return visit


def test_a_view_that_declares_nothing_is_refused_to_everybody(ask):
    with pytest.raises(ImproperlyConfigured, match="declares no permission"):
        ask(silent, AUDITOR)


def test_a_stranger_is_sent_to_sign_in_and_back(ask):
    response = ask(vetting, signed_in=False)
    assert response.status_code == 302
    assert response.url.endswith("?next=/somewhere/%3Fpage%3D2")


def test_a_role_without_the_permission_is_refused_by_the_name_of_it(ask):
    with pytest.raises(MissingPermission) as refusal:
        ask(vetting, SUPERVISOR)
    assert refusal.value.permission is Permission.VET
    assert "record the result of vetting" in str(refusal.value)
    assert isinstance(refusal.value, PermissionDenied)


def test_somebody_without_any_role_is_refused(ask):
    with pytest.raises(MissingPermission):
        ask(Parent.as_view())


def test_a_role_with_the_permission_passes(ask):
    assert ask(Parent.as_view(), AUDITOR) is None


def test_signed_in_is_enough_where_that_is_declared(ask):
    page = needs(SIGNED_IN)(lambda request: None)
    assert ask(page) is None
    assert ask(page, signed_in=False).status_code == 302


def test_a_public_page_asks_nothing(ask):
    assert ask(needs(PUBLIC)(lambda request: None), signed_in=False) is None
