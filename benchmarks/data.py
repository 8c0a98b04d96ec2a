"""Agencies, officers and their histories by the ten thousand, written by SQL as the owner.

Officer 1 to 468 serve at the agency that is measured; every other agency has 24. Of a hundred
officers 70 comply, 10 are due soon, 8 late with the refresher, 4 lapsed, 3 lack something, 3 are
on the way, one has contradictory records and one has left.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import connection, transaction

SQL = (Path(__file__).parent / "data.sql").read_text()
MEASURED = 468
CHUNK = 5000

FILLED = (
    "agencies_agency",
    "agencies_agreement",
    "agencies_agreementact",
    "agencies_officer",
    "agencies_appointment",
    "training_participation",
    "training_participationact",
    "training_ruleassignment",
    "training_coverage",
    "training_authorization",
    "training_flag",
    "training_enrollment",
    "training_attendance",
    "training_examattempt",
    "training_classday",
    "training_trainingclass",
)

# Tables whose ids are given: their sequences go on behind them.
NUMBERED = (
    "accounts_user",
    "agencies_fieldoffice",
    "agencies_agency",
    "agencies_agreement",
    "agencies_supervisorassignment",
    "agencies_officer",
    "agencies_appointment",
    "training_participation",
    "training_trainingclass",
    "training_classday",
    "training_enrollment",
)


@contextmanager
def _triggers_off() -> Iterator[None]:
    """History of invented officers is not measured; standing is computed at the end."""
    with connection.cursor() as cursor:
        for table in FILLED:
            cursor.execute(f"alter table {table} disable trigger user")
        yield
        cursor.execute("set constraints all immediate")
        for table in FILLED:
            cursor.execute(f"alter table {table} enable trigger user")


def make_room() -> None:
    """Once: what the application leaves empty, or makes itself, is left to the database here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select attrelid::regclass::text, attname, atttypid::regtype::text from pg_attribute"
            " where attrelid = any(%s::regclass[]) and attnum > 0 and attnotnull"
            " and not attisdropped and not atthasdef and attidentity = ''"
            " and atttypid = any('{uuid,varchar,text}'::regtype[])",
            [list(FILLED)],
        )
        for table, column, kind in cursor.fetchall():
            default = "gen_random_uuid()" if kind == "uuid" else "''"
            cursor.execute(f"alter table {table} alter column {column} set default {default}")


def build(first: int, last: int, day: date) -> None:
    """Add the officers with these numbers, as they stand on `day`."""
    with transaction.atomic(), _triggers_off(), connection.cursor() as cursor:
        for statement in SQL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"first": first, "last": last, "day": day})
    with connection.cursor() as cursor:
        cursor.execute("select id from training_participation where officer_id >= %s", [first])
        ids = [pk for (pk,) in cursor.fetchall()]
        for start in range(0, len(ids), CHUNK):
            cursor.execute("select g287_restand(%s)", [ids[start : start + CHUNK]])
        for table in NUMBERED:
            cursor.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}"
            )
        cursor.execute("vacuum analyze")
