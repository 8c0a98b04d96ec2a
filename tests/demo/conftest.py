"""The small demo, built once for all tests that only look at it."""

import pytest
from django.db import transaction

from accounts.viewer import Viewer, acting_as
from demo.build import build
from tests.demo.story import SEED, TODAY


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Six agencies with about 120 officers, as the system sees them; gone after the module."""
    with django_db_blocker.unblock(), acting_as(Viewer.system("test")) as viewer:
        yield build(viewer, SEED, TODAY, "small")
        transaction.set_rollback(True)
