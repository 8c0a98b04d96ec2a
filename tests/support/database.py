"""The test database: made and migrated by its owner, used by the login that policies bind."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import DatabaseError, connection
from django.test import TransactionTestCase
from psycopg import sql

from accounts.row_security import secure_database
from g287.database import logged_in_as, prepare_operators_roles

SNAPSHOT = "pristine"
# What the migrated database follows from; the rest is brought up to date by `migrate`.
SOURCES = (
    "*/migrations/*.py",
    "*/sql/*",
    "*/rule_sets/*",
    "requirements.txt",
    "tests/support/database.py",
)


def choose(*, reuse: bool, anew: bool) -> None:
    """Name the test database, and a migrated one to copy unless it is to be made `anew`.

    The name is this process's own, so that runs in one checkout do not disturb each other.
    """
    test = connection.settings_dict["TEST"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    test["NAME"] = "_".join(
        filter(None, ["test_g287", "kept" if reuse else str(os.getpid()), worker])
    )
    if os.environ.get("DATABASE_URL"):
        prepare_operators_roles(settings.VAR)
    else:
        _drop_leftovers()
        if not anew and _template_exists():
            test["TEMPLATE"] = _template()
    connection.close()


def _drop_leftovers() -> None:
    """Drop the databases of runs that were killed."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("select datname from pg_database where datname ~ '^test_g287_[0-9]+'")
        for (name,) in cursor.fetchall():
            pid = re.match(r"test_g287_(\d+)", name)
            with suppress(Exception):
                try:
                    os.kill(int(pid[1]), 0)
                except ProcessLookupError:
                    cursor.execute(
                        sql.SQL("drop database if exists {}").format(sql.Identifier(name))
                    )


def _template() -> str:
    """The name of a database that was migrated by the same files: copying it is much faster."""
    digest = hashlib.sha256()
    for path in sorted(p for pattern in SOURCES for p in settings.BASE_DIR.glob(pattern)):
        if path.is_file():
            digest.update(path.read_bytes())
    return f"test_g287_template_{digest.hexdigest()[:16]}"


def _template_exists() -> bool:
    """Whether an earlier run left that database."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [_template()])
        return cursor.fetchone() is not None


def _keep_as_template() -> None:
    """Keep a copy of the migrated database for the next run, in place of older ones."""
    made = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("select datname from pg_database where datname ~ '^test_g287_template_'")
        old = [f'drop database if exists "{name}"' for (name,) in cursor.fetchall()]
        # Two workers may do so at once; the second is late, and that is well.
        for statement in [*old, f'create database "{_template()}" template "{made}"']:
            with suppress(DatabaseError):
                cursor.execute(statement)


@contextmanager
def used_as_web_login() -> Iterator[None]:
    """Change the login to the web server's; only emptying the tables is done by the owner."""
    made = connection.settings_dict
    if not made["NAME"].startswith("test_"):
        # pytest-django makes one only where a selected test carries its mark; without this the
        # tables of another database would be emptied, and it would be kept as the template.
        raise RuntimeError("no test database was made: run the whole file, not these tests alone")
    fresh = "_kept" not in made["NAME"] and not made["TEST"].get("TEMPLATE")
    if fresh and not os.environ.get("DATABASE_URL"):
        _keep_as_template()
    secure_database()  # once more: Django makes the cache table after migrating
    _remember_migrated_rows()
    with logged_in_as("web", settings.VAR), _emptied_by_owner():
        yield


@contextmanager
def _emptied_by_owner() -> Iterator[None]:
    """What transactional tests commit is removed by the owner, as the web login may not.

    The patch lasts for the session: undone with each test, it would be gone before the test's
    own clean-up runs.
    """
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: empty()
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = original


def empty() -> None:
    """Remove everything that was committed since the migrations."""
    with logged_in_as("owner", settings.VAR):
        _restore_migrated_rows()


def _remember_migrated_rows() -> None:
    """Keep a copy of what migrations inserted: roles, form revisions, requirements."""
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_namespace where nspname = %s", [SNAPSHOT])
        if cursor.fetchone():  # a kept database: its snapshot is the truth, not its tables
            _restore_migrated_rows()
            return
        cursor.execute(f"create schema {SNAPSHOT}")
        for table in _tables(cursor):
            cursor.execute(f'select exists (select from "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'create table {SNAPSHOT}."{table}" as table "{table}"')


def _restore_migrated_rows() -> None:
    """Empty the tables that hold something, and put back what migrations had inserted.

    Triggers are off meanwhile: append-only tables refuse it, and history would record it. Rows are
    deleted, not truncated: that costs what a table holds, not what the whole schema has.
    """
    with connection.cursor() as cursor:
        kept = _tables(cursor, SNAPSHOT)
        tables = sorted({*_filled(cursor), *kept})
        off = [f'alter table "{table}" disable trigger user' for table in tables]
        empty = [f'delete from "{table}"' for table in tables]
        fill = []
        for table in kept:
            columns = ", ".join(f'"{column}"' for column in _columns(cursor, table))
            fill.append(
                f'insert into "{table}" ({columns}) overriding system value'
                f' select {columns} from {SNAPSHOT}."{table}"'
            )
        on = [f'alter table "{table}" enable trigger user' for table in tables]
        # One transaction, keys checked at its end; turning triggers on again needs none pending.
        checked = "set constraints all immediate"
        cursor.execute("begin; set constraints all deferred")
        cursor.execute("; ".join([*off, *empty, *fill, checked, *on]))
        cursor.execute("commit")


def _filled(cursor):
    """The tables that hold at least one row."""
    any_row = [
        f"select '{table}' where exists (select from \"{table}\")" for table in _tables(cursor)
    ]
    cursor.execute(" union all ".join(any_row))
    return [name for (name,) in cursor.fetchall()]


def _columns(cursor, table):
    """A table's own columns; generated ones fill themselves."""
    cursor.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0"
        " and not attisdropped and attgenerated = '' order by attnum",
        [f'public."{table}"'],
    )
    return [name for (name,) in cursor.fetchall()]


def _tables(cursor, schema="public"):
    cursor.execute(
        "select tablename from pg_tables where schemaname = %s"
        " and tablename <> 'django_migrations' order by 1",
        [schema],
    )
    return [name for (name,) in cursor.fetchall()]
