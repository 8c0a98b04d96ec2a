"""Adding thousands of rows of one table in one statement of a few arrays.

`bulk_create` renders and quotes every value of every row: of 100,000 participations that is most of
the time and all of the memory. Triggers, keys, grants and row policies hold here as there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """So many ids of the table that nobody else gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def add_rows(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], **constants: Any
) -> None:
    """Insert one row for each place of `columns` (all of one length), with the same `constants`.

    Columns that the database fills by itself may be left out, and so may `uuid`.
    """
    if not next(iter(columns.values())):
        return
    quote = connection.ops.quote_name
    types = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    arrays = ", ".join(f"%s::{types[name]}[]" for name in columns)
    names = [quote(name) for name in (*columns, *constants)]
    values = [*map(quote, columns), *("%s" for _ in constants)]
    if "uuid" in types and "uuid" not in {*columns, *constants}:
        names.append("uuid")
        values.append("gen_random_uuid()")
    into, rows = quote(model._meta.db_table), ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.execute(
            # Names and types are those of the model; values are parameters.
            f"insert into {into} ({', '.join(names)})"  # noqa: S608
            f" select {', '.join(values)} from unnest({arrays}) rows ({rows})",
            [*constants.values(), *(list(column) for column in columns.values())],
        )
