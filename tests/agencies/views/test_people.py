import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    AUDITOR,
    PROGRAM_MANAGER,
    SUPERVISOR,
    TRAINING_COORDINATOR,
)
from agencies.models import Invitation, Membership, SupervisorAssignment
from agencies.selectors.people import PAGE
from tests.factories import (
    AgencyFactory,
    AgreementFactory,
    MembershipFactory,
    SupervisorAssignmentFactory,
    UserFactory,
    member,
)
from tests.support.pages import text

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def administrator(agency, signed_in):
    return signed_in(member(AGENCY_ADMINISTRATOR, agency, name="Kim Placeholder"))


@pytest.fixture
def manager(signed_in):
    return signed_in(member(PROGRAM_MANAGER))


def test_an_agency_sees_its_own_people_its_supervisors_and_nobody_elses(agency, administrator):
    member(TRAINING_COORDINATOR, agency, name="Robin Placeholder")
    member(SUPERVISOR, agency.field_office, name="Sam Supervisor")
    member(AGENCY_ADMINISTRATOR, AgencyFactory(), name="Strange Person")
    member(SUPERVISOR, AgencyFactory().field_office, name="Strange Supervisor")
    page = text(administrator.get(reverse("people")))
    assert "Robin Placeholder" in page
    assert "Sam Supervisor" in page
    assert "Strange" not in page


def test_a_program_manager_finds_people_by_address_or_agency(manager):
    here = AgencyFactory(name="Bluestem Police Department")
    member(TRAINING_COORDINATOR, here, name="Robin Placeholder", email="robin@example.com")
    member(TRAINING_COORDINATOR, AgencyFactory(), name="Ash Placeholder", email="ash@example.com")
    for search in ("robin", "BLUESTEM pol"):
        page = text(manager.get(reverse("people"), {"q": search}))
        assert "Robin Placeholder" in page
        assert "Ash Placeholder" not in page
    assert "Nobody is found" in text(manager.get(reverse("people"), {"q": "zz"}))


def test_a_long_list_goes_on_where_the_page_ended(manager, agency):
    user = UserFactory(name="Robin Placeholder")
    for _number in range(PAGE):
        MembershipFactory(user=user, role=AUDITOR.name)
    first = manager.get(reverse("people"))
    assert len(first.context["people"].memberships) == PAGE
    rest = manager.get(reverse("people"), {"after": first.context["people"].after})
    assert len(rest.context["people"].memberships) == 1
    assert rest.context["people"].after == ""


def test_the_page_takes_as_many_queries_for_many_people_as_for_one(
    agency, administrator, django_assert_max_num_queries
):
    for _number in range(20):
        member(TRAINING_COORDINATOR, agency)
    with django_assert_max_num_queries(26):
        administrator.get(reverse("people"))


def test_an_administrator_invites_to_the_own_agency_without_naming_it(agency, administrator):
    sent = {"email": "new@example.com", "name": "New", "role": "training_coordinator"}
    answer = administrator.post(reverse("invitation-add"), sent)
    assert answer.url == reverse("people")
    assert Invitation.objects.get().agency == agency


def test_an_administrator_cannot_send_a_role_or_agency_that_is_not_offered(agency, administrator):
    sent = {"email": "new@example.com", "name": "New", "role": "program_manager"}
    answer = administrator.post(reverse("invitation-add"), sent)
    assert list(answer.context["form"].errors) == ["role"]
    sent |= {"role": "training_coordinator", "agency": str(AgencyFactory())}
    administrator.post(reverse("invitation-add"), sent)
    assert Invitation.objects.get().agency == agency


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("Bluestem Police", ""),
        ("bluestem police department, FL", ""),
        ("Bluestem", "Several agencies begin so"),
        ("Nowhere", "No agency has this name"),
        ("", "Choose the agency"),
    ],
)
def test_a_program_manager_names_the_agency_by_its_beginning(manager, typed, error):
    AgencyFactory(name="Bluestem Police Department")
    AgencyFactory(name="Bluestem Sheriff")
    sent = {"email": "new@example.com", "name": "New", "role": "agency_administrator"}
    answer = manager.post(reverse("invitation-add"), sent | {"agency": typed})
    if error:
        assert error in answer.context["form"].errors["agency"][0]
    else:
        assert Invitation.objects.get().agency.name == "Bluestem Police Department"


def test_an_invitation_is_withdrawn_by_one_button(agency, administrator):
    sent = {"email": "new@example.com", "name": "New", "role": "training_coordinator"}
    administrator.post(reverse("invitation-add"), sent)
    address = reverse("invitation-withdraw", args=[Invitation.objects.get().uuid])
    assert administrator.get(address).status_code == 405
    administrator.post(address)
    assert Invitation.objects.get().withdrawn_at is not None


def test_access_is_ended_after_one_more_question(agency, administrator):
    membership = member(TRAINING_COORDINATOR, agency).memberships.get()
    address = reverse("membership-end", args=[membership.uuid])
    assert "End the access of" in text(administrator.get(address))
    assert administrator.post(address).url == reverse("people")
    membership.refresh_from_db()
    assert membership.valid_to < Membership._meta.get_field("valid_to").default


