"""Writing many rows about many participations, with their standing computed once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LATER = "select set_config('app.restand_later', %s, true)"


@contextmanager
def restanding_once() -> Iterator[set[int]]:
    """Within the block the triggers leave standing alone; at its end it is computed for the ids
    of participations that the block has put into the set.

    For national viewers only, inside `acting_as`: the database lets no other role call the
    function. A block that fails takes its transaction with it, and so leaves nothing stale.
    """
    ids: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(LATER, ["on"])
        yield ids
        cursor.execute(LATER, [""])
        cursor.execute("select g287_restand(%s)", [sorted(ids)])
