import pytest
from django.urls import reverse

from tests.support.chain import authorized, chain
from training.kinds import Kind
from training.models import DutyDone

pytestmark = pytest.mark.usefixtures("arranged")


def address(c):
    return reverse("duty-add", args=[c.agreement.uuid])


def sent(c, kind=Kind.POSTERS, **fields):
    values = {"kind": kind and int(kind), "done_on": c.today.isoformat()}
    return values | {"evidence": "Photo of 3 Mar 2026"} | fields


def test_the_agency_records_its_posters_and_the_agreement_shows_them(wso, signed_in):
    authorized(wso)
    client = signed_in(wso.administrator)
    before = client.get(reverse("agreement", args=[wso.agreement.uuid])).content.decode()
    assert "Record that the posters are displayed" in before
    assert address(wso) in before
    answer = client.post(address(wso), sent(wso), follow=True)
    words = answer.content.decode()
    assert "Recorded: Complaint posters." in words
    assert "Photo of 3 Mar 2026" in words
    assert DutyDone.objects.get().recorded_by_id == wso.administrator.user_id


def test_each_is_offered_what_they_record(wso, signed_in):
    for viewer, kinds in (
        (wso.administrator, [Kind.INTERPRETER_LIST, Kind.POSTERS]),
        (wso.manager, [Kind.REVIEW_MEETING]),
    ):
        assert signed_in(viewer).get(address(wso)).context["kinds"] == kinds


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("kind", "1"),
        ("kind", "21"),
        ("done_on", "2999-01-01"),
        ("done_on", "x"),
        ("evidence", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(wso, signed_in, field, value):
    answer = signed_in(wso.administrator).post(address(wso), sent(wso, **{field: value}))
    assert field in answer.context["form"].errors
    assert not DutyDone.objects.exists()


def test_nobody_else_records_and_another_agency_finds_nothing(wso, signed_in):
    assert signed_in(wso.supervisor).get(address(wso)).status_code == 403
    assert signed_in(chain().administrator).get(address(wso)).status_code == 404


def test_a_form_that_asks_nothing_of_the_agency_says_so(signed_in):
    c = chain("TFM-2025-03-07")
    words = signed_in(c.administrator).get(address(c)).content.decode()
    assert "asks nothing of the agency itself" in words


def test_the_page_of_the_agency_says_what_it_owes(wso, signed_in):
    authorized(wso)
    words = signed_in(wso.administrator).get(reverse("agency", args=[wso.agency.uuid]))
    assert "List of interpreters: missing; Complaint posters: missing" in words.content.decode()
