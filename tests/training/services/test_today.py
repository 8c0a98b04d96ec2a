"""Whose day it is: the agency's, wherever the one who acts may be."""

from dataclasses import replace

import pytest

from accounts.refusal import Refused
from accounts.viewer import acting_as, day_in
from tests.support import chain
from training.models import Certification, Enrollment
from training.selectors.sign_off import record_shown
from training.services.sign_off import approve
from training.services.vetting import record_vetting

pytestmark = pytest.mark.usefixtures("arranged")

# 26 hours apart: whatever the moment, it is another day there.
AHEAD, BEHIND = "Pacific/Kiritimati", "Etc/GMT+12"


def moved(cast, zone):
    """The agency in another zone; its people stay where they are."""
    cast.agency.time_zone = zone
    cast.agency.save(update_fields=["time_zone"])
    return cast


def test_a_day_that_the_agency_has_reached_is_recorded_by_who_has_not():
    cast = moved(chain.chain(), AHEAD)
    nominated = chain.nominated(cast)
    manager = replace(cast.manager, zone=BEHIND)
    there = day_in(AHEAD)
    assert there > manager.today
    with acting_as(manager):
        vetting = record_vetting(manager, nominated, checked_on=there, result="approved")
    assert vetting.checked_on == there


def test_a_day_that_the_agency_has_not_reached_is_refused_to_who_has():
    cast = moved(chain.chain(), BEHIND)
    nominated = chain.nominated(cast, on=day_in(BEHIND))
    manager = replace(cast.manager, zone=AHEAD)
    with acting_as(manager), pytest.raises(Refused, match="has not come yet"):
        record_vetting(manager, nominated, checked_on=manager.today, result="approved")


def test_an_officer_is_certified_on_the_agencys_day():
    cast = chain.chain()
    record = chain.submitted(cast)
    moved(cast, AHEAD)
    supervisor = replace(cast.supervisor, zone=BEHIND)
    with acting_as(supervisor):
        shown = record_shown(Enrollment.objects.get(pk=record.pk))
        approve(supervisor, record, digest=shown.digest)
    assert Certification.objects.get().certified_on == day_in(AHEAD)
