"""A command on a database that nobody migrated says so, and how to mend it."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from g287.database import logged_in_as
from g287.unmigrated import unmigrated


def failing():
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        connection.cursor().execute("select from a_table_that_is_not_there")
    return caught.value


@pytest.fixture(scope="module")
def as_owner(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), logged_in_as("owner", settings.VAR):
        yield


def test_a_table_that_waits_for_its_migration_is_one_sentence_with_the_mend(as_owner):
    with transaction.atomic():
        connection.cursor().execute("delete from django_migrations where app = 'training'")
        said = unmigrated(failing())
        transaction.set_rollback(True)
    assert said.startswith("The database waits for ")
    assert "manage.py migrate" in said


def test_a_missing_table_of_a_migrated_database_stays_a_fault(as_owner):
    assert unmigrated(failing()) == ""
