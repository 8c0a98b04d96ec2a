import pytest
from django.urls import reverse

from accounts.viewer import acting_as
from tests.support.chain import authorized, begun, chain, enrolled, nominated
from tests.support.pages import text
from training.models import CredentialReturn, Enrollment, Notice, ParticipationAct
from training.selectors.facts import last_status
from training.services.exams import record_exam
from training.states import Status

pytestmark = pytest.mark.usefixtures("arranged")


def disqualified(c):
    record = begun(c)
    module = record.training_class.course_version.modules.exclude(exam_code="").last()
    with acting_as(c.registrar):
        for attempt in (1, 2):
            record_exam(c.registrar, record, module, attempt=attempt, score=40, taken_on=c.today)
    return record.participation


def test_the_page_says_what_a_revocation_ends_and_opens(wso, signed_in):
    page = text(signed_in(wso.director).get(reverse("revocation-add", args=[authorized(wso).uuid])))
    assert "Letter L-1, which holds until revoked, ends" in page
    assert "The participation under WSO ends" in page
    assert "ICE’s credentials are to come back" in page
    assert "The clock of the notice starts" not in page


def test_the_task_force_form_starts_the_clock_of_a_notice(signed_in):
    c = chain("TFM-2025-03-07")
    officer = authorized(c)
    client, address = signed_in(c.director), reverse("revocation-add", args=[officer.uuid])
    page = text(client.get(address))
    assert "The clock of the notice starts: due by" in page
    assert "ICE’s credentials" not in page
    client.post(address, {"letter": "R-1", "on": c.today.isoformat()})
    assert Notice.objects.get().participation == officer


def test_the_director_revokes_by_a_letter(wso, signed_in):
    officer = authorized(wso)
    answer = signed_in(wso.director).post(
        reverse("revocation-add", args=[officer.uuid]),
        {"letter": "R-7", "on": wso.today.isoformat()},
        follow=True,
    )
    assert "is revoked" in text(answer)
    assert ParticipationAct.objects.get(kind="revoked").detail == "Letter R-7"
    assert CredentialReturn.objects.get().participation == officer


@pytest.mark.parametrize(("field", "value"), [("letter", " "), ("on", "2999-01-01"), ("on", "x")])
def test_an_impossible_revocation_is_refused_at_its_field(wso, signed_in, field, value):
    sent = {"letter": "R-7", "on": wso.today.isoformat()} | {field: value}
    address = reverse("revocation-add", args=[authorized(wso).uuid])
    assert field in signed_in(wso.director).post(address, sent).context["form"].errors
    assert not ParticipationAct.objects.filter(kind="revoked").exists()


def test_the_agency_withdraws_an_officer_who_leaves_the_class(wso, signed_in):
    record = enrolled(wso)
    client = signed_in(wso.administrator)
    address = reverse("withdrawal-add", args=[record.participation.uuid])
    page = text(client.get(address))
    assert f"The officer leaves class {record.training_class.class_id}" in page
    assert "no authority is lost" in page
    client.post(address, {"on": wso.today.isoformat()})
    assert last_status(record.participation) == Status.WITHDRAWN
    assert Enrollment.objects.get().state == Enrollment.State.LEFT


def test_what_ended_is_not_ended_again(wso, signed_in):
    officer = nominated(wso)
    client, address = signed_in(wso.administrator), reverse("withdrawal-add", args=[officer.uuid])
    sent = {"on": wso.today.isoformat()}
    client.post(address, sent)
    assert "The participation has ended already" in text(client.get(address))
    assert "has ended already" in str(client.post(address, sent).context["form"].errors)


def test_a_disqualification_is_lifted_by_an_act_of_the_program_manager(wso, signed_in):
    officer = disqualified(wso)
    client = signed_in(wso.manager)
    address = reverse("disqualification-lift", args=[officer.uuid])
    assert "What disqualified stays on record" in text(client.get(address))
    assert "is lifted" in text(client.post(address, follow=True))
    assert last_status(officer) == Status.VETTED
    assert "The officer is not disqualified" in text(client.get(address))
    assert "is not disqualified" in str(client.post(address).context["form"].errors)


@pytest.mark.parametrize(
    ("name", "insider", "outsider"),
    [
        ("revocation-add", "supervisor", "director"),
        ("withdrawal-add", "director", "administrator"),
        ("disqualification-lift", "administrator", None),
    ],
)
def test_other_roles_are_refused_and_outsiders_find_nothing(
    wso, signed_in, name, insider, outsider
):
    address = reverse(name, args=[authorized(wso).uuid])
    assert signed_in(getattr(wso, insider)).get(address).status_code == 403
    if outsider:
        assert signed_in(getattr(chain(), outsider)).get(address).status_code == 404
