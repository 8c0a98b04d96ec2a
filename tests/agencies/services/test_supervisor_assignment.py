import pytest
from django.core import mail

from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER, SUPERVISOR
from accounts.viewer import acting_as
from agencies.models import SupervisorAssignment
from agencies.selectors.viewer import grants_of
from agencies.services.supervisor_assignment import (
    accept_assignment,
    assign_supervisor,
    end_assignment,
)
from tests.factories import AgencyFactory, AgreementFactory, UserFactory, viewer_as

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def manager():
    return viewer_as(PROGRAM_MANAGER)


def assign(viewer, **changes):
    who = {
        "email": "Sup@Example.com",
        "name": "Sam Placeholder",
        "position_title": "287(g) Field Program Manager",
        "valid_from": viewer.today,
    }
    with acting_as(viewer):
        return assign_supervisor(viewer, **(who | changes))


def test_a_new_person_supervises_a_field_office_and_is_told_how_to_sign_in(
    manager, django_capture_on_commit_callbacks
):
    agency = AgencyFactory()
    with django_capture_on_commit_callbacks(execute=True):
        assignment = assign(manager, field_office=agency.field_office)
    assert assignment.user.email == "sup@example.com"
    assert not assignment.user.has_usable_password()
    (message,) = mail.outbox
    assert "/account/password/reset/" in message.body
    assert f"/people/supervisors/{assignment.uuid}/accept/" in message.body


def test_an_assignment_gives_no_access_before_the_person_has_accepted_it(manager):
    agency = AgencyFactory()
    assignment = assign(manager, field_office=agency.field_office)
    assert grants_of(assignment.user) == []

    accept_assignment(assignment.user, assignment)

    (grant,) = grants_of(assignment.user)
    assert (grant.role, grant.agency_ids) == (SUPERVISOR, frozenset({agency.pk}))


def test_a_known_person_supervises_one_agreement(manager):
    user = UserFactory(email="sup@example.com")
    agreement = AgreementFactory()
    assignment = assign(manager, name="", agreement=agreement)
    accept_assignment(user, assignment)
    assert grants_of(user)[0].place == agreement.agency.name


def test_nobody_accepts_what_was_assigned_to_somebody_else(manager):
    assignment = assign(manager, agreement=AgreementFactory())
    with pytest.raises(SupervisorAssignment.DoesNotExist):
        accept_assignment(UserFactory(), assignment)


def test_an_assignment_that_ended_is_not_accepted_any_more(manager):
    assignment = assign(manager, agreement=AgreementFactory())
    with acting_as(manager):
        end_assignment(manager, assignment)
    with pytest.raises(Refused, match="has ended"):
        accept_assignment(assignment.user, assignment)


def test_everything_missing_is_said_at_once(manager):
    with pytest.raises(Refused) as caught:
        assign(manager, name="", position_title=" ")
    fields = [reason.field for reason in caught.value.reasons]
    assert fields == ["name", "position_title", "agreement"]
    assert not User.objects.filter(email="sup@example.com").exists()


def test_nobody_supervises_a_place_twice_or_by_their_own_hand(manager):
    office = AgencyFactory().field_office
    assign(manager, field_office=office)
    with pytest.raises(Refused, match="supervises there already"):
        assign(manager, field_office=office)
    with pytest.raises(Refused, match="to themselves"):
        assign(manager, email=manager.email, field_office=office)


def test_an_agency_names_no_supervisors():
    agency = AgencyFactory()
    with pytest.raises(Refused, match="Only a program manager"):
        assign(viewer_as(AGENCY_ADMINISTRATOR, agency), field_office=agency.field_office)


def test_an_assignment_ends_at_once(manager):
    assignment = assign(manager, field_office=AgencyFactory().field_office)
    with acting_as(manager):
        end_assignment(manager, assignment)
    assert grants_of(assignment.user) == []
