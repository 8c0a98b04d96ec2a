"""A page about one agency is about the agency's day, wherever the reader may be."""

import pytest
from django.urls import reverse

from accounts.viewer import acting_as, day_in
from agencies.models import SupervisorAssignment
from agencies.services.supervisor_assignment import end_assignment
from tests.support import chain
from tests.training.services.test_today import AHEAD, BEHIND, moved

pytestmark = pytest.mark.usefixtures("arranged")


# Whatever day it is where the reader is, it is not both of these.
@pytest.fixture(params=[AHEAD, BEHIND])
def cast(request):
    return moved(chain.chain(), request.param)


def test_pages_of_one_agency_open_on_its_day(cast, signed_in):
    officer = chain.nominated(cast, on=day_in(BEHIND)).officer
    client = signed_in(cast.manager)
    for name, shown in (
        ("officer", officer.uuid),
        ("agency", cast.agency.uuid),
        ("agreement", cast.agreement.uuid),
    ):
        page = client.get(reverse(name, args=[shown]))
        assert page.context["form"].day == day_in(cast.agency.time_zone), name
        assert page.context["is_today"], name


def test_forms_about_one_officer_begin_with_the_agencys_day(cast, signed_in):
    nominated = chain.nominated(cast, on=day_in(BEHIND))
    page = signed_in(cast.manager).get(reverse("vetting-add", args=[nominated.uuid]))
    assert page.context["form"].initial["checked_on"] == day_in(cast.agency.time_zone)


def test_a_supervisor_of_one_agreement_is_assigned_and_ended_on_the_agencys_day(cast, signed_in):
    address = reverse("supervisor-assignment-add")
    page = signed_in(cast.manager).get(address, {"agreement": cast.agreement.uuid})
    day = day_in(cast.agency.time_zone)
    assert page.context["form"].initial["valid_from"] == day
    with acting_as(cast.manager):
        made = SupervisorAssignment.objects.create(
            user_id=cast.supervisor.user_id,
            agreement=cast.agreement,
            position_title="Program manager",
            valid_from=day_in(BEHIND),
        )
        assert end_assignment(cast.manager, made).valid_to == day