def test_the_own_access_is_not_ended(agency, signed_in):
    user = member(AGENCY_ADMINISTRATOR, agency)
    address = reverse("membership-end", args=[user.memberships.get().uuid])
    answer = signed_in(user).post(address)
    assert "Nobody ends their own access" in text(answer)


def test_people_and_invitations_of_another_agency_are_not_there(administrator):
    other = AgencyFactory()
    membership = member(TRAINING_COORDINATOR, other).memberships.get()
    assert administrator.get(reverse("membership-end", args=[membership.uuid])).status_code == 404
    national = member(PROGRAM_MANAGER).memberships.get()
    assert administrator.get(reverse("membership-end", args=[national.uuid])).status_code == 404
    unknown = reverse("invitation-withdraw", args=[uuid.uuid4()])
    assert administrator.post(unknown).status_code == 404


def test_who_may_not_invite_sees_nothing_of_it(agency, signed_in):
    membership = member(AGENCY_ADMINISTRATOR, agency).memberships.get()
    client = signed_in(member(TRAINING_COORDINATOR, agency))
    for address in (
        reverse("people"),
        reverse("invitation-add"),
        reverse("membership-end", args=[membership.uuid]),
        reverse("supervisor-assignment-add"),
    ):
        assert client.get(address).status_code == 403


def test_a_program_manager_assigns_a_supervisor_and_ends_the_assignment(manager, agency):
    sent = {
        "email": "sup@example.com",
        "name": "Sam Supervisor",
        "position_title": "Field Program Manager",
        "field_office": agency.field_office.uuid,
        "valid_from": "2025-01-01",
    }
    assert manager.post(reverse("supervisor-assignment-add"), sent).url == reverse("people")
    assignment = SupervisorAssignment.objects.get()
    address = reverse("supervisor-assignment-end", args=[assignment.uuid])
    assert "Sam Supervisor" in text(manager.get(address))
    manager.post(address)
    assert manager.get(reverse("people")).context["people"].supervisors == []


def test_an_assigned_supervisor_accepts_at_home_and_acts_from_then_on(signed_in, agency):
    user = UserFactory()
    assignment = SupervisorAssignmentFactory(
        user=user, field_office=agency.field_office, accepted_at=None
    )
    client = signed_in(user)
    address = reverse("supervisor-assignment-accept", args=[assignment.uuid])
    assert client.get(reverse("agency", args=[agency.uuid])).status_code == 403
    assert address in client.get(reverse("home")).content.decode()
    assert agency.field_office.name in text(client.get(address))

    assert client.post(address).url == reverse("home")

    assert client.get(reverse("agency", args=[agency.uuid])).status_code == 200


def test_the_list_of_people_says_which_supervisor_has_not_accepted(manager, agency):
    SupervisorAssignmentFactory(field_office=agency.field_office, accepted_at=None)
    assert "Not accepted yet" in text(manager.get(reverse("people")))


def test_an_assignment_of_somebody_else_is_not_there_to_accept(signed_in, agency):
    assignment = SupervisorAssignmentFactory(field_office=agency.field_office, accepted_at=None)
    address = reverse("supervisor-assignment-accept", args=[assignment.uuid])
    assert signed_in(member(PROGRAM_MANAGER)).post(address).status_code == 404


def test_a_supervisor_of_one_agreement_is_assigned_from_its_page(manager):
    agreement = AgreementFactory()
    address = reverse("supervisor-assignment-add") + f"?agreement={agreement.uuid}"
    sent = {
        "email": "sup@example.com",
        "name": "Sam",
        "position_title": "Field Program Manager",
        "valid_from": "2025-01-01",
    }
    assert manager.post(address, sent).url == reverse("agreement", args=[agreement.uuid])
    assert SupervisorAssignment.objects.get().agreement == agreement
    assert manager.get(reverse("supervisor-assignment-add") + "?agreement=x").status_code == 404


def test_an_agency_administrator_assigns_no_supervisor(agency, administrator):
    assert administrator.get(reverse("supervisor-assignment-add")).status_code == 403


def test_a_person_with_two_roles_switches_between_them(agency, signed_in):
    user = member(AGENCY_ADMINISTRATOR, agency)
    other = MembershipFactory(user=user, role=AUDITOR.name)
    client = signed_in(user)
    assert client.get(reverse("people")).status_code == 200
    answer = client.post(reverse("viewer-switch"), {"grant": f"membership:{other.uuid}"})
    assert answer.url == reverse("home")
    assert client.get(reverse("people")).status_code == 403


def test_nobody_switches_to_a_role_that_is_not_theirs(administrator):
    foreign = member(PROGRAM_MANAGER).memberships.get()
    answer = administrator.post(reverse("viewer-switch"), {"grant": f"membership:{foreign.uuid}"})
    assert "not yours" in str(next(iter(get_messages(answer.wsgi_request))))
    assert administrator.get(reverse("supervisor-assignment-add")).status_code == 403
