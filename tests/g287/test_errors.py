"""Refusals say what is missing; a failure says a number and needs nothing to say it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.permissions import MissingPermission, Permission
from accounts.roles import SUPERVISOR
from accounts.viewer import Viewer
from g287 import errors


@pytest.fixture
def request_of_nobody(rf):
    request = rf.get("/officers/")
    request.user = AnonymousUser()
    return request


def test_a_failure_shows_a_reference_without_the_database(request_of_nobody):
    # No database mark: a query would fail the test.
    response = errors.failed(request_of_nobody)
    assert response.status_code == 500
    assert b"Something failed here" in response.content


def test_a_failure_without_a_request_id_still_has_a_reference(request_of_nobody):
    html = errors.failed(request_of_nobody).content.decode()
    assert len(html.split('class="answer"><strong>')[1].split("<")[0]) == 8


def test_a_refusal_names_the_permission_and_who_holds_it(request_of_nobody):
    response = errors.forbidden(request_of_nobody, MissingPermission(Permission.AUTHORIZE))
    assert response.status_code == 403
    html = response.content.decode()
    assert "Your role does not let you authorize certified officers" in html
    assert "Field office director" in html


def test_a_refusal_says_in_which_role_one_acts(request_of_nobody):
    request_of_nobody.viewer = Viewer(user_id=1, role=SUPERVISOR)
    # The count that waits is the one query of the frame; without a database it is left out.
    response = errors.forbidden(request_of_nobody, MissingPermission(Permission.AUTHORIZE))
    assert "You act as Supervisor" in response.content.decode()


def test_what_is_not_found_may_exist(request_of_nobody):
    response = errors.not_found(request_of_nobody, Http404())
    assert response.status_code == 404
    assert "Not here, or not yours to see" in response.content.decode()


def test_a_form_without_its_token_says_what_to_do(request_of_nobody):
    response = errors.csrf_failure(request_of_nobody, "no cookie")
    assert response.status_code == 403
    assert "Please send the form again" in response.content.decode()
