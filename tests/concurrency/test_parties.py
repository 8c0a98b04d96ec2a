"""Two people who record the same thing about the parties at the same moment."""

import pytest

from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import TRAINING_COORDINATOR
from accounts.viewer import Viewer, acting_as
from agencies.models import Agreement, Membership, SupervisorAssignment
from agencies.services.agreement_import import import_agreements
from agencies.services.invitation import accept, invite
from agencies.services.supervisor_assignment import assign_supervisor
from tests.agencies.ice_lists import ice_list, row
from tests.factories import AgencyFactory, UserFactory

SYSTEM = Viewer.system("test")


@pytest.fixture
def agency(transactional_db):
    with acting_as(SYSTEM):
        return AgencyFactory()


def test_an_invitation_accepted_twice_at_once_gives_one_account_and_one_role(agency, at_once):
    with acting_as(SYSTEM):
        token = invite(
            SYSTEM, email="new@example.com", name="New", role=TRAINING_COORDINATOR, agency=agency
        ).token

    def take():
        return accept(token, name="New", password="a quiet river in autumn")

    outcomes = at_once((SYSTEM, take), (SYSTEM, take))
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    with acting_as(SYSTEM):
        assert User.objects.filter(email="new@example.com").count() == 1
        assert Membership.objects.count() == 1


@pytest.mark.parametrize("known", [False, True], ids=["a new person", "a known person"])
def test_a_supervisor_assigned_twice_at_once_is_assigned_once(agency, at_once, known):
    with acting_as(SYSTEM):
        if known:
            UserFactory(email="new@example.com")

    def assign():
        return assign_supervisor(
            SYSTEM,
            email="new@example.com",
            name="New",
            position_title="Field Program Manager",
            valid_from=SYSTEM.today,
            field_office=agency.field_office,
        )

    outcomes = at_once((SYSTEM, assign), (SYSTEM, assign))
    (said,) = [str(outcome) for outcome in outcomes if isinstance(outcome, Refused)]
    assert "supervises there already" in said if known else "has just added this person" in said
    with acting_as(SYSTEM):
        assert SupervisorAssignment.objects.filter(user__email="new@example.com").count() == 1


def test_two_imports_of_one_list_at_once_write_it_once(transactional_db, at_once):
    file = ice_list(*(row(agency=f"Agency {number}") for number in range(50)))

    def take():
        return import_agreements(SYSTEM, file, commit=True, strict=False)

    reports = at_once((SYSTEM, take), (SYSTEM, take))
    assert sorted((r.created, r.unchanged) for r in reports) == [(0, 50), (50, 0)]
    with acting_as(SYSTEM):
        assert Agreement.objects.count() == 50
