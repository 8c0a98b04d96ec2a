"""The last seat, the one authorization, the one badge: two reach for it, one gets it."""

from datetime import date

import pytest

from accounts.viewer import acting_as
from agencies.models import Appointment
from agencies.services.officer import add_officer, edit_officer
from tests.concurrency.conftest import SYSTEM, put_forward, refused
from tests.support import chain
from training.models import Authorization, Coverage, Enrollment, TrainingClass
from training.services.authorization import authorize
from training.services.enrollment import enroll

ROUNDS = 5


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_agencies_reach_for_the_last_seat(at_once, cast, _round):
    with acting_as(SYSTEM):
        other = chain.chain()
        wanted = [(c.administrator, chain.vetted(c)) for c in (cast, other)]
        last_seat = chain.training_class(cast, seats=1)
    outcomes = at_once(
        *((viewer, lambda v=viewer, p=row: enroll(v, last_seat, [p])) for viewer, row in wanted)
    )
    [refusal] = refused(outcomes)
    assert "full" in str(refusal).lower() or "seat" in str(refusal).lower()
    with acting_as(SYSTEM):
        assert Enrollment.objects.count() == 1
        assert TrainingClass.objects.get(pk=last_seat.pk).seats_taken == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_authorizations_for_one_officer_make_one(at_once, cast, _round):
    with acting_as(SYSTEM):
        row = chain.certified(cast)
    director = cast.director
    outcomes = at_once(
        *(
            (director, lambda n=n: authorize(director, row, valid_from=cast.today, letter=f"L-{n}"))
            for n in (1, 2)
        )
    )
    assert len(refused(outcomes)) == 1
    with acting_as(SYSTEM):
        assert Authorization.objects.filter(participation=row).count() == 1
        assert Coverage.objects.filter(participation=row, kind=7).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_officers_are_given_one_badge(at_once, cast, _round):
    administrator = cast.administrator

    def add(name):
        return add_officer(
            administrator,
            cast.agency,
            last_name=name,
            first_name="Avery",
            badge_number="77",
            hired_on=date(2020, 1, 1),
        )

    outcomes = at_once(*((administrator, lambda n=name: add(n)) for name in ("One", "Two")))
    [refusal] = refused(outcomes)
    assert [reason.field for reason in refusal.reasons] == ["badge_number"]
    with acting_as(SYSTEM):
        assert Appointment.objects.filter(agency=cast.agency, badge_number="77").count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_officer_is_nominated_twice(at_once, cast, _round):
    with acting_as(SYSTEM):
        appointment = chain.serving(cast)
    nomination = (cast.administrator, lambda: put_forward(cast, appointment))

    outcomes = at_once(nomination, nomination)
    [refusal] = refused(outcomes)
    assert "already" in str(refusal)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_is_edited_while_nominated(at_once, cast, _round):
    with acting_as(SYSTEM):
        appointment = chain.serving(cast)
    administrator, officer = cast.administrator, appointment.officer

    at_once(
        (administrator, lambda: put_forward(cast, appointment)),
        (
            administrator,
            lambda: edit_officer(
                administrator,
                officer,
                last_name=officer.last_name,
                first_name="Another",
                badge_number=appointment.badge_number,
                hired_on=appointment.valid_from,
                law_enforcement_since=officer.law_enforcement_since,
            ),
        ),
    )

    with acting_as(SYSTEM):
        officer.refresh_from_db()
        assert officer.first_name == "Another"
        assert Coverage.objects.filter(participation__officer=officer, kind=0).count() == 1
