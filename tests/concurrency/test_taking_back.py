"""An import taken back while somebody corrects what it wrote: neither is lost."""

import threading
from datetime import date

from django.db import connection

from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import acting_as
from agencies.models import Officer
from agencies.services.officer import edit_officer
from agencies.services.roster_import import import_roster
from intake.models import Import
from intake.services.taking_back import take_back
from tests.agencies.rosters import roster
from tests.concurrency.conftest import SYSTEM
from tests.factories import AgencyFactory, viewer_as


def test_a_correction_that_is_being_made_stands_in_the_way(transactional_db):
    with acting_as(SYSTEM):
        agency = AgencyFactory()
        viewer = viewer_as(AGENCY_ADMINISTRATOR, agency)
    for line in ("O'Neil,Ann,12,,Deputy,3/4/2019,", "O'Neil,Ann,12,ann@example.com,Sergeant,,"):
        with acting_as(viewer):
            import_roster(viewer, agency, roster(line), commit=True, strict=True)
    with acting_as(SYSTEM):
        imported = Import.objects.first()
    outcome = []

    def undo():
        try:
            with acting_as(viewer):
                take_back(viewer, imported)
        except Refused as refused:
            outcome.append(str(refused))
        finally:
            connection.close()

    thread = threading.Thread(target=undo)
    with acting_as(viewer):
        edit_officer(
            viewer,
            Officer.objects.get(),
            last_name="O'Neil",
            first_name="Ann",
            badge_number="12",
            hired_on=date(2019, 3, 4),
            rank="Sergeant",
            email="oneil@example.com",
        )
        thread.start()
        # It waits for the record that is being corrected; the correction is not committed yet.
        thread.join(2)
        assert thread.is_alive()
    thread.join(30)
    assert outcome == ["O'Neil, Ann was changed since."]
    with acting_as(SYSTEM):
        assert Officer.objects.get().email == "oneil@example.com"
