"""A server that is killed in the middle of a commit wrote nothing, and the import says so."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import Viewer, acting_as
from agencies.models import Appointment, Officer
from intake.models import Import
from intake.services import job
from tests.agencies.rosters import roster
from tests.factories import AgencyFactory, member
from tests.support.server import confirm, gone, servers, until
from tests.support.server import uploaded as uploaded_file

SYSTEM = Viewer.system("test")
ROWS = 3000


@pytest.fixture
def server(transactional_db):
    with servers() as start:
        yield start


@pytest.fixture
def client_and_agency(transactional_db, client):
    with acting_as(SYSTEM):
        agency = AgencyFactory()
        client.force_login(member(AGENCY_ADMINISTRATOR, agency))
    return client, agency


def uploaded(client, letter):
    lines = [f"Sample{letter}{n},Avery,{letter}{n},,Deputy,1/1/2020," for n in range(ROWS)]
    return uploaded_file(client, "roster", roster(*lines))


def written():
    with acting_as(SYSTEM):
        return Officer.objects.count(), Appointment.objects.count()


@pytest.mark.long
def test_a_server_killed_at_any_point_of_a_commit_wrote_nothing_or_all(server, client_and_agency):
    client, _agency = client_and_agency
    before, outcomes = written(), []
    for place, seconds in enumerate((0, 0.03, 0.08, 0.15, 0.25, 0.35, 0.45, 0.6, 0.75, 0.9)):
        imported = uploaded(client, chr(ord("A") + place))
        running = server()
        confirm(running, client, imported)
        until({"committing", "committed"})
        time.sleep(seconds)
        running.kill()
        gone(imported)
        with acting_as(SYSTEM):
            imported.refresh_from_db()
        now = written()
        page = client.get(reverse("import", args=[imported.uuid])).content.decode()
        if imported.state == "committed":
            assert now == (before[0] + ROWS, before[1] + ROWS)
            assert f"{ROWS:,} added" in page
        else:
            assert now == before
            assert "The import did not happen" in page
        before = now
        outcomes.append(imported.state)
    assert "committing" in outcomes, "no kill came in time: the test proves nothing"


def test_a_browser_that_goes_away_stops_no_import(server, client_and_agency):
    client, _agency = client_and_agency
    imported = uploaded(client, "A")
    confirm(server(), client, imported)
    until({"committed"})
    assert written() == (ROWS, ROWS)


def test_a_file_whose_check_was_killed_is_checked_again_when_somebody_looks(
    client_and_agency, monkeypatch
):
    client, _agency = client_and_agency
    imported = uploaded(client, "A")
    with acting_as(SYSTEM):
        Import.objects.update(state="reading")
    # The file came long ago: nobody takes up what may be about to begin.
    monkeypatch.setattr(job, "BEGINS_WITHIN", timedelta(0))
    client.get(reverse("import", args=[imported.uuid]))
    assert until({"planned"}).created == ROWS
