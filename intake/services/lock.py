"""Who works on an import: a lock that ends with its process, however that ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from intake.models import Import

_KEY = "hashtextextended('import file ' || %s, 287)"


@contextmanager
def held(uuid: UUID) -> Iterator[None]:
    """Hold the lock of one import across transactions. A killed process holds nothing."""
    _run(f"select pg_advisory_lock({_KEY})", uuid)
    try:
        yield
    finally:
        if connection.is_usable():
            _run(f"select pg_advisory_unlock({_KEY})", uuid)


def fate(imported: Import) -> Import.State:
    """The state of an import, which did not happen where its process is gone.

    The state is read once more under the lock: the process may have ended well since.
    """
    if imported.is_under_way and _run(f"select pg_try_advisory_xact_lock({_KEY})", imported.uuid):
        imported.refresh_from_db(fields=["state"])
        if imported.state == Import.State.COMMITTING:
            return Import.State.FAILED
    return Import.State(imported.state)


def is_idle(imported: Import) -> bool:
    """Whether nobody works on the import now."""
    return bool(_run(f"select pg_try_advisory_xact_lock({_KEY})", imported.uuid))


def _run(sql: str, uuid: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(uuid)])
        row = cursor.fetchone()
        return bool(row and row[0])
