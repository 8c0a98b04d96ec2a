from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.gate import MissingPermission
from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    FIELD_OFFICE_DIRECTOR,
    PROGRAM_MANAGER,
    SUPERVISOR,
    TRAINING_COORDINATOR,
)
from accounts.viewer import acting_as
from agencies.models import Invitation, Membership
from agencies.selectors.viewer import grants_of
from agencies.services.invitation import accept, invite, roles_to_offer, withdraw
from agencies.services.membership import end_membership
from tests.factories import (
    AgencyFactory,
    FieldOfficeFactory,
    MembershipFactory,
    UserFactory,
    member,
    viewer_as,
    viewer_of,
)

pytestmark = pytest.mark.usefixtures("arranged")

PASSWORD = "a quiet river in autumn"


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def administrator(agency):
    return viewer_as(AGENCY_ADMINISTRATOR, agency)


@pytest.fixture
def manager():
    return viewer_as(PROGRAM_MANAGER)


def offer(viewer, role=TRAINING_COORDINATOR, email="New@Example.com", name="New Person", **place):
    with acting_as(viewer):
        return invite(viewer, email=email, name=name, role=role.name, **place)


def refused(viewer, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        offer(viewer, *args, **kwargs)
    return [(reason.field, reason.text) for reason in caught.value.reasons]


def test_an_invitation_goes_out_by_mail_and_holds_seven_days(
    agency, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = offer(administrator, agency=agency)
    assert invitation.email == "new@example.com"
    assert timedelta(days=6, hours=23) < invitation.expires_at - timezone.now()
    (message,) = mail.outbox
    assert message.to == ["new@example.com"]
    assert f"/invitation/{invitation.token}/" in message.body
    assert agency.name in message.body


def test_an_agency_administrator_offers_agency_roles_only():
    administrator = viewer_as(AGENCY_ADMINISTRATOR, AgencyFactory())
    assert roles_to_offer(administrator) == [AGENCY_ADMINISTRATOR, TRAINING_COORDINATOR]


@pytest.mark.parametrize("role", [PROGRAM_MANAGER, FIELD_OFFICE_DIRECTOR])
def test_an_agency_administrator_offers_no_role_beyond_the_agency(administrator, role):
    place = {"field_office": FieldOfficeFactory()} if role is FIELD_OFFICE_DIRECTOR else {}
    assert refused(administrator, role, **place) == [("role", "You may not offer this role.")]


def test_an_agency_administrator_invites_to_no_other_agency(administrator):
    said = refused(administrator, agency=AgencyFactory())
    assert said == [("agency", "This agency is not yours.")]


def test_nobody_invites_themselves_to_more(manager, administrator, agency):
    for viewer in (manager, administrator):
        ((field, text),) = refused(viewer, email=viewer.email.upper(), agency=agency)
        assert field == "email"
        assert "Nobody gives access to themselves" in text


def test_a_program_manager_invites_to_every_place(manager, agency):
    office = FieldOfficeFactory()
    assert offer(manager, AGENCY_ADMINISTRATOR, agency=agency).agency == agency
    assert offer(manager, FIELD_OFFICE_DIRECTOR, field_office=office).field_office == office
    assert offer(manager, PROGRAM_MANAGER, agency=agency).agency is None


def test_a_place_that_the_role_needs_must_be_named(manager):
    assert refused(manager)[0][0] == "agency"
    assert refused(manager, FIELD_OFFICE_DIRECTOR)[0][0] == "field_office"


def test_supervisors_are_assigned_and_not_invited(manager):
    with pytest.raises(KeyError):
        offer(manager, SUPERVISOR)


def test_who_has_the_access_or_is_invited_to_it_is_not_invited_again(administrator, agency):
    offer(administrator, agency=agency)
    assert "is invited already" in refused(administrator, agency=agency)[0][1]
    MembershipFactory(
        user=UserFactory(email="has@example.com"), role=TRAINING_COORDINATOR.name, agency=agency
    )
    said = refused(administrator, email="has@example.com", agency=agency)
    assert "has that access already" in said[0][1]


def test_a_coordinator_invites_nobody(agency):
    with pytest.raises(MissingPermission):
        offer(viewer_as(TRAINING_COORDINATOR, agency), agency=agency)


def test_accepting_makes_an_account_with_the_role_from_today(administrator, agency):
    invitation = offer(administrator, agency=agency)
    accept(invitation.token, name="New  Person", password=PASSWORD)
    user = User.objects.get(email="new@example.com")
    assert user.name == "New Person"
    assert user.check_password(PASSWORD)
    (grant,) = grants_of(user)
    assert (grant.role, grant.agency_ids) == (TRAINING_COORDINATOR, frozenset({agency.pk}))
    assert Membership.objects.get(user=user).granted_by_id == administrator.user_id


def test_an_invitation_is_accepted_once(administrator, agency):
    invitation = offer(administrator, agency=agency)
    accept(invitation.token, name="New", password=PASSWORD)
    with pytest.raises(Refused, match="accepted already"):
        accept(invitation.token, name="New", password=PASSWORD)
    assert Membership.objects.filter(user__email="new@example.com").count() == 1


def test_a_weak_password_and_a_missing_name_are_said_at_their_fields(administrator, agency):
    invitation = offer(administrator, agency=agency)
    with pytest.raises(Refused) as caught:
        accept(invitation.token, name=" ", password="password")
    assert {reason.field for reason in caught.value.reasons} == {"name", "password"}
    assert not User.objects.filter(email="new@example.com").exists()


def test_an_account_that_exists_is_never_opened_by_the_link_alone(administrator, agency):
    user = UserFactory(email="new@example.com")
    invitation = offer(administrator, agency=agency)
    with pytest.raises(Refused, match="sign in, then accept"):
        accept(invitation.token, name="Somebody", password=PASSWORD)
    with pytest.raises(Refused, match=r"for new@example\.com"):
        accept(invitation.token, user=UserFactory())
    accept(invitation.token, user=user)
    assert len(grants_of(user)) == 1


def test_an_invitation_that_expired_or_was_withdrawn_is_closed(administrator, agency):
    late = offer(administrator, agency=agency)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    with pytest.raises(Refused, match="good for seven days"):
        accept(late.token, name="New", password=PASSWORD)
    taken_back = offer(administrator, agency=agency)
    with acting_as(administrator):
        withdraw(administrator, taken_back)
    with pytest.raises(Refused, match="was withdrawn"):
        accept(taken_back.token, name="New", password=PASSWORD)


def refused_to_accept(invitation):
    with pytest.raises(Refused, match=r"no longer give this access\. Ask for a new invitation"):
        accept(invitation.token, name="New", password=PASSWORD)
    assert not User.objects.filter(email="new@example.com").exists()


def test_an_invitation_ends_with_the_access_of_who_sent_it(administrator, agency):
    invitation = offer(administrator, agency=agency)
    Membership.objects.filter(user=administrator.user_id).update(valid_to=administrator.today)
    refused_to_accept(invitation)


def test_an_invitation_ends_when_who_sent_it_may_no_longer_sign_in(administrator, agency):
    invitation = offer(administrator, agency=agency)
    User.objects.filter(pk=administrator.user_id).update(is_active=False)
    refused_to_accept(invitation)


def test_the_same_role_at_another_agency_does_not_keep_an_invitation_open(administrator, agency):
    invitation = offer(administrator, agency=agency)
    Membership.objects.filter(user=administrator.user_id).update(agency=AgencyFactory())
    refused_to_accept(invitation)


def test_an_invitation_of_a_former_manager_who_now_keeps_one_agency_holds_there_alone(
    manager, agency
):
    here = offer(manager, agency=agency)
    elsewhere = offer(manager, agency=AgencyFactory())
    Membership.objects.filter(user=manager.user_id).update(
        role=AGENCY_ADMINISTRATOR.name, agency=agency
    )
    refused_to_accept(elsewhere)
    assert accept(here.token, name="New", password=PASSWORD).agency == agency


def test_an_unknown_token_is_no_invitation():
    with pytest.raises(Refused, match="no such invitation"):
        accept("x", name="New", password=PASSWORD)


def test_an_invitation_of_another_agency_is_not_found_to_withdraw(administrator, agency):
    invitation = offer(administrator, agency=agency)
    stranger = viewer_as(AGENCY_ADMINISTRATOR, AgencyFactory())
    with acting_as(stranger), pytest.raises(Invitation.DoesNotExist):
        withdraw(stranger, invitation)


def test_access_ends_at_once_even_on_its_first_day(administrator, agency):
    invitation = offer(administrator, agency=agency)
    membership = accept(invitation.token, name="New", password=PASSWORD)
    with acting_as(administrator):
        end_membership(administrator, membership)
    assert grants_of(membership.user) == []
    with acting_as(administrator), pytest.raises(Refused, match="ended already"):
        end_membership(administrator, membership)


def test_nobody_ends_their_own_access(agency):
    user = member(AGENCY_ADMINISTRATOR, agency)
    viewer = viewer_of(user)
    with acting_as(viewer), pytest.raises(Refused, match="Nobody ends their own"):
        end_membership(viewer, user.memberships.get())


def test_an_agency_ends_no_access_elsewhere(administrator):
    national = member(PROGRAM_MANAGER).memberships.get()
    with acting_as(administrator), pytest.raises(Membership.DoesNotExist):
        end_membership(administrator, national)
