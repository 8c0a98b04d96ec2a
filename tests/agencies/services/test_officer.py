from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from accounts.gate import MissingPermission
from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER, TRAINING_COORDINATOR
from accounts.viewer import acting_as
from agencies.models import Agency, Appointment, Officer
from agencies.services.officer import add_officer, edit_officer
from tests.factories import AgencyFactory, AppointmentFactory, OfficerFactory, viewer_as
from tests.support import chain

pytestmark = pytest.mark.usefixtures("arranged")

RECORD = {
    "last_name": " Sample ",
    "first_name": "Avery  Q.",
    "badge_number": "4471",
    "rank": "Deputy",
    "email": "Avery@Example.com",
    "hired_on": date(2020, 1, 6),
    "law_enforcement_since": date(2015, 5, 1),
}


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def administrator(agency):
    return viewer_as(AGENCY_ADMINISTRATOR, agency)


def add(viewer, agency, **changes):
    with acting_as(viewer):
        return add_officer(viewer, agency, **(RECORD | changes))


def reasons(viewer, agency, **changes):
    with pytest.raises(Refused) as caught:
        add(viewer, agency, **changes)
    return [(reason.field, reason.text) for reason in caught.value.reasons]


def test_an_officer_is_added_with_the_service_at_the_agency(agency, administrator):
    officer = add(administrator, agency)
    assert (officer.last_name, officer.first_name) == ("Sample", "Avery Q.")
    assert officer.name_key == "sample avery q."
    assert officer.email == "avery@example.com"
    appointment = Appointment.objects.get(officer=officer)
    assert (appointment.badge_number, appointment.rank) == ("4471", "Deputy")
    assert (appointment.valid_from, appointment.valid_to) == (date(2020, 1, 6), date.max)


def test_a_badge_in_use_is_refused_at_its_field_and_names_who_has_it(agency, administrator):
    add(administrator, agency)
    said = reasons(administrator, agency, last_name="Example")
    assert said == [("badge_number", "Sample, Avery Q. has the badge 4471. Enter another number.")]
    assert Officer.objects.count() == 1


def test_the_badge_of_an_officer_who_left_is_free_again(agency, administrator):
    left = OfficerFactory(agency=agency)
    AppointmentFactory(
        officer=left, badge_number="4471", valid_from=date(2010, 1, 1), valid_to=date(2020, 1, 6)
    )
    assert add(administrator, agency).pk


def test_the_same_badge_at_another_agency_is_another_badge(agency, administrator):
    AppointmentFactory(badge_number="4471")
    assert add(administrator, agency).pk


def test_everything_missing_or_impossible_is_said_at_once(agency, administrator):
    tomorrow = administrator.today + timedelta(days=1)
    said = reasons(
        administrator,
        agency,
        last_name=" ",
        first_name="",
        badge_number=" ",
        hired_on=tomorrow,
        law_enforcement_since=tomorrow,
    )
    assert [field for field, _text in said] == [
        "last_name",
        "first_name",
        "badge_number",
        "hired_on",
        "law_enforcement_since",
    ]


def test_nobody_serves_here_before_serving_at_all(agency, administrator):
    said = reasons(administrator, agency, law_enforcement_since=date(2021, 1, 1))
    assert [field for field, _text in said] == ["law_enforcement_since"]


def test_only_the_agencys_administrator_adds_officers(agency):
    for viewer in (viewer_as(TRAINING_COORDINATOR, agency), viewer_as(PROGRAM_MANAGER)):
        with pytest.raises(MissingPermission):
            add(viewer, agency)


def test_another_agencys_administrator_does_not_even_find_the_agency(agency):
    stranger = viewer_as(AGENCY_ADMINISTRATOR, AgencyFactory())
    with pytest.raises(Agency.DoesNotExist):
        add(stranger, agency)


def test_a_record_is_corrected_and_its_name_key_with_it(agency, administrator):
    officer = add(administrator, agency)
    with acting_as(administrator):
        edit_officer(
            administrator,
            officer,
            **(
                RECORD
                | {"last_name": "O’Sample", "badge_number": "7", "hired_on": date(2019, 1, 1)}
            ),
        )
    officer.refresh_from_db()
    assert officer.name_key == "o'sample avery q."
    appointment = Appointment.objects.get(officer=officer)
    assert (appointment.badge_number, appointment.valid_from) == ("7", date(2019, 1, 1))


def test_a_correction_may_not_take_a_badge_in_use(agency, administrator):
    officer = add(administrator, agency)
    add(administrator, agency, last_name="Example", badge_number="99")
    with acting_as(administrator), pytest.raises(Refused, match="Example"):
        edit_officer(administrator, officer, **(RECORD | {"badge_number": "99"}))


def test_keeping_the_own_badge_is_no_conflict(agency, administrator):
    officer = add(administrator, agency)
    with acting_as(administrator):
        edit_officer(administrator, officer, **(RECORD | {"rank": "Sergeant"}))
    assert Appointment.objects.get(officer=officer).rank == "Sergeant"


def test_an_officer_of_another_agency_is_not_found_to_correct(agency, administrator):
    officer = add(administrator, agency)
    stranger = viewer_as(AGENCY_ADMINISTRATOR, AgencyFactory())
    with acting_as(stranger), pytest.raises(Officer.DoesNotExist):
        edit_officer(stranger, officer, **RECORD)


@pytest.fixture
def taking_part():
    """An officer who was nominated, with the viewer who keeps the record and the day."""
    cast = chain.chain()
    participation = chain.nominated(cast)
    return cast.administrator, participation, cast.today - timedelta(days=60)


def test_service_begins_no_later_than_the_officer_takes_part(taking_part):
    viewer, participation, day = taking_part
    record = RECORD | {"badge_number": participation.appointment.badge_number}
    with acting_as(viewer):
        with pytest.raises(Refused) as refused:
            edit_officer(
                viewer, participation.officer, **record | {"hired_on": day + timedelta(days=1)}
            )
        assert [reason.field for reason in refused.value.reasons] == ["hired_on"]
        edit_officer(viewer, participation.officer, **record | {"hired_on": day})
    assert Appointment.objects.get(pk=participation.appointment_id).valid_from == day


def test_the_database_holds_that_service_begins_before_taking_part(taking_part):
    viewer, participation, day = taking_part
    service = Appointment.objects.filter(pk=participation.appointment_id)
    with (
        pytest.raises(IntegrityError, match="appointment_begins_before_participation"),
        acting_as(viewer),
    ):
        service.update(valid_from=day + timedelta(days=1))


def test_that_an_officer_takes_part_writes_no_history_of_the_service(taking_part):
    _viewer, participation, _day = taking_part
    events = Appointment.pgh_event_model.objects.filter(pgh_obj=participation.appointment_id)
    assert events.count() == 1
