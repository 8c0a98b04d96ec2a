"""A server that is killed in the middle of a commit wrote nothing, and the import says so."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import Viewer, acting_as
from agencies.models import Appointment, Officer
from intake.models import Import
from intake.services import job
from tests.agencies.rosters import roster
from tests.factories import AgencyFactory, member

SYSTEM = Viewer.system("test")
ROWS = 3000


class Server:
    """gunicorn on the test database; killed without a word."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        parts = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
        database = {part: connection.settings_dict[part] for part in parts}
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "tests.support.served:application",
                "--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "4",
                "--no-control-socket", "--log-level", "error",
            ],
            cwd=settings.BASE_DIR,
            env=os.environ | {"G287_SERVED_DATABASE": json.dumps(database)},
            start_new_session=True,
        )  # fmt: skip
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not start")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def server(transactional_db):
    """Starts servers; none outlives the test."""
    started = []

    def start():
        started.append(Server())
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()


@pytest.fixture
def client_and_agency(transactional_db, client):
    with acting_as(SYSTEM):
        agency = AgencyFactory()
        client.force_login(member(AGENCY_ADMINISTRATOR, agency))
    return client, agency


def uploaded(client, letter):
    lines = [f"Sample{letter}{n},Avery,{letter}{n},,Deputy,1/1/2020," for n in range(ROWS)]
    file = roster(*lines)
    sent = SimpleUploadedFile(file.name, file.data)
    client.post(reverse("import-add"), {"kind": "roster", "file": sent})
    return until({"planned"})


def until(states, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with acting_as(SYSTEM):
            imported = Import.objects.light().order_by("-pk").first()
        if imported.state in states:
            return imported
        time.sleep(0.01)
    raise AssertionError(f"the import stayed {imported.state}")


def confirm(server, client, imported):
    """Press the button, as a browser would, and go away without waiting for the answer."""
    session = f"sessionid={client.cookies['sessionid'].value}"
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", reverse("import", args=[imported.uuid]), headers={"Cookie": session})
    page = line.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
    secret = page.headers["Set-Cookie"].split(";")[0]
    line.request(
        "POST",
        reverse("import-commit", args=[imported.uuid]),
        body=urllib.parse.urlencode({"csrfmiddlewaretoken": token, "digest": imported.digest}),
        headers={
            "Cookie": f"{session}; {secret}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    line.close()


def written():
    with acting_as(SYSTEM):
        return Officer.objects.count(), Appointment.objects.count()


def gone(imported):
    """Wait until PostgreSQL has noticed that the process is gone."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_try_advisory_xact_lock(hashtextextended('import file ' || %s, 287))",
                [str(imported.uuid)],
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)


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
