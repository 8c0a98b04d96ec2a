"""R20: who is named as supervisor is on record, and what is on record follows who is named."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.viewer import acting_as
from agencies.models import SupervisorAssignment
from agencies.rules.periods import FOREVER
from tests.factories import AgencyFactory
from tests.support import chain
from training.kinds import Kind
from training.models import Coverage
from training.selectors.requirements import requirements_on
from training.services.supervisor import (
    assign_supervisor,
    end_assignment,
    follow_field_office,
)
from training.states import RequirementState

pytestmark = pytest.mark.usefixtures("arranged")


def state(c, officer, day=None):
    with acting_as(c.manager):
        found = {r.kind: r.state for r in requirements_on(officer, day or c.today)}
    return found[Kind.SUPERVISOR]


def assignment_of(c):
    return SupervisorAssignment.objects.get(user=c.supervisor.user_id)


def assign(c, **where):
    with acting_as(c.manager):
        return assign_supervisor(
            c.manager,
            email="next@example.org",
            name="Next Placeholder",
            position_title="Field Program Manager",
            valid_from=c.today,
            **where,
        )


def end(c):
    with acting_as(c.manager):
        end_assignment(c.manager, assignment_of(c))


def test_an_assignment_that_ends_leaves_its_officers_without_a_supervisor():
    c = chain.chain()
    officer = chain.authorized(c)
    assert state(c, officer) is RequirementState.MET

    end(c)

    assert state(c, officer) in (RequirementState.MISSING, RequirementState.OVERDUE)


@pytest.mark.parametrize("place", ["field_office", "agreement"])
def test_a_new_assignment_covers_whoever_is_authorized_already(place):
    c = chain.chain()
    officer = chain.authorized(c)
    end(c)

    assign(c, **{place: c.agency.field_office if place == "field_office" else c.agreement})

    assert state(c, officer) is RequirementState.MET


def test_what_an_assignment_covered_before_it_ended_stays_covered():
    c = chain.chain()
    officer = chain.authorized(c)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=30)):
        end(c)

    assert state(c, officer, c.today + timedelta(days=29)) is RequirementState.DUE_SOON
    assert state(c, officer, c.today + timedelta(days=30)) is RequirementState.OVERDUE


def test_an_assignment_elsewhere_changes_nobody_here():
    c = chain.chain()
    officer = chain.authorized(c)
    rows = Coverage.objects.filter(participation=officer, kind=Kind.SUPERVISOR)
    before = list(rows.values_list("pk", "superseded_at"))

    assign(c, field_office=AgencyFactory().field_office)

    assert list(rows.values_list("pk", "superseded_at")) == before


def test_the_supervisor_follows_an_agency_to_another_field_office():
    c = chain.chain()
    officer = chain.authorized(c)
    other = AgencyFactory().field_office
    assign(c, field_office=other)

    with acting_as(c.manager):
        c.agency.field_office = other
        c.agency.save()
        follow_field_office(c.manager, c.agency)

    open_rows = Coverage.objects.filter(
        participation=officer, kind=Kind.SUPERVISOR, superseded_at=None, valid_to=FOREVER
    )
    evidence = {row.evidence_id for row in open_rows}
    assert evidence == {SupervisorAssignment.objects.get(field_office=other).pk}


def move(c, office):
    with acting_as(c.manager):
        c.agency.field_office = office
        c.agency.save()
        follow_field_office(c.manager, c.agency)


def covered_days(officer, *days):
    rows = Coverage.objects.known_now().filter(participation=officer, kind=Kind.SUPERVISOR)
    return [rows.filter(valid_from__lte=day, valid_to__gt=day).exists() for day in days]


def test_days_before_an_agency_moved_stay_as_they_were():
    c = chain.chain()
    officer = chain.authorized(c)
    other = AgencyFactory().field_office
    assign(c, field_office=other)
    end(c)
    moved = c.today + timedelta(days=40)

    with time_machine.travel(datetime.now(UTC) + timedelta(days=40)):
        move(c, other)

    asked = (c.today, moved - timedelta(days=1), moved, moved + timedelta(days=1))
    assert covered_days(officer, *asked) == [False, False, True, True]


def test_an_agency_that_moves_back_was_away_meanwhile():
    c = chain.chain()
    officer = chain.authorized(c)
    home, other = c.agency.field_office, AgencyFactory().field_office
    left, returned = c.today + timedelta(days=20), c.today + timedelta(days=50)

    with time_machine.travel(datetime.now(UTC) + timedelta(days=20)):
        move(c, other)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=50)):
        move(c, home)

    asked = (c.today, left - timedelta(days=1), left, returned - timedelta(days=1), returned)
    assert covered_days(officer, *asked) == [True, True, False, False, True]


def test_an_assignment_recorded_late_covers_from_its_beginning():
    c = chain.chain()
    officer = chain.authorized(c)
    end(c)
    late = c.today + timedelta(days=30)

    with time_machine.travel(datetime.now(UTC) + timedelta(days=30)), acting_as(c.manager):
        assign_supervisor(
            c.manager,
            email="next@example.org",
            name="Next Placeholder",
            position_title="Field Program Manager",
            valid_from=late - timedelta(days=10),
            field_office=c.agency.field_office,
        )

    asked = (late - timedelta(days=11), late - timedelta(days=10), late)
    assert covered_days(officer, *asked) == [False, True, True]


def test_an_officer_certified_but_not_authorized_is_covered_once_authorized():
    c = chain.chain()
    officer = chain.certified(c)
    end(c)
    assign(c, field_office=c.agency.field_office)
    with acting_as(c.director):
        chain.authorize(c.director, officer, valid_from=c.today, letter="L-1")

    assert state(c, officer) is RequirementState.MET
    assert state(c, officer, c.today + timedelta(days=400)) is RequirementState.MET
