"""Files that were never imported go after a week, and with them the names they hold."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import acting_as
from agencies.models import Agency
from agencies.services.roster_import import ROSTER, import_roster
from intake.models import Import
from intake.services import import_file as files
from intake.services.forgetting import KEPT_DAYS
from tests.agencies.rosters import roster
from tests.factories import AgencyFactory, viewer_as

ANN = "O'Neil,Ann,12,ann@example.com,Deputy,3/4/2019,"
WRONG = "Sample,Bo,13,not-an-email,,,"


@pytest.fixture
def administrator(arranged):
    return viewer_as(AGENCY_ADMINISTRATOR, AgencyFactory())


def checked(viewer, days, *lines):
    """A roster that was checked so many days ago."""
    (agency_id,) = viewer.agency_ids
    moment = timezone.now() - timedelta(days=days)
    with time_machine.travel(moment), acting_as(viewer):
        made = files.receive(viewer, ROSTER, roster(*lines), agency_id)
        files.check(viewer, made)
    return made


def test_the_file_of_a_check_goes_after_a_week_and_the_counts_stay(administrator):
    old, young = checked(administrator, KEPT_DAYS + 1, ANN, WRONG), checked(administrator, 6, ANN)
    out = StringIO()
    call_command("forget_abandoned_files", stdout=out)
    assert "1 file" in out.getvalue()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, bytes(old.content), bytes(old.refusals), old.findings) == (
        "forgotten", b"", b"", {})  # fmt: skip
    assert (old.created, old.refused, old.file_name) == (1, 1, "roster.csv")
    assert (young.state, len(young.content) > 0) == ("planned", True)


def test_a_new_check_forgets_the_agencys_old_ones(administrator):
    old = checked(administrator, KEPT_DAYS + 1, ANN)
    checked(administrator, 0, ANN)
    old.refresh_from_db()
    assert old.state == "forgotten"


def test_a_file_that_was_checked_again_is_kept_another_week(administrator):
    old = checked(administrator, KEPT_DAYS + 1, ANN)
    with acting_as(administrator):
        files.again(administrator, old)
        files.check(administrator, old)
    call_command("forget_abandoned_files", stdout=StringIO())
    old.refresh_from_db()
    assert old.state == "planned"


def test_what_was_imported_keeps_its_file(administrator):
    (agency_id,) = administrator.agency_ids
    long_ago = timezone.now() - timedelta(days=400)
    with time_machine.travel(long_ago), acting_as(administrator):
        import_roster(administrator, Agency(pk=agency_id), roster(ANN), commit=True, strict=True)
    call_command("forget_abandoned_files", stdout=StringIO())
    assert len(Import.objects.get().content) > 0


def test_a_forgotten_file_is_not_checked_again(administrator):
    old = checked(administrator, KEPT_DAYS + 1, ANN)
    call_command("forget_abandoned_files", stdout=StringIO())
    with pytest.raises(Refused, match="was deleted"), acting_as(administrator):
        files.again(administrator, old)
