"""Which login a process gets, from which variables."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from g287 import database


@pytest.fixture
def operators(monkeypatch, tmp_path):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://boss:p%40ss@db.example:5433/records?sslmode=require"
    )
    monkeypatch.delenv("DATABASE_WEB_URL", raising=False)
    return tmp_path


def test_the_local_server_by_its_socket(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("G287_LOCAL_POSTGRES", "main")
    monkeypatch.delenv("G287_LOGIN")
    default = database.databases(tmp_path)["default"]
    assert default["USER"] == "g287_web"
    assert default["HOST"].endswith("/postgres/socket")
    assert default["ATOMIC_REQUESTS"] is True
    monkeypatch.setenv("G287_LOGIN", "owner")
    assert database.databases(tmp_path)["default"]["USER"] == "g287_owner"


def test_the_operators_owner(operators):
    found = database.parameters("owner", operators)
    assert found == {
        "NAME": "records",
        "USER": "boss",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": 10, "sslmode": "require"},
    }


def test_the_web_login_with_the_password_that_setup_made(operators):
    assert database.parameters("web", operators)["PASSWORD"] == ""
    made = database._web_password(operators)
    assert len(made) > 30
    assert database._web_password(operators) == made
    found = database.parameters("web", operators)
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("g287_web", made, "db.example")
    assert stat.S_IMODE((operators / "web-password").stat().st_mode) == 0o600


def test_the_web_login_that_the_operator_names(operators, monkeypatch):
    monkeypatch.setenv("DATABASE_WEB_URL", "postgresql://web:w@pool.example/records")
    found = database.parameters("web", operators)
    assert (found["USER"], found["HOST"], found["PORT"]) == ("web", "pool.example", "")


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://login@host", "host=a nonsense"])
def test_an_address_that_is_none(operators, monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database.parameters("owner", operators)
