import pytest
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER
from agencies.models import FormRevision
from tests.factories import AgreementFactory, member

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def agreement():
    return AgreementFactory(form_inferred=True)


@pytest.fixture
def manager(signed_in):
    return signed_in(member(PROGRAM_MANAGER))


def test_a_program_manager_confirms_the_form(agreement, manager):
    address = reverse("agreement-confirm-form", args=[agreement.uuid])
    assert "was inferred from the signing date" in manager.get(address).content.decode()
    form = FormRevision.objects.get(code="JEM-2025-02-15")
    manager.post(address, {"form_revision": form.uuid})
    agreement.refresh_from_db()
    assert not agreement.form_inferred


def test_only_forms_that_the_agreement_can_be_written_on_are_offered(agreement, manager):
    page = manager.get(reverse("agreement-confirm-form", args=[agreement.uuid]))
    offered = page.context["form"].fields["form_revision"].queryset
    assert all("JEM" in form.for_models for form in offered)
    assert all(form.valid_from <= agreement.signed_on for form in offered)


def test_the_agency_itself_records_nothing_about_its_agreement(agreement, signed_in):
    client = signed_in(member(AGENCY_ADMINISTRATOR, agreement.agency))
    address = reverse("agreement-confirm-form", args=[agreement.uuid])
    assert client.get(address).status_code == 403
