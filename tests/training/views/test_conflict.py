import pytest
from django.urls import reverse

from accounts.roles import AUDITOR, PROGRAM_MANAGER
from tests.factories import viewer_as
from tests.support.chain import authorized, chain
from training.models import Flag

pytestmark = pytest.mark.usefixtures("arranged")

TOO_LONG = {"letter": "L-1", "from": "2026-03-03", "until": None, "allowed": "2028-03-03"}
SENT = {"disposition": "explained", "evidence": "Letter of 3 Mar 2026"}


def flagged(c, **fields):
    officer = authorized(c)
    values = {
        "code": Flag.Code.AUTHORIZED_TOO_LONG,
        "facts": TOO_LONG,
        "affected_from": c.today,
    }
    return Flag.objects.create(agency=c.agency, participation=officer, **(values | fields))


def address(flag):
    return reverse("conflict-dispose", args=[flag.uuid])


def test_conflicts_wait_oldest_first_and_say_what_contradicts_what(wso, signed_in):
    first, second = flagged(wso), flagged(wso, affected_from=None)
    page = signed_in(wso.manager).get(reverse("conflicts"))
    assert page.context["page"].rows == [first, second]
    words = page.content.decode()
    assert "Letter L-1 holds 3 Mar 2026 without an end; at most until 3 Mar 2028" in words
    assert "Not affected" in words
    assert address(first) in words


def test_the_list_narrows_to_an_officer_or_an_agency(wso, signed_in):
    flag, other = flagged(wso), flagged(chain())
    client = signed_in(wso.manager)
    officer = flag.participation.officer
    for query in (f"officer={officer.uuid}", f"agency={wso.agency.uuid}"):
        page = client.get(f"{reverse('conflicts')}?{query}")
        assert page.context["page"].rows == [flag]
    whole = client.get(f"{reverse('conflicts')}?officer=x&after=x~y")
    assert whole.context["page"].rows == [flag, other]


def test_the_list_goes_on_after_twenty_five(wso, signed_in):
    flag = flagged(wso)
    for n in range(26):
        Flag.objects.create(
            agency=wso.agency,
            participation=flag.participation,
            code=flag.code,
            facts=TOO_LONG | {"letter": f"L-{n + 2}"},
        )
    client = signed_in(wso.manager)
    first = client.get(reverse("conflicts")).context["page"]
    rest = client.get(reverse("conflicts"), {"after": first.after}).context["page"]
    assert (len(first.rows), len(rest.rows), rest.after) == (25, 2, "")


def test_an_agency_sees_its_own_and_settles_none(wso, signed_in):
    flag, other = flagged(wso), flagged(chain())
    client = signed_in(wso.administrator)
    assert client.get(reverse("conflicts")).context["page"].rows == [flag]
    page = client.get(address(flag))
    assert "A program manager who did not enter these records" in page.content.decode()
    assert client.post(address(flag), SENT).status_code == 403
    assert client.get(address(other)).status_code == 404
    assert signed_in(viewer_as(AUDITOR)).post(address(flag), SENT).status_code == 403


def test_another_program_manager_settles_it_with_a_reason_and_a_document(wso, signed_in):
    flag = flagged(wso)
    client = signed_in(viewer_as(PROGRAM_MANAGER))
    assert "Settle the conflict" in client.get(address(flag)).content.decode()
    answer = client.post(address(flag), SENT, follow=True)
    assert "No records contradict each other" in answer.content.decode()
    settled = client.get(address(flag)).content.decode()
    assert "Explained by a document" in settled
    assert "Letter of 3 Mar 2026" in settled
    again = client.post(address(flag), SENT)
    assert "settled already" in str(again.context["form"].errors)


@pytest.mark.parametrize("missing", ["disposition", "evidence"])
def test_a_reason_and_a_document_are_asked_for_at_their_fields(wso, signed_in, missing):
    flag = flagged(wso)
    answer = signed_in(viewer_as(PROGRAM_MANAGER)).post(address(flag), SENT | {missing: ""})
    assert missing in answer.context["form"].errors
    flag.refresh_from_db()
    assert flag.disposed_at is None


@pytest.mark.parametrize("code", Flag.Code.values)
def test_every_conflict_shows_the_records_behind_it(wso, signed_in, code):
    flag = flagged(wso, code=code, facts={})
    page = signed_in(wso.manager).get(address(flag))
    assert page.status_code == 200
    assert page.context["records"]


def test_the_passport_leads_to_the_records(wso, signed_in):
    flag = flagged(wso)
    passport = reverse("officer", args=[flag.participation.officer.uuid])
    for viewer in (wso.manager, wso.administrator):
        words = signed_in(viewer).get(passport).content.decode()
        assert address(flag) in words
        assert "Compare the records" in words
