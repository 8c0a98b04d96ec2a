import pytest
from django.urls import reverse

from tests.factories import AgreementFactory
from tests.support.chain import chain, nominated, serving
from training.models import Attestation, Participation

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def tfm():
    return chain("TFM-2025-03-07")


def attested(day, *kinds):
    sent = {"on": day.isoformat()}
    for kind in kinds:
        sent[f"attest_{kind}_attested_on"] = "on"
        sent[f"{kind}_attested_on"] = day.isoformat()
    return sent


def test_the_form_asks_what_the_agreement_asks_and_nominates(tfm, signed_in):
    officer = serving(tfm).officer
    client, address = signed_in(tfm.administrator), reverse("nomination-add", args=[officer.uuid])
    page = client.get(address)
    assert {item.field for item in page.context["attested"]} == {
        "citizenship_attested_on",
        "experience_attested_on",
        "discipline_attested_on",
    }
    sent = attested(tfm.today, "citizenship", "experience", "discipline")
    answer = client.post(address, sent)
    assert answer.url == reverse("officer", args=[officer.uuid])
    assert Participation.objects.get().model == "TFM"
    assert Attestation.objects.count() == 3


def test_what_is_not_ticked_is_asked_for_at_its_box(tfm, signed_in):
    officer = serving(tfm).officer
    answer = signed_in(tfm.administrator).post(
        reverse("nomination-add", args=[officer.uuid]), attested(tfm.today, "citizenship")
    )
    errors = answer.context["form"].errors
    assert "The form asks the agency to attest this." in errors["attest_experience_attested_on"]
    assert "attest_discipline_attested_on" in errors
    assert not Participation.objects.exists()


def test_too_little_experience_is_refused_at_its_field(tfm, signed_in):
    officer = serving(tfm, law_enforcement_since=tfm.today.replace(day=1)).officer
    answer = signed_in(tfm.administrator).post(
        reverse("nomination-add", args=[officer.uuid]),
        attested(tfm.today, "citizenship", "experience", "discipline"),
    )
    assert "2 years of law enforcement work" in str(
        answer.context["form"].errors["experience_attested_on"]
    )


def test_among_several_agreements_one_is_chosen_first(wso, signed_in):
    other = AgreementFactory(agency=wso.agency, form="JEM-2025-02-15")
    officer = serving(wso).officer
    client, address = signed_in(wso.administrator), reverse("nomination-add", args=[officer.uuid])
    page = client.get(address)
    assert page.context["agreement"] is None
    assert "Under which agreement?" in page.content.decode()
    chosen = client.get(address, {"agreement": other.uuid})
    assert chosen.context["agreement"] == other


def test_an_officer_nominated_everywhere_has_nothing_to_choose(wso, signed_in):
    officer = nominated(wso).officer
    page = signed_in(wso.administrator).get(reverse("nomination-add", args=[officer.uuid]))
    assert "There is no agreement to nominate under" in page.content.decode()


def test_another_agency_does_not_find_the_officer_and_a_coordinator_may_not(wso, signed_in):
    officer = serving(wso).officer
    address = reverse("nomination-add", args=[officer.uuid])
    assert signed_in(chain().administrator).get(address).status_code == 404
    assert signed_in(wso.supervisor).get(address).status_code == 403
