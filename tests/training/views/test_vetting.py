import pytest
from django.urls import reverse

from tests.support.chain import nominated, vetted
from training.models import Vetting

pytestmark = pytest.mark.usefixtures("arranged")


def test_nominated_officers_wait_longest_first(wso, signed_in):
    vetted(wso)
    late = nominated(wso)
    early = nominated(wso, on=wso.today.replace(year=wso.today.year - 1, day=1))
    client = signed_in(wso.manager)
    page = client.get(reverse("vetting-queue"))
    assert [row.participation for row in page.context["page"].rows] == [early, late]
    assert page.context["page"].rows[1].days == 60


def test_a_result_is_recorded_with_its_day(wso, signed_in):
    waiting = nominated(wso)
    address = reverse("vetting-add", args=[waiting.uuid])
    client = signed_in(wso.manager)
    assert "Nominated" in client.get(address).content.decode()
    sent = {"result": "approved", "checked_on": wso.today.isoformat()}
    answer = client.post(address, sent, follow=True)
    words = answer.content.decode()
    assert f"Recorded: {waiting.officer}, approved." in words
    assert "Nobody waits for vetting" in words
    assert Vetting.objects.get().result == "approved"
    again = client.post(address, sent)
    assert "Only a nominated officer is vetted" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("result", ""), ("result", "maybe"), ("checked_on", "2999-01-01"), ("checked_on", "x")],
)
def test_an_impossible_result_is_refused_at_its_field(wso, signed_in, field, value):
    waiting = nominated(wso)
    sent = {"result": "approved", "checked_on": wso.today.isoformat()} | {field: value}
    answer = signed_in(wso.manager).post(reverse("vetting-add", args=[waiting.uuid]), sent)
    assert field in answer.context["form"].errors
    assert not Vetting.objects.exists()


def test_only_the_program_manager_records_vetting(wso, signed_in):
    waiting = nominated(wso)
    for viewer in (wso.administrator, wso.supervisor, wso.registrar):
        client = signed_in(viewer)
        assert client.get(reverse("vetting-add", args=[waiting.uuid])).status_code == 403
        assert client.get(reverse("vetting-queue")).status_code == 403
