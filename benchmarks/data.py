"""Agencies, officers and their histories by the ten thousand, written by SQL as the owner.

Officer 1 to 468 serve at the agency that is measured; every other agency has 24, but for one whose
agreement is to be suspended. Of a hundred
officers 70 comply, 10 are due soon, 8 late with the refresher, 4 lapsed, 3 lack something, 3 are
on the way, one has contradictory records and one has left.
"""

from datetime import date
from pathlib import Path

from django.db import connection, transaction

from agencies.geography import STATES
from benchmarks.bare import bare
from training.selectors.standing import differences

SQL = (Path(__file__).parent / "data.sql").read_text()
MEASURED = 468
# The agency at which a whole batch serves, when told so.
TOGETHER = 1_000_000
# What becomes of an officer follows from the last two digits.
FATES = 100
# So many of the last are compared with what the database computes.
SAMPLE = 1000

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
    "training_broughttraining",
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


def build(first: int, last: int, day: date, *, together: bool = False) -> None:
    """Add the officers with these numbers, as they stand on `day`; all at one agency if told so."""
    agency = TOGETHER if together else None
    numbers = {
        "first": first,
        "last": last,
        "day": day,
        "agency": agency,
        "states": list(STATES),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        with bare(FILLED):
            for statement in SQL.split(";\n"):
                if statement.strip():
                    cursor.execute(statement, numbers)
        _stand(first, last)
    with connection.cursor() as cursor:
        for table in NUMBERED:
            cursor.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}"
            )
        cursor.execute("vacuum analyze")
    if wrong := differences(max(first, last - SAMPLE), last):
        raise AssertionError(wrong[:3])


def _stand(first: int, last: int) -> None:
    """Standing of the first of each fate is computed; all others stand as those do."""
    with connection.cursor() as cursor:
        ids = list(range(first, min(first + FATES, last + 1)))
        cursor.execute("analyze training_coverage, training_participationact")
        cursor.execute("select g287_restand(%s)", [ids])
    with bare(["training_standing"]), connection.cursor() as cursor:
        cursor.execute(
            "insert into training_standing (participation_id, agency_id, model, valid_from,"
            " valid_to, status, grade, soon_from, compliant_until, may_act, state)"
            " select p.id, p.agency_id, p.model, s.valid_from, s.valid_to, s.status, s.grade,"
            " s.soon_from, s.compliant_until, s.may_act, a.state from training_participation p"
            " join agencies_agency a on a.id = p.agency_id"
            " join training_standing s on s.participation_id = %s + (p.id - %s) %% %s"
            " where p.id between %s and %s order by p.id, s.valid_from",
            [first, first, FATES, first + FATES, last],
        )
