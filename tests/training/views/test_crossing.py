"""Two who write the same records at one moment, each waiting for the other."""

import threading
import time

import pytest
from django.db import connection
from django.urls import reverse

from accounts.viewer import Viewer, acting_as
from agencies.models import Officer
from tests.support import chain
from training.models import Participation

SYSTEM = Viewer.system("test")
WAITING = "select count(*) from pg_locks where not granted"


@pytest.mark.django_db(transaction=True)
def test_who_is_sent_back_is_told_to_send_the_form_again(signed_in):
    with acting_as(SYSTEM):
        cast = chain.chain()
        participation = chain.nominated(cast)
        officer, appointment = participation.officer, participation.appointment
    client = signed_in(cast.administrator)
    held = threading.Event()

    def cross():
        """Lock the training record, and once the form waits for it, want the officer too."""
        try:
            with acting_as(SYSTEM):
                list(Participation.objects.select_for_update(no_key=True).values_list("pk"))
                held.set()
                deadline = time.monotonic() + 20
                with connection.cursor() as cursor:
                    waiting = 0
                    while not waiting and time.monotonic() < deadline:
                        cursor.execute(WAITING)
                        (waiting,) = cursor.fetchone()
                list(Officer.objects.select_for_update(no_key=True).values_list("pk"))
        finally:
            connection.close()

    thread = threading.Thread(target=cross)
    thread.start()
    assert held.wait(20)
    answer = client.post(
        reverse("officer-edit", args=[officer.uuid]),
        {
            "last_name": "Renamed",
            "first_name": officer.first_name,
            "badge_number": appointment.badge_number,
            "hired_on": appointment.valid_from.isoformat(),
        },
    )
    thread.join(30)
    assert answer.status_code == 409
    assert "Somebody else changed the same records" in answer.content.decode()
    with acting_as(SYSTEM):
        officer.refresh_from_db()
        assert officer.last_name != "Renamed"
