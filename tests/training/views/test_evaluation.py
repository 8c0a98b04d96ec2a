import pytest
from django.urls import reverse

from tests.support.chain import authorized, certified
from training.models import Evaluation

pytestmark = pytest.mark.usefixtures("arranged")


def test_a_supervisor_signs_an_evaluation(wso, signed_in):
    officer = authorized(wso)
    client, address = signed_in(wso.supervisor), reverse("evaluation-add", args=[officer.uuid])
    assert "never a case" in client.get(address).content.decode()
    sent = {"outcome": "continue", "evaluated_on": wso.today.isoformat()}
    assert client.post(address, sent).status_code == 302
    evaluation = Evaluation.objects.get()
    assert (evaluation.outcome, evaluation.evaluated_by_id) == (
        "continue",
        wso.supervisor.user_id,
    )


def test_who_may_not_act_is_not_evaluated(wso, signed_in):
    officer = certified(wso)
    address = reverse("evaluation-add", args=[officer.uuid])
    sent = {"outcome": "continue", "evaluated_on": wso.today.isoformat()}
    errors = signed_in(wso.supervisor).post(address, sent).context["form"].errors
    assert "not authorized" in str(errors["evaluated_on"])
    assert not Evaluation.objects.exists()


def test_the_agency_does_not_evaluate(wso, signed_in):
    address = reverse("evaluation-add", args=[authorized(wso).uuid])
    assert signed_in(wso.administrator).get(address).status_code == 403
