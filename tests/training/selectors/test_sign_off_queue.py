"""A record's neighbors in the supervisor's queue, read by key."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.viewer import acting_as
from tests.support import chain
from training.models import Enrollment
from training.selectors.sign_off_queue import Neighbors, neighbors_of

pytestmark = pytest.mark.usefixtures("arranged")

AT = datetime(2026, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def cast():
    return chain.chain()


@pytest.fixture
def three(cast):
    """Records that wait, the last two sent at the same moment."""
    records = [chain.submitted(cast) for _ in range(3)]
    for record, hours in zip(records, (0, 1, 1), strict=True):
        record.submitted_at = AT + timedelta(hours=hours)
        record.save(update_fields=["submitted_at"])
    return records


def around(cast, record):
    with acting_as(cast.supervisor):
        return neighbors_of(cast.supervisor, record)


def test_each_record_knows_the_one_before_and_after_and_its_place(cast, three):
    first, second, third = three
    assert around(cast, first) == Neighbors(None, second.uuid, 1, 3)
    assert around(cast, second) == Neighbors(first.uuid, third.uuid, 2, 3)
    assert around(cast, third) == Neighbors(second.uuid, first.uuid, 3, 3)


def test_the_only_record_has_no_neighbor(cast):
    assert around(cast, chain.submitted(cast)) == Neighbors(None, None, 1, 1)


def test_after_a_record_that_waits_no_more_comes_the_oldest(cast, three):
    first, second, _third = three
    Enrollment.objects.filter(pk=second.pk).update(state="enrolled")
    assert around(cast, second) == Neighbors(None, first.uuid, 0, 2)


def test_a_long_queue_takes_no_more_queries(cast, three, django_assert_max_num_queries):
    with acting_as(cast.supervisor), django_assert_max_num_queries(6):
        neighbors_of(cast.supervisor, three[2])
