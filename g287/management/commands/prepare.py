"""Bring the database, the demo data and the static files up to date, in one process."""

import hashlib
import io
import os
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from g287.database import logged_in_as, prepare_operators_roles
from g287.database_roles import DatabaseRolesError


class Command(BaseCommand):
    """`manage.py prepare`: each part is skipped when it is up to date already."""

    help = "Migrates, makes the cache table, loads the demo data and collects static files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the place where the demo's sign-ins are written."""
        parser.add_argument("--sign-ins", type=Path, help="file for the demo's sign-ins")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the parts in order."""
        self._reach()
        if os.environ.get("DATABASE_URL"):
            self._make_roles()
        made = self._make_cache_table()
        self._migrate(even_if_current=made)  # its last act is to grant rights on every table
        self._collect_static()
        with logged_in_as("web", settings.VAR):
            self._load_demo(options["sign_ins"])

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        self.stdout.write(f"  {name} …")
        self.stdout.flush()
        begun = time.monotonic()
        yield
        self.stdout.write(f"    done in {time.monotonic() - begun:.1f} s")
        self.stdout.flush()

    def _reach(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(
                f"The database cannot be reached ({reason}): start it, or correct DATABASE_URL."
            ) from error

    def _make_roles(self) -> None:
        try:
            prepare_operators_roles(settings.VAR)
        except DatabaseRolesError as error:
            raise CommandError(str(error)) from error

    def _migrate(self, *, even_if_current: bool) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan or even_if_current:
            with self._step(f"Migrations ({len(plan)})" if plan else "Rights"):
                call_command("migrate", interactive=False, verbosity=0)

    def _make_cache_table(self) -> bool:
        tables = {c["LOCATION"] for c in settings.CACHES.values() if "db." in c["BACKEND"]}
        missing = tables - set(connection.introspection.table_names())
        if missing:
            call_command("createcachetable", verbosity=0)
        return bool(missing)

    def _collect_static(self) -> None:
        root = Path(settings.STATIC_ROOT)
        stamp = root.with_name("static-collected-from")
        wanted = _fingerprint(Path(folder) for folder in settings.STATICFILES_DIRS)
        if root.exists() and stamp.exists() and stamp.read_text() == wanted:
            return
        with self._step("Static files"):
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted)

    def _load_demo(self, sign_ins: Path | None) -> None:
        commands = get_commands()
        if settings.DEMO and "load_demo" in commands:
            with self._step("Demo data"):
                call_command("load_demo", if_missing=True)
        if sign_ins is None:
            return
        sign_ins.unlink(missing_ok=True)
        if settings.DEMO and "demo_accounts" in commands:
            text = io.StringIO()
            call_command("demo_accounts", stdout=text)
            sign_ins.write_text(text.getvalue())


def _fingerprint(folders: Iterable[Path]) -> str:
    """Changes when a static file or an installed package does."""
    parts = sorted(f"{d.metadata['Name']} {d.version}" for d in distributions())
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            status = path.stat()
            parts.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
