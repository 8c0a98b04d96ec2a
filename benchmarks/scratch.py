"""Databases of the benchmarks' own: made and migrated by the owner, dropped at the end."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from accounts.row_security import secure_database
from g287.database import prepare_operators_roles

_numbers = count(1)


@contextmanager
def scratch_database(template: str = "") -> Iterator[str]:
    """Work in a new, migrated database; `template` names a migrated one to copy."""
    name = f"g287_bench_{os.getpid()}_{next(_numbers)}"
    before = connection.settings_dict["NAME"]
    if os.environ.get("DATABASE_URL"):
        prepare_operators_roles(settings.VAR)
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'create database "{name}"' + (f' template "{template}"' * bool(template)))
    connection.settings_dict["NAME"] = name
    try:
        if not template:
            call_command("createcachetable", verbosity=0)
            call_command("migrate", interactive=False, verbosity=0)
        secure_database()
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'drop database "{name}"')


class Beside:
    """A second connection, to another database of the same server, under the same login."""

    def __init__(self, name: str) -> None:
        here = connections["default"]
        self._other = type(here)({**here.settings_dict, "NAME": name}, "default")

    @contextmanager
    def used(self) -> Iterator[None]:
        """In this block everything asks the other database."""
        here = connections["default"]
        connections["default"] = self._other
        try:
            yield
        finally:
            connections["default"] = here

    @contextmanager
    def kept(self, scope: AbstractContextManager[Any]) -> Iterator[None]:
        """A scope of the other connection that stays open while the first one is used again."""
        with self.used():
            scope.__enter__()
        try:
            yield
        finally:
            with self.used():
                scope.__exit__(None, None, None)

    def run(self, act: Callable[[], Any]) -> Callable[[], Any]:
        """Do something there."""

        def there() -> Any:
            with self.used():
                return act()

        return there

    def close(self) -> None:
        """Leave the other database, so that it can be dropped."""
        self._other.close()
