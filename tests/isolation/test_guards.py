"""What was signed stays, and what was recorded is closed, never changed: even for the owner.

The grants keep the web's roles away from these columns; the triggers stand behind the grants.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.row_security import rows_of, secured_models
from accounts.row_security_audit import privileges
from tests.factories import OfficerFactory
from training.models import Coverage, Participation, Requirement

DECLARED = {
    model._meta.db_table: rows_of(model)
    for model in secured_models()
    if model._meta.app_label in {"agencies", "training"} and not hasattr(model, "pgh_tracked_model")
}


def _updates(rows):
    return {column for word, column in privileges(f"{rows.agency_writes}, {rows.national_writes}")
            if word == "update"}  # fmt: skip


def _writes(rows):
    return {word for word, _ in privileges(f"{rows.agency_writes}, {rows.national_writes}")}


APPEND_ONLY = sorted(table for table, rows in DECLARED.items() if _writes(rows) == {"insert"})
# Prepared anew, with another preview, until a second person applies it.
UNTIL_APPLIED = {"training_reevaluation"}
CLOSES_ONLY = sorted(
    table
    for table, rows in DECLARED.items()
    if table not in UNTIL_APPLIED
    and _writes(rows) == {"insert", "update"}
    and None not in _updates(rows)
)
SUPERSEDED = [table for table in CLOSES_ONLY if "superseded_at" in _updates(DECLARED[table])]


@pytest.mark.django_db
def test_a_table_that_is_declared_so_has_the_guard():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, tgname from pg_trigger"
            " where tgname in ('append_only', 'closes_only')"
        )
        there = set(cursor.fetchall())
    assert len(APPEND_ONLY) > 5
    assert len(CLOSES_ONLY) > 5
    wanted = {(table, "append_only") for table in APPEND_ONLY}
    assert there == wanted | {(table, "closes_only") for table in CLOSES_ONLY}


# A value that each type takes; keys are checked at the end, which never comes.
VALUES = {
    "jsonb": "'{}'",
    "bigint": "1",
    "smallint": "1",
    "boolean": "true",
    "date": "'2020-01-01'",
    "uuid": "gen_random_uuid()",
    "character varying[]": "'{}'",
    "timestamp with time zone": "now()",
}
# What a check wants beside the columns that may not be empty.
BESIDE = {
    "training_certification": {"sign_off_id": "1"},
    "training_participationact": {"kind": "'evaluated'", "status_after": "''"},
}
# Guards of the order of acts: a row that stands alone comes after nothing.
OF_ORDER = ("begins_with_nomination", "acts_while_it_lasts", "authorization_stands")
COLUMNS = {"decision": "'approved'", "valid_to": "'2021-01-01'"}


@pytest.fixture
def row_in(as_owner):
    """Insert one row into a table as the owner; whatever follows is undone."""
    with transaction.atomic():

        def insert(table):
            with connection.cursor() as cursor:
                cursor.execute(
                    "select attname, format_type(atttypid, null) from pg_attribute"
                    " where attrelid = %s::regclass and attnum > 0 and attnotnull"
                    " and not atthasdef and attidentity = ''",
                    [table],
                )
                row = {c: COLUMNS.get(c) or VALUES.get(t, "'x'") for c, t in cursor.fetchall()}
                row |= BESIDE.get(table, {})
                cursor.execute(
                    "select tgname from pg_trigger where tgrelid = %s::regclass"
                    " and tgname = any(%s)",
                    [table, list(OF_ORDER)],
                )
                for (guard,) in cursor.fetchall():
                    cursor.execute(f"alter table {table} disable trigger {guard}")
                cursor.execute(
                    f"insert into {table} ({', '.join(row)}) values ({', '.join(row.values())})"
                )

        yield insert
        transaction.set_rollback(True)


def change(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}"])
def test_what_was_signed_is_never_changed(row_in, table, statement):
    row_in(table)
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        change(statement.format(table))


@pytest.mark.parametrize("table", SUPERSEDED)
def test_what_was_recorded_is_closed_once_and_never_changed(row_in, table):
    row_in(table)
    with pytest.raises(DatabaseError, match="never deleted: close the row"):
        change(f"delete from {table}")
    with pytest.raises(DatabaseError, match="never changed: close the row"):
        change(f"update {table} set recorded_at = recorded_at - interval '1 day'")
    assert (
        change(f"update {table} set superseded_at = clock_timestamp(), superseded_because = 'x'")
        == 1
    )
    with pytest.raises(DatabaseError, match="never changed: close the row"):
        change(f"update {table} set superseded_at = null")


def test_a_flag_is_disposed_of_once(row_in):
    row_in("training_flag")
    assert (
        change(
            "update training_flag set disposed_at = clock_timestamp(), disposition = 'Read again'"
        )
        == 1
    )
    with pytest.raises(DatabaseError, match="never changed"):
        change("update training_flag set disposition = 'Changed my mind'")


def test_an_agency_closes_coverage_and_changes_nothing_else(here, sql):
    ids = list(Coverage.objects.values_list("id", flat=True))
    with pytest.raises(DatabaseError, match="permission denied"):
        sql("update training_coverage set valid_to = '2099-01-01' where id = %s", ids[0])
    assert (
        sql("update training_coverage set superseded_at = clock_timestamp() where id = %s", ids[0])
        == 1
    )


def test_standing_is_nobodys_to_write(here, sql):
    for statement in (
        "update training_standing set grade = 6, soon_from = '2099-01-01'",
        "delete from training_standing",
        "insert into training_standing select * from training_standing",
    ):
        with pytest.raises(DatabaseError, match="permission denied"):
            sql(statement)


def test_rules_that_judge_somebody_are_not_changed(here):
    rule_set = here.participation.ruleassignments.get().rule_set
    rule = rule_set.requirements.order_by("kind").first()
    with pytest.raises(DatabaseError, match="publish a new version"), transaction.atomic():
        Requirement.objects.filter(pk=rule.pk).update(soon_days=rule.soon_days + 1)
    with pytest.raises(DatabaseError, match="publish a new version"), transaction.atomic():
        rule.delete()
    with pytest.raises(DatabaseError, match="publish a new version"), transaction.atomic():
        Requirement.objects.filter(pk=rule.pk).update(clause="The same, in plainer words.")


def test_an_officers_new_name_reaches_the_lists(here):
    officer = here.participation.officer
    officer.last_name, officer.name_key = "Zebra", "zebra avery"
    officer.save()
    assert Participation.objects.get(pk=here.participation.pk).name_key == "zebra avery"


def test_an_enrollment_takes_a_seat_and_leaving_gives_it_back(here):
    [record] = here.participation.enrollments.filter(paper=None)
    training_class = record.training_class
    assert training_class.seats_taken == 1
    record.state = "left"
    record.save()
    training_class.refresh_from_db()
    assert training_class.seats_taken == 0


def test_the_model_of_a_participation_is_its_agreements(here, sql):
    with pytest.raises(DatabaseError, match="participation_in_the_model"):
        sql(
            "update training_participation set model = 'TFM' where id = %s;"
            "set constraints all immediate",
            here.participation.pk,
        )


def test_the_officer_of_a_record_is_the_one_who_was_appointed(here, sql):
    other = OfficerFactory(agency=here.cast.agency)
    with pytest.raises(DatabaseError, match=r"of_the_(appointed|participant)"):
        sql(
            "update training_participation set officer_id = %s where id = %s;"
            "set constraints all immediate",
            other.pk,
            here.participation.pk,
        )
