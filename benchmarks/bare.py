"""Tables without keys, indexes and triggers of their own, while rows are poured in by the million.

Everything comes back as it was, and the keys are checked then, once for the whole table. The
primary key stays: the statements ask it what is already there.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

_CONSTRAINTS = """
select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
where (conrelid = any(%(tables)s::regclass[]) and contype in ('f', 'u', 'x'))
  or (confrelid = any(%(tables)s::regclass[]) and contype = 'f')
order by contype <> 'f', oid
"""
_INDEXES = """
select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index i
where indrelid = any(%(tables)s::regclass[])
  and not exists (select from pg_constraint where conindid = indexrelid)
"""


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """In one transaction: what is taken off comes back at the end, or never was off."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local maintenance_work_mem = '512MB'")
        cursor.execute(_CONSTRAINTS, {"tables": list(tables)})
        constraints = cursor.fetchall()
        for table, name, _definition in constraints:
            cursor.execute(f'alter table {table} drop constraint "{name}"')
        cursor.execute(_INDEXES, {"tables": list(tables)})
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"drop index {name}")
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        # Keys to a table come after what they lean on there.
        for table, name, definition in reversed(constraints):
            cursor.execute(f'alter table {table} add constraint "{name}" {definition}')
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")
