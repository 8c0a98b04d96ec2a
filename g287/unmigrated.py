"""What a command says on a database whose tables are not there yet."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg.errors import UndefinedColumn, UndefinedTable


def unmigrated(error: DatabaseError) -> str:
    """One sentence and the mend where `error` comes of migrations that wait; else ""."""
    if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
        return ""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ""
    if not waiting:
        return ""
    return (
        f"The database waits for {len(waiting)} migrations: run `make setup`, or"
        " `.venv/bin/python manage.py migrate`, then this again."
    )
