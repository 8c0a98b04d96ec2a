"""A database of the benchmarks' own: made and migrated by the owner, dropped at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.row_security import secure_database
from g287.database import prepare_operators_roles


@contextmanager
def scratch_database(template: str = "") -> Iterator[str]:
    """Work in a new, migrated database; `template` names a migrated one to copy."""
    name = f"g287_bench_{os.getpid()}"
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
