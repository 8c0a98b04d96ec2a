"""The whole demo, as `make run` loads it, holds what the project says of it."""

from typing import NamedTuple

import pytest
from django.db import transaction
from django.db.models import Count

from accounts.viewer import Viewer, acting_as
from agencies.models import Agency, Agreement, Appointment, Officer
from demo.build import Built, build
from demo.listed import import_list
from tests.demo.story import SEED, TODAY, digest_of_demo
from training.models import Participation, Standing
from training.states import Compliance, Status

pytestmark = pytest.mark.long


class Whole(NamedTuple):
    """What was loaded, and the digest of a demo that was built in the same way before."""

    listed: int
    built: Built
    digest_of_another: str


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    """ICE's list and every invented agency, as the system sees them; gone after the module."""
    with django_db_blocker.unblock(), acting_as(Viewer.system("test")) as viewer:
        listed = import_list(viewer)
        before = transaction.savepoint()
        build(viewer, SEED, TODAY)
        digest = digest_of_demo()
        transaction.savepoint_rollback(before)
        yield Whole(listed, build(viewer, SEED, TODAY), digest)
        transaction.set_rollback(True)


def test_ices_list_is_in_it_and_40_agencies_that_say_that_they_are_invented(whole):
    assert (whole.listed, whole.built.agencies) == (829, 40)
    invented = Agency.objects.filter(is_invented=True)
    assert invented.count() == 40
    assert all(agency.name.endswith(" (example)") for agency in invented)
    assert Agreement.objects.filter(agency__is_invented=False).count() == 829


def test_two_thousand_officers_are_in_it_1500_of_them_at_one_agency(whole):
    assert 2000 <= whole.built.officers == Officer.objects.count() <= 2600
    at = Officer.objects.order_by().values_list("agency").annotate(n=Count("pk"))
    largest = sorted((n for _, n in at), reverse=True)
    assert largest[0] >= 1500
    assert largest[1] < 200


@pytest.mark.parametrize("model", [Officer, Appointment, Participation])
def test_none_of_them_is_at_a_real_agency(whole, model):
    # In sets: nothing is committed, so that the database has no statistics to plan a join by.
    invented = set(Agency.objects.filter(is_invented=True).values_list("pk", flat=True))
    assert set(model.objects.order_by().values_list("agency", flat=True)) <= invented


def test_every_status_and_every_compliance_is_there_today(whole):
    standing = Standing.objects.with_compliance_on(TODAY)
    assert set(standing.values_list("status", flat=True)) == set(Status.values)
    assert set(standing.values_list("compliance", flat=True)) == set(Compliance.values)


def test_the_same_seed_gives_the_same_once_more(whole):
    assert digest_of_demo() == whole.digest_of_another
