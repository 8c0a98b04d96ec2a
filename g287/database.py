"""Which database the process uses, and under which login.

`DATABASE_URL` names the operator's server with the owner's login; without it a local
PostgreSQL is used. The server and most commands run as the web login, which row-level
security binds; `G287_LOGIN=owner` (set by manage.py for commands that change tables) is the
exception. The web login is `DATABASE_WEB_URL`, or `g287_web` with the password that
`make setup` gave it.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from g287 import local_postgres
from g287.database_roles import DATABASE, OWNER, WEB, ensure_roles

Login = Literal["owner", "web"]

# The names that Django keeps outside OPTIONS.
PARTS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def databases(base_dir: Path) -> dict[str, dict[str, Any]]:
    """The value of `settings.DATABASES`."""
    var = Path(os.environ.get("G287_VAR") or base_dir / "var")
    login: Login = "owner" if os.environ.get("G287_LOGIN") == "owner" else "web"
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "ATOMIC_REQUESTS": True,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            **parameters(login, var),
        }
    }


def parameters(login: Login, var: Path) -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST, PORT and OPTIONS of one login."""
    if os.environ.get("DATABASE_URL"):
        return _operators(login, var)
    return {
        "NAME": DATABASE,
        "USER": OWNER if login == "owner" else WEB,
        "PASSWORD": "",
        "HOST": str(local_postgres.socket_folder(local_kind())),
        "PORT": "5432",
        "OPTIONS": {"connect_timeout": 10},
    }


def local_kind() -> local_postgres.Kind:
    """Which local cluster this process uses: tests set `G287_LOCAL_POSTGRES=test`."""
    return "test" if os.environ.get("G287_LOCAL_POSTGRES") == "test" else "main"


def prepare_operators_roles(var: Path) -> None:
    """On the operator's server, as the owner: the roles, and the web login's password.

    The operator chooses that password by naming the login in `DATABASE_WEB_URL`; otherwise one
    is made once and kept under `var/`, readable by the owner of the file alone.
    """
    connection.ensure_connection()
    chosen = bool(os.environ.get("DATABASE_WEB_URL"))
    ensure_roles(connection.connection, None if chosen else _web_password(var))


@contextmanager
def logged_in_as(login: Login, var: Path) -> Iterator[None]:
    """Use another login for a while, in one process: to migrate as the owner, test as the web."""
    keys = ("USER", "PASSWORD", "HOST", "PORT")
    before = {key: connection.settings_dict[key] for key in keys}
    target = parameters(login, var)
    connection.close()
    connection.settings_dict.update({key: target[key] for key in keys})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _web_password(var: Path, *, make: bool = True) -> str:
    path = var / "web-password"
    if not path.exists() and make:
        # O_EXCL: two processes that start together must not each make one.
        with suppress(FileExistsError):
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w") as stream:
                stream.write(secrets.token_urlsafe(32))
    return path.read_text().strip() if path.exists() else ""


def _operators(login: Login, var: Path) -> dict[str, Any]:
    name = "DATABASE_URL"
    if login == "web" and os.environ.get("DATABASE_WEB_URL"):
        name = "DATABASE_WEB_URL"
    found = _parse(name)
    if login == "web" and name == "DATABASE_URL":
        found["user"] = WEB
        found["password"] = _web_password(var, make=False)
    parts = {key: str(found.pop(part, "")) for part, key in PARTS.items()}
    return {**parts, "OPTIONS": {"connect_timeout": 10, **found}}


def _parse(name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = dict(conninfo_to_dict(os.environ[name]))
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"{name} is not a PostgreSQL address ({str(error).strip()}): write it as"
            " postgresql://login:password@host:5432/database."
        ) from error
    if not found.get("dbname"):
        raise ImproperlyConfigured(f"{name} names no database: end it with /g287, for example.")
    return found
