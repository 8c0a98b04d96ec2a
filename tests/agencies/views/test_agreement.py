import pytest
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER
from agencies.models import AgreementAct, FormRevision
from tests.factories import AgreementFactory, member

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def agreement():
    return AgreementFactory(form_inferred=True)


@pytest.fixture
def manager(signed_in):
    return signed_in(member(PROGRAM_MANAGER))


def test_a_program_manager_records_an_act(agreement, manager):
    address = reverse("agreement-act-add", args=[agreement.uuid])
    offered = [kind for kind, _label in manager.get(address).context["form"].fields["kind"].choices]
    assert "suspended" in offered
    assert "reinstated" not in offered
    sent = {"kind": "suspended", "effective_on": "2025-05-01", "evidence": "Letter, 1 May 2025"}
    answer = manager.post(address, sent)
    assert answer.url == reverse("agreement", args=[agreement.uuid])
    assert AgreementAct.objects.filter(kind="suspended").count() == 1


def test_an_act_against_the_order_of_things_is_said_at_the_field(agreement, manager):
    sent = {"kind": "suspended", "effective_on": "2025-01-01", "evidence": "Letter"}
    answer = manager.post(reverse("agreement-act-add", args=[agreement.uuid]), sent)
    assert set(answer.context["form"].errors) == {"kind", "effective_on"}


def test_a_program_manager_confirms_the_form(agreement, manager):
    address = reverse("agreement-confirm-form", args=[agreement.uuid])
    assert "was inferred from the signing date" in manager.get(address).content.decode()
    form = FormRevision.objects.get(code="JEM-2025-02-15")
    manager.post(address, {"form_revision": form.pk})
    agreement.refresh_from_db()
    assert not agreement.form_inferred


def test_only_forms_that_the_agreement_can_be_written_on_are_offered(agreement, manager):
    page = manager.get(reverse("agreement-confirm-form", args=[agreement.uuid]))
    offered = page.context["form"].fields["form_revision"].queryset
    assert all("JEM" in form.for_models for form in offered)
    assert all(form.valid_from <= agreement.signed_on for form in offered)


def test_the_agency_itself_records_nothing_about_its_agreement(agreement, signed_in):
    client = signed_in(member(AGENCY_ADMINISTRATOR, agreement.agency))
    for name in ("agreement-act-add", "agreement-confirm-form"):
        assert client.get(reverse(name, args=[agreement.uuid])).status_code == 403
