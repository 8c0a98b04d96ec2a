"""A real server that is killed, and imports that go on in it."""

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
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from accounts.viewer import Viewer, acting_as
from intake.models import Import

SYSTEM = Viewer.system("test")


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


@contextmanager
def servers() -> Iterator:
    """Starts servers; none outlives the scope."""
    started = []

    def start():
        started.append(Server())
        return started[-1]

    try:
        yield start
    finally:
        for one in started:
            if one.process.poll() is None:
                one.kill()


def uploaded(client, kind, file):
    """Choose the file and wait until it is checked."""
    sent = SimpleUploadedFile(file.name, file.data)
    client.post(reverse("import-add"), {"kind": kind, "file": sent})
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
