"""A server that is killed while it writes history wrote none of it, and the import says so."""

import time

import pytest
from django.urls import reverse

from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import Viewer, acting_as
from tests.factories import AgencyFactory, AgreementFactory, member
from tests.support.server import confirm, gone, servers, until, uploaded
from tests.training.history_files import REFRESHER, history
from training.models import Coverage, RuleAssignment, Standing
from training.services.history_import import TRAINING

SYSTEM = Viewer.system("test")
OFFICERS = 400


@pytest.fixture
def server(transactional_db):
    with servers() as start:
        yield start


@pytest.fixture
def manager(transactional_db, client):
    with acting_as(SYSTEM):
        client.force_login(member(PROGRAM_MANAGER, None))
    return client


def papers():
    """The basic course and a refresher of several hundred officers, of an agency of their own."""
    with acting_as(SYSTEM):
        agency = AgencyFactory()
        AgreementFactory(agency=agency, form="JEM-2020", signed_on="2023-01-02")
    rows = [
        {
            "badge_number": f"{n}",
            "last_name": f"Sample{n}",
            "certificate_number": f"{agency.pk}-{n}",
        }
        for n in range(OFFICERS)
    ]
    return history(*rows, *[row | REFRESHER for row in rows[::2]], agency=agency)


def written():
    with acting_as(SYSTEM):
        models = (*TRAINING.writes, Coverage, RuleAssignment, Standing)
        return [model.objects.count() for model in models]


@pytest.mark.long
def test_a_server_killed_at_any_point_of_a_commit_wrote_no_history(server, manager):
    imported = uploaded(manager, "training", papers())
    running, began = server(), time.monotonic()
    confirm(running, manager, imported)
    until({"committed"}, seconds=120)
    whole = time.monotonic() - began
    running.kill()
    before, outcomes = written(), []
    for share in (0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9):
        imported = uploaded(manager, "training", papers())
        running, began = server(), time.monotonic()
        confirm(running, manager, imported)
        until({"committing", "committed"})
        time.sleep(max(0, share * whole - (time.monotonic() - began)))
        running.kill()
        gone(imported)
        with acting_as(SYSTEM):
            imported.refresh_from_db()
        now = written()
        page = manager.get(reverse("import", args=[imported.uuid])).content.decode()
        if imported.state == "committed":
            assert now != before
        else:
            assert now == before
            assert "The import did not happen" in page
        before = now
        outcomes.append(imported.state)
    assert outcomes.count("committing") >= 4, "too few kills came in time: the test proves little"
