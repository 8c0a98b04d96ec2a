"""Transfers: one history, verified training that travels, and authority that does not."""

import pytest

from accounts.permissions import MissingPermission
from accounts.refusal import Refused
from accounts.roles import FIELD_OFFICE_DIRECTOR, PROGRAM_MANAGER
from accounts.viewer import acting_as
from reports.selectors.officer_acts import brought_training
from tests.factories import AgencyFactory, viewer_as
from tests.support import chain
from training.kinds import Kind
from training.models import BroughtTraining, Certification, Coverage, Standing
from training.models.act import ActKind
from training.services.acts import record_act
from training.services.authorization import authorize
from training.services.nomination import nominate
from training.services.transfer import transfer
from training.services.vetting import record_vetting
from training.states import Status

pytestmark = pytest.mark.usefixtures("arranged")


def on(participation, day):
    row = Standing.objects.with_compliance_on(day).get(participation=participation)
    return Status(row.status), row.may_act


def move(officer, there):
    """The officer goes on at another agency today, under a badge of that agency."""
    with acting_as(there.manager):
        return transfer(
            there.manager,
            officer,
            there.agency,
            on=there.today,
            badge_number=f"N-{there.agency.pk}",
        )


def vetted_at(there, appointment, day):
    """The receiving agency nominates the officer, who is vetted."""
    with acting_as(there.administrator):
        participation = nominate(
            there.administrator,
            appointment,
            there.agreement,
            on=day,
            citizenship_attested_on=day,
            experience_attested_on=day,
            discipline_attested_on=day,
        )
    with acting_as(there.manager):
        record_vetting(there.manager, participation, result="approved", checked_on=day)
    return participation


def at(c):
    """What the administrator of an agency sees brought there."""
    with acting_as(c.administrator):
        return list(BroughtTraining.objects.visible_to(c.administrator))


def test_a_transfer_brings_training_along_and_leaves_authority_behind():
    c, there = chain.chain(), chain.chain()
    officer = chain.authorized(c)

    with acting_as(c.manager):
        appointment = transfer(
            c.manager, officer.officer, there.agency, on=c.today, badge_number="N-1"
        )

    assert on(officer, c.today)[0] is Status.SEPARATED
    with acting_as(there.administrator):
        brought = BroughtTraining.objects.get(officer=officer.officer)
        assert brought.certificate_number
        participation = nominate(
            there.administrator,
            appointment,
            there.agreement,
            on=c.today,
            citizenship_attested_on=c.today,
            experience_attested_on=c.today,
            discipline_attested_on=c.today,
        )
    with acting_as(there.manager):
        record_vetting(there.manager, participation, result="approved", checked_on=c.today)
    assert on(participation, c.today)[0] is Status.CERTIFIED
    assert on(participation, c.today)[1] is False

    with acting_as(there.director):
        authorize(there.director, participation, valid_from=c.today, letter="L-9")
    assert on(participation, c.today)[1] is True


def test_the_former_agency_keeps_its_records_and_sees_the_name():
    c, there = chain.chain(), chain.chain()
    officer = chain.authorized(c)
    with acting_as(c.manager):
        transfer(c.manager, officer.officer, there.agency, on=c.today, badge_number="N-1")

    with acting_as(c.administrator):
        assert officer.certifications.count() == 1
        officer.officer.refresh_from_db()
        assert officer.officer.last_name


def test_nobody_transfers_within_an_agency_role():
    c, there = chain.chain(), chain.chain()
    officer = chain.authorized(c)
    for viewer in (c.administrator, viewer_as(FIELD_OFFICE_DIRECTOR, c.agency.field_office)):
        with pytest.raises(MissingPermission), acting_as(viewer):
            transfer(viewer, officer.officer, there.agency, on=c.today, badge_number="N-1")


def test_a_badge_in_use_at_the_new_agency_stops_the_transfer_and_changes_nothing():
    c = chain.chain()
    officer = chain.authorized(c)
    elsewhere = AgencyFactory()
    there = chain.AppointmentFactory(
        officer=chain.OfficerFactory(agency=elsewhere), badge_number="N-1"
    )
    manager = viewer_as(PROGRAM_MANAGER)

    with pytest.raises(Refused, match="badge"), acting_as(manager):
        transfer(manager, officer.officer, there.agency, on=c.today, badge_number="N-1")

    officer.officer.refresh_from_db()
    assert officer.officer.agency == c.agency
    assert on(officer, c.today)[1] is True


def test_what_was_brought_goes_on_with_a_second_transfer():
    first, second, third = chain.chain(), chain.chain(), chain.chain()
    officer = chain.authorized(first)
    certification = Certification.objects.get(participation=officer)
    move(officer.officer, second)

    with chain.days_from_now(1):
        move(officer.officer, third)

    (brought,) = at(third)
    assert (brought.certificate_number, brought.certified_on, brought.completed_on) == (
        certification.certificate_number,
        certification.certified_on,
        certification.completed_on,
    )
    assert brought.from_agency_name == first.agency.name


def test_what_was_brought_certifies_at_the_third_agency_after_the_second_authorized():
    first, second, third = chain.chain(), chain.chain(), chain.chain()
    day = first.today
    officer = chain.authorized(first)
    there = vetted_at(second, move(officer.officer, second), day)
    with acting_as(second.director):
        authorize(second.director, there, valid_from=day, letter="L-2")

    with chain.days_from_now(1):
        day = first.today
        last = vetted_at(third, move(officer.officer, third), day)

    assert on(last, day) == (Status.CERTIFIED, False)
    completed = Certification.objects.get(participation=officer).completed_on
    covered = Coverage.objects.known_now().get(participation=last, kind=Kind.INITIAL_COURSE)
    assert covered.valid_from == completed


def test_a_refresher_done_at_the_second_agency_goes_on_to_the_third():
    first, second, third = (chain.chain("JEM-2025-02-15") for _ in range(3))
    day = first.today
    officer = chain.authorized(first)
    there = vetted_at(second, move(officer.officer, second), day)
    with acting_as(second.manager):
        record_act(second.manager, there, ActKind.REFRESHED, day, "Refresher")

    with chain.days_from_now(1):
        last = vetted_at(third, move(officer.officer, third), first.today)

    assert [row.refreshed_on for row in at(third)] == [day]
    covered = Coverage.objects.known_now().get(participation=last, kind=Kind.REFRESHER)
    assert covered.valid_from == day


def test_a_refresher_of_the_first_agency_is_not_lost_at_the_third():
    first, second, third = chain.chain(), chain.chain(), chain.chain()
    day = first.today
    officer = chain.authorized(first)
    with acting_as(first.manager):
        record_act(first.manager, officer, ActKind.REFRESHED, day, "Refresher")
    move(officer.officer, second)

    with chain.days_from_now(1):
        move(officer.officer, third)

    assert [row.refreshed_on for row in at(third)] == [day]


def test_training_that_comes_back_and_goes_on_is_brought_once():
    first, second, third = chain.chain(), chain.chain(), chain.chain()
    officer = chain.authorized(first)
    move(officer.officer, second)
    with chain.days_from_now(1):
        move(officer.officer, first)

    with chain.days_from_now(2):
        move(officer.officer, third)

    assert len(at(third)) == 1


def test_an_officer_who_returns_shows_the_training_that_came_back():
    first, second = chain.chain(), chain.chain()
    officer = chain.authorized(first)
    move(officer.officer, second)

    with chain.days_from_now(1):
        move(officer.officer, first)

    with acting_as(first.administrator):
        shown = brought_training(first.administrator, officer.officer)
    assert len(shown) == 1
