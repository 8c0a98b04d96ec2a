"""Pages about the product itself open for everybody, under the strict content security policy."""

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["help", "accessibility", "about-data"])
def test_pages_about_the_product_are_open_to_everybody(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_process_says_that_it_is_alive_without_the_database(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client):
    assert client.get("/readyz").json() == {"status": "ok"}


def test_a_database_that_does_not_answer_is_not_ready(client, monkeypatch):
    def refuse(*args):
        raise OperationalError

    monkeypatch.setattr("g287.views.MigrationExecutor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_login", "Sign in"),
        ("account_reset_password", "Reset your password"),
        ("account_reset_password_done", "Look into your mail"),
        ("account_inactive", "Your access has ended"),
        ("account_signup", "Accounts are by invitation"),
    ],
)
def test_sign_in_pages_look_like_ours(client, name, heading):
    html = client.get(reverse(name)).content.decode()
    assert f"<h1>{heading}</h1>" in html
    assert "css/tokens.css" in html


@pytest.mark.django_db
def test_a_browser_that_asks_for_another_language_is_not_shown_a_mixture_of_two(client):
    """Django speaks many, the product one: its messages would stand among English sentences."""
    answer = client.post(reverse("account_login"), {}, headers={"accept-language": "de"})
    assert '<html lang="en' in answer.content.decode()


@pytest.mark.django_db
def test_the_style_page_needs_a_sign_in(client):
    assert client.get(reverse("style")).url.startswith(reverse("account_login"))


@pytest.mark.django_db
def test_administration_has_no_sign_in_of_its_own(client):
    assert client.get("/admin/").url == f"{reverse('account_login')}?next=/admin/"
    assert client.get("/admin/login/").url.startswith(reverse("account_login"))


@pytest.mark.django_db
def test_a_person_whose_role_is_too_small_is_refused_by_administration(client):
    person = get_user_model().objects.create_user("a@example.org", "secret", name="A. Person")
    client.force_login(person)
    response = client.get("/admin/")
    assert response.status_code == 403
    assert "use the administration pages" in response.content.decode()


def test_a_browser_that_looks_for_an_icon_by_itself_finds_the_mark(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 301
    assert response.url.endswith(".svg")
