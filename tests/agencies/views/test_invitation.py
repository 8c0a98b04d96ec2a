import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import AGENCY_ADMINISTRATOR, TRAINING_COORDINATOR
from accounts.viewer import Viewer
from agencies.models import Invitation, Membership
from agencies.services.invitation import invite
from tests.factories import AgencyFactory, UserFactory, member
from tests.support.pages import text

pytestmark = pytest.mark.usefixtures("arranged")

SENT = {"name": "New Person", "password": "a quiet river in autumn"}
SENT["again"] = SENT["password"]


@pytest.fixture
def invitation():
    return invite(
        Viewer.system("test"),
        email="new@example.com",
        name="New Person",
        role=TRAINING_COORDINATOR,
        agency=AgencyFactory(),
    )


@pytest.fixture
def address(invitation):
    return reverse("invitation", args=[invitation.token])


def test_a_new_person_accepts_signs_in_and_is_there(invitation, address, client):
    page = text(client.get(address))
    assert "new@example.com" in page
    assert invitation.agency.name in page
    assert client.post(address, SENT).url == reverse("account_login")
    assert client.login(email="new@example.com", password=SENT["password"])
    assert client.get(reverse("home")).wsgi_request.viewer.role == TRAINING_COORDINATOR


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"again": "something else"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(address, client, changes, field):
    answer = client.post(address, SENT | changes)
    assert field in answer.context["form"].errors
    assert not User.objects.filter(email="new@example.com").exists()


def test_a_closed_invitation_says_why(invitation, address, client):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    assert "good for seven days" in text(client.get(address))
    client.post(address, SENT)
    assert not User.objects.filter(email="new@example.com").exists()


def test_an_invitation_that_does_not_exist_is_not_there(client, db):
    assert client.get(reverse("invitation", args=["x"])).status_code == 404


def test_who_has_an_account_signs_in_first(address, client):
    UserFactory(email="new@example.com")
    assert "Sign in with it to accept" in text(client.get(address))
    client.post(address, SENT)
    assert not Membership.objects.exists()


def test_who_is_signed_in_accepts_by_one_button(address, signed_in):
    client = signed_in(UserFactory(email="new@example.com"))
    assert "The role is added" in text(client.get(address))
    assert client.post(address).url == reverse("home")
    assert Membership.objects.get().user.email == "new@example.com"


def test_another_persons_invitation_is_not_accepted(address, signed_in):
    client = signed_in(member(AGENCY_ADMINISTRATOR, AgencyFactory()))
    assert "Sign out first" in text(client.get(address))
    client.post(address, SENT)
    assert not Membership.objects.filter(role=TRAINING_COORDINATOR.name).exists()
    assert not User.objects.filter(email="new@example.com").exists()
