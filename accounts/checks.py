"""Deployment checks: what must be true of the database before anybody is let in."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.row_security_audit import findings


def row_security_stands(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001
    **_kwargs: object,
) -> list[checks.CheckMessage]:
    """Roles, grants, policies and triggers are as the models declare.

    A database that still waits for migrations is not judged: they end by securing it.
    """
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return []
        found = findings()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        return [
            checks.Warning(
                f"Row security could not be checked: {reason}.",
                hint="Start the database, or correct DATABASE_URL.",
                id="accounts.W001",
            )
        ]
    return [
        checks.Error(
            str(finding),
            hint="Run `manage.py migrate`: it brings the database to what the models declare.",
            id="accounts.E001",
        )
        for finding in found
    ]
