import pytest
from django.urls import reverse

from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import acting_as
from agencies.services.agreement_act import record_act
from tests.factories import PASSWORD, viewer_as
from tests.support.chain import authorized, certified, chain, vetted
from training.models import Authorization

pytestmark = pytest.mark.usefixtures("arranged")


def test_certified_officers_wait_and_the_authorized_do_not(wso, signed_in):
    waiting = certified(wso)
    authorized(wso)
    vetted(wso)
    page = signed_in(wso.director).get(reverse("authorization-queue"))
    assert [row.participation for row in page.context["page"].rows] == [waiting]


def test_whom_a_suspended_agreement_holds_is_shown_apart_and_not_counted(wso, signed_in):
    held = certified(wso)
    with acting_as(viewer := viewer_as(PROGRAM_MANAGER)):
        record_act(
            viewer,
            wso.agreement,
            kind="suspended",
            effective_on=wso.today,
            evidence="Letter no. 12",
        )
    client = signed_in(wso.director)
    page = client.get(reverse("authorization-queue"))
    assert page.context["page"].rows == []
    assert [row for row, _state in page.context["held"].rows] == [held]
    words = page.content.decode()
    assert "1 officer is held up by the agreement" in words
    assert "WSO</a>: suspended" in words
    assert "Nobody waits for your authorization" in client.get(reverse("home")).content.decode()


def test_the_director_sees_the_chain_and_the_period_and_authorizes(wso, signed_in):
    waiting = certified(wso)
    client, address = signed_in(wso.director), reverse("authorization-add", args=[waiting.uuid])
    words = client.get(address).content.decode()
    assert "until revoked" in words
    assert "Certified" in words
    sent = {"letter": "TPA-1", "valid_from": wso.today.isoformat()}
    answer = client.post(address, sent, follow=True)
    assert "is authorized from" in answer.content.decode()
    assert Authorization.objects.get().letter == "TPA-1"


def test_a_tfm_officer_is_authorized_for_two_years(signed_in):
    c = chain("TFM-2025-03-07")
    case = (
        signed_in(c.director)
        .get(reverse("authorization-add", args=[certified(c).uuid]))
        .context["case"]
    )
    assert case.valid_to.year == c.today.year + 2


def test_an_officer_who_is_not_certified_is_refused_with_every_reason(wso, signed_in):
    early = vetted(wso)
    client, address = signed_in(wso.director), reverse("authorization-add", args=[early.uuid])
    assert "not certified" in client.get(address).content.decode()
    sent = {"letter": " ", "valid_from": wso.today.isoformat()}
    errors = client.post(address, sent).context["form"].errors
    assert "letter" in errors
    refused = client.post(address, sent | {"letter": "TPA-1"}).context["form"].errors
    assert "not certified" in str(refused)
    assert not Authorization.objects.exists()


def test_an_old_password_is_asked_again_before_authorizing(wso, signed_in):
    waiting = certified(wso)
    client = signed_in(wso.director, password_given_ago=3600)
    sent = {"letter": "TPA-1", "valid_from": wso.today.isoformat()}
    answer = client.post(reverse("authorization-add", args=[waiting.uuid]), sent)
    assert not Authorization.objects.exists()
    client.post(answer.url, {"password": PASSWORD})
    assert Authorization.objects.count() == 1


def test_another_office_finds_nothing_and_a_supervisor_may_not(wso, signed_in):
    waiting = certified(wso)
    address = reverse("authorization-add", args=[waiting.uuid])
    assert signed_in(chain().director).get(address).status_code == 404
    assert signed_in(wso.supervisor).get(address).status_code == 403
