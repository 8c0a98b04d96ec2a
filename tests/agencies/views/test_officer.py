from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR, AUDITOR, TRAINING_COORDINATOR
from agencies.models import Officer
from tests.factories import AgencyFactory, AppointmentFactory, OfficerFactory, member
from tests.support.pages import text

pytestmark = pytest.mark.usefixtures("arranged")

SENT = {
    "last_name": "Sample",
    "first_name": "Avery",
    "badge_number": "4471",
    "hired_on": "2020-01-06",
}


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def officer(agency):
    officer = OfficerFactory(agency=agency)
    AppointmentFactory(officer=officer, badge_number="7", valid_from=date(2018, 1, 1))
    return officer


def test_an_administrator_adds_an_officer_and_lands_on_the_officers_page(agency, signed_in):
    client = signed_in(member(AGENCY_ADMINISTRATOR, agency))
    page = client.get(reverse("officer-add"))
    assert agency.name in text(page)
    answer = client.post(reverse("officer-add"), SENT)
    officer = Officer.objects.get()
    assert officer.agency == agency
    assert answer.url == reverse("officer", args=[officer.uuid])


def test_a_badge_in_use_is_said_at_the_badge(officer, agency, signed_in):
    client = signed_in(member(AGENCY_ADMINISTRATOR, agency))
    answer = client.post(reverse("officer-add"), SENT | {"badge_number": "7"})
    errors = answer.context["form"].errors
    assert list(errors) == ["badge_number"]
    assert "has the badge 7" in errors["badge_number"][0]
    assert answer.context["form"]["last_name"].value() == "Sample"


def test_an_administrator_corrects_an_officer(officer, agency, signed_in):
    client = signed_in(member(AGENCY_ADMINISTRATOR, agency))
    address = reverse("officer-edit", args=[officer.uuid])
    assert client.get(address).context["form"]["badge_number"].value() == "7"
    client.post(address, SENT)
    officer.refresh_from_db()
    assert officer.last_name == "Sample"


def test_an_officer_of_another_agency_is_not_there(officer, signed_in):
    client = signed_in(member(AGENCY_ADMINISTRATOR, AgencyFactory()))
    address = reverse("officer-edit", args=[officer.uuid])
    assert client.get(address).status_code == 404
    assert client.post(address, SENT).status_code == 404


@pytest.mark.parametrize("role", [TRAINING_COORDINATOR, AUDITOR])
def test_who_only_reads_officers_is_refused_by_name_of_the_permission(
    officer, agency, signed_in, role
):
    client = signed_in(member(role, agency))
    for address in (reverse("officer-add"), reverse("officer-edit", args=[officer.uuid])):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "keep their records" in text(answer)


def test_a_visitor_is_sent_to_sign_in(officer, client):
    answer = client.get(reverse("officer-edit", args=[officer.uuid]))
    assert answer.url.startswith(reverse("account_login"))
