"""The suite runs as the login that policies bind, and leaves what migrations inserted."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import DatabaseError, connection


def current_user():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_tests_run_as_the_web_login():
    assert current_user() == "g287_web"
    with pytest.raises(DatabaseError, match="must be owner"), connection.cursor() as cursor:
        cursor.execute("alter table django_content_type add column mine int")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_transactional_tests_start_from_the_migrated_rows(run):
    assert current_user() == "g287_web"
    assert ContentType.objects.count() > 5
    assert cache.get("left-behind") is None
    cache.set("left-behind", run)
    assert cache.get("left-behind") == run
