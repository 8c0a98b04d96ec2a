"""One agency's viewer and the rows of another, table by table, by plain SQL."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from psycopg import sql as compose

from accounts.roles import AUDITOR
from accounts.row_security import composite_keys, rows_of, secured_models
from accounts.viewer import Viewer, acting_as
from tests.factories import AppointmentFactory, OfficerFactory, viewer_as

# Every table with rows of one agency, its history included.
TENANT = {
    model._meta.db_table: model
    for model in secured_models()
    if any(field.column == "agency_id" for field in model._meta.concrete_fields)
}


def test_every_table_of_an_agency_has_rows_of_both_to_look_for(here, there, sql):
    empty = [
        table
        for table in TENANT
        for party in (here, there)
        if not sql(f'select from "{table}" where agency_id = %s limit 1', party.agency_id)
    ]
    assert empty == [], "add such a row to tests/isolation/conftest.py"


def test_an_agency_sees_its_own_rows_and_none_of_another(here, there, sql):
    with acting_as(here.viewer):
        seen = {table: {row["agency_id"] for row in sql(f'select agency_id from "{table}"')}
                for table in TENANT}  # fmt: skip
    assert {table: ids for table, ids in seen.items() if ids != {here.agency_id}} == {}


def test_the_agency_itself_is_the_only_one_seen(here, there, sql):
    with acting_as(here.viewer):
        assert sql("select id from agencies_agency") == [{"id": here.agency_id}]


def test_a_national_viewer_sees_both(here, there, sql):
    with acting_as(here.cast.manager):
        for table in TENANT:
            seen = {row["agency_id"] for row in sql(f'select agency_id from "{table}"')}
            assert {here.agency_id, there.agency_id} <= seen, table


def test_the_bare_login_sees_no_row_of_any_agency(here, there, sql):
    with acting_as(Viewer()):
        seen = {table: len(sql(f'select from "{table}"')) for table in TENANT}
        assert sql("select from agencies_agency") == []
    assert {table: count for table, count in seen.items() if count} == {}


def test_an_auditor_reads_both_and_the_database_lets_them_write_neither(here, there, sql):
    with acting_as(viewer_as(AUDITOR)):
        for table in TENANT:
            seen = {row["agency_id"] for row in sql(f'select agency_id from "{table}"')}
            assert {here.agency_id, there.agency_id} <= seen, table
        written = [
            (table, word)
            for table in TENANT
            for word, statement in (
                ("update", f'update "{table}" set agency_id = agency_id where agency_id = %s'),
                ("delete", f'delete from "{table}" where agency_id = %s'),
            )
            if _touched(statement, [here.agency_id])
        ]
    assert written == []


def test_an_auditor_holds_no_right_to_write_but_on_their_own_sign_in(here, sql):
    with acting_as(viewer_as(AUDITOR)):
        writable = {
            row["table"]
            for row in sql(
                "select c.relname as table from pg_class c where c.relkind = 'r'"
                " and c.relnamespace = 'public'::regnamespace"
                " and (has_table_privilege(c.oid, 'insert, update, delete')"
                "  or has_any_column_privilege(c.oid, 'insert, update'))"
            )
        }
    assert writable == {
        "account_emailaddress",
        "account_emailconfirmation",
        "accounts_user",
        "cache",
        "django_session",
    }


def test_of_a_user_an_auditor_may_write_the_password_and_nothing_that_gives_rights(here, sql):
    auditor = viewer_as(AUDITOR)
    with acting_as(auditor):
        assert sql("update accounts_user set password = 'x' where id = %s", auditor.user_id) == 1
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql("update accounts_user set is_superuser = true where id = %s", auditor.user_id)


def _touched(statement, params):
    """The rows that a write touched; 0 where it is refused for want of a right."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
            return cursor.rowcount
    except ProgrammingError as error:
        if "permission denied" in str(error) or "row-level security" in str(error):
            return 0
        raise


