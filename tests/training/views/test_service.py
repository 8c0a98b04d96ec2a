import pytest
from django.urls import reverse

from accounts.viewer import acting_as
from agencies.models import Appointment
from tests.factories import AgencyFactory
from tests.support.chain import authorized, chain, nominated, serving
from tests.support.pages import text
from training.models import BroughtTraining
from training.selectors.facts import last_status
from training.services.revocation import separate
from training.states import Status

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def there():
    """A receiving agency that no other name begins like."""
    return AgencyFactory(name="Quillback County Sheriff's Office", name_key="quillback county")


def sent(c, **changes):
    return {
        "agency": "Quillback County",
        "on": c.today.isoformat(),
        "badge_number": "Q-1",
        "rank": "Deputy",
    } | changes


def test_leaving_the_agency_names_and_ends_every_participation(wso, signed_in):
    officer = authorized(wso)
    client = signed_in(wso.administrator)
    address = reverse("separation-add", args=[officer.officer.uuid])
    page = text(client.get(address))
    assert "Letter L-1" in page
    assert "The participation under WSO ends" in page
    assert "no longer serves here" in text(
        client.post(address, {"on": wso.today.isoformat()}, follow=True)
    )
    assert last_status(officer) == Status.SEPARATED
    assert Appointment.objects.get().valid_to == wso.today
    assert "does not serve here today" in text(client.get(address))


def test_a_day_before_the_service_began_is_refused_at_its_field(wso, signed_in):
    officer = serving(wso).officer
    address = reverse("separation-add", args=[officer.uuid])
    answer = signed_in(wso.administrator).post(address, {"on": "2015-01-01"})
    assert "began to serve" in str(answer.context["form"].errors["on"])


def test_a_transfer_says_what_travels_and_brings_it_along(wso, there, signed_in):
    officer = authorized(wso)
    client = signed_in(wso.manager)
    address = reverse("transfer-add", args=[officer.officer.uuid])
    page = text(client.get(address))
    number = officer.certifications.get().certificate_number
    assert f"Certificate {number} goes along as verified training" in page
    assert "Authority does not travel" in page
    answer = client.post(address, sent(wso), follow=True)
    assert f"serves at {there} now" in text(answer)
    assert BroughtTraining.objects.get().agency == there
    assert Appointment.objects.get(agency=there).badge_number == "Q-1"


def test_the_receiving_agency_sees_the_training_before_it_nominates(wso, signed_in):
    other = chain()
    officer = authorized(wso)
    with acting_as(wso.manager):
        from training.services.transfer import transfer

        transfer(wso.manager, officer.officer, other.agency, on=wso.today, badge_number="Q-1")
    address = reverse("officer", args=[officer.officer.uuid])
    page = text(signed_in(other.administrator).get(address))
    assert f"Verified training from {wso.agency.name}" in page
    assert officer.certifications.get().certificate_number in page
    assert reverse("nomination-add", args=[officer.officer.uuid]) in page
    assert "Verified training from" not in text(signed_in(wso.administrator).get(address))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("agency", "Nowhere", "No agency has this name"),
        ("agency", "", "Enter the agency"),
        ("badge_number", "", "Enter the badge number"),
        ("on", "2099-01-01", "has not come yet"),
    ],
)
def test_an_impossible_transfer_is_refused_at_its_field(wso, there, signed_in, field, value, words):
    officer = nominated(wso).officer
    answer = signed_in(wso.manager).post(
        reverse("transfer-add", args=[officer.uuid]), sent(wso, **{field: value})
    )
    assert words in str(answer.context["form"].errors[field])
    assert not BroughtTraining.objects.exists()


def test_a_badge_in_use_there_is_said_at_its_field(wso, there, signed_in):
    from tests.factories import AppointmentFactory, OfficerFactory

    AppointmentFactory(officer=OfficerFactory(agency=there), badge_number="Q-1")
    officer = authorized(wso)
    answer = signed_in(wso.manager).post(
        reverse("transfer-add", args=[officer.officer.uuid]), sent(wso)
    )
    assert "carries this badge" in str(answer.context["form"].errors["badge_number"])
    assert last_status(officer) == Status.AUTHORIZED


def test_who_left_is_not_transferred(wso, signed_in):
    appointment = serving(wso)
    with acting_as(wso.administrator):
        separate(wso.administrator, appointment, on=wso.today)
    address = reverse("transfer-add", args=[appointment.officer.uuid])
    assert "serves at no agency today" in text(signed_in(wso.manager).get(address))


def test_an_agency_transfers_nobody_and_another_agency_ends_no_service(wso, signed_in):
    officer = serving(wso).officer
    for viewer, name, status in (
        (wso.administrator, "transfer-add", 403),
        (wso.manager, "separation-add", 403),
        (chain().administrator, "separation-add", 404),
    ):
        assert signed_in(viewer).get(reverse(name, args=[officer.uuid])).status_code == status
