"""Who asks: people as they are signed in, and SQL as they would send it."""

from typing import Any

from django.db import connection

from accounts.roles import AGENCY_ADMINISTRATOR, AUDITOR, PROGRAM_MANAGER
from accounts.viewer import Viewer

AGENCY = Viewer(user_id=1, role=AGENCY_ADMINISTRATOR, agency_ids=frozenset({1}))
NATION = Viewer(user_id=1, role=PROGRAM_MANAGER, agency_ids=None)
AUDIT = Viewer(user_id=1, role=AUDITOR, agency_ids=None)


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """What a statement answers, without a word of the product's own."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class UndoneError(Exception):
    """Rolls a round back, so that the next one meets the same tables."""


def undone(act: Any) -> None:
    """Do something that raises `UndoneError` at its end."""
    try:
        act()
    except UndoneError:
        return