def _insert(statement, values):
    """Insert, and have every key checked at once instead of at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("set constraints all immediate")


def test_rows_of_another_agency_cannot_be_updated_or_deleted(here, there):
    with acting_as(here.viewer):
        touched = {
            (table, word): count
            for table in TENANT
            for word, statement in (
                ("update", f'update "{table}" set agency_id = agency_id where agency_id = %s'),
                ("delete", f'delete from "{table}" where agency_id = %s'),
            )
            if (count := _touched(statement, [there.agency_id]))
        }
    assert touched == {}


def _copy_of(table, party, sql, **changes):
    """An insert of one more row like the party's own."""
    row = sql(f'select * from "{table}" where agency_id = %s limit 1', party.agency_id)[0] | changes
    row = {name: value for name, value in row.items() if name not in ("id", "pgh_id")}
    if "uuid" in row:
        row["uuid"] = uuid.uuid4()
    statement = compose.SQL("insert into {} ({}) values ({})").format(
        compose.Identifier(table),
        compose.SQL(", ").join(map(compose.Identifier, row)),
        compose.SQL(", ").join(compose.Placeholder() * len(row)),
    )
    return statement, list(row.values())


def test_no_row_can_be_inserted_for_another_agency(here, there, sql):
    accepted = []
    for table in TENANT:
        statement, values = _copy_of(table, there, sql)
        with acting_as(here.viewer):
            if _touched(statement, values):
                accepted.append(table)
    assert accepted == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table, column)
        for table, model in TENANT.items()
        for column, _target in composite_keys(model).values()
        if rows_of(model).national_writes
    ],
)
def test_a_row_cannot_hang_on_a_row_of_another_agency(here, there, sql, table, column):
    theirs = sql(
        f'select "{column}" from "{table}" where agency_id = %s and "{column}" is not null',
        there.agency_id,
    )[0]
    with acting_as(here.cast.manager):
        statement, values = _copy_of(table, here, sql, **theirs)
        with pytest.raises(IntegrityError):
            _insert(statement, values)


def test_the_key_that_refuses_carries_the_agency(here, there, sql):
    theirs = {"participation_id": there.participation.pk}
    statement, values = _copy_of("training_notice", here, sql, **theirs)
    with pytest.raises(IntegrityError, match="training_notice_participation_id_same_agency"):
        _insert(statement, values)


def test_an_agency_cannot_appoint_an_officer_whose_record_another_keeps(here, there):
    with acting_as(here.viewer), pytest.raises(ProgrammingError, match="row-level security"):
        AppointmentFactory(
            agency=here.cast.agency, officer_id=there.participation.officer_id, officer=None
        )


def test_an_earlier_agency_still_sees_the_officer_and_cannot_change_the_record(here, there, sql):
    officer = OfficerFactory(agency=there.cast.agency)
    AppointmentFactory(agency=here.cast.agency, officer=officer)
    with acting_as(here.viewer):
        assert sql("select id from agencies_officer where id = %s", officer.pk)
        with pytest.raises(DatabaseError, match="row-level security"):
            sql("update agencies_officer set email = 'x@example.com' where id = %s", officer.pk)


def test_a_person_sees_their_own_memberships_everywhere(here, there, sql):
    user = here.viewer.user_id
    elsewhere = (
        "insert into agencies_membership (uuid, role, agency_id, user_id, valid_from, valid_to)"
    )
    with acting_as(here.cast.manager):
        sql(
            f"{elsewhere} values (gen_random_uuid(), 'training_coordinator', %s, %s,"
            " '2020-01-01', '9999-12-31')",
            there.agency_id,
            user,
        )
    with acting_as(here.viewer):
        mine = sql("select agency_id from agencies_membership where user_id = %s", user)
    assert {row["agency_id"] for row in mine} == {here.agency_id, there.agency_id}


def _first(sql, table, party):
    return sql(f'select * from "{table}" where agency_id = %s limit 1', party.agency_id)[0]
