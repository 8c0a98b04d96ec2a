import pytest
from django.urls import reverse

from accounts.roles import SUPERVISOR
from accounts.viewer import acting_as
from tests.factories import PASSWORD, viewer_as
from tests.support.chain import begun, chain, complete, submitted
from training.models import Attendance, Enrollment, SignOff
from training.selectors.sign_off import record_shown
from training.services.sign_off import approve

pytestmark = pytest.mark.usefixtures("arranged")


def address_of(record):
    return reverse("record-sign-off", args=[record.uuid])


def attended(record, hours):
    """Other hours than those that were sent: the database takes them while the record is open."""
    records = Enrollment.objects.filter(pk=record.pk)
    records.update(state=Enrollment.State.RETURNED)
    Attendance.objects.filter(enrollment=record).update(hours=hours)
    records.update(state=Enrollment.State.SUBMITTED)


def decide(client, record, decision, **more):
    digest = client.get(address_of(record)).context["digest"]
    return client.post(
        address_of(record), {"decision": decision, "digest": digest} | more, follow=True
    )


def test_the_queue_is_oldest_first_and_says_how_long_each_waits(wso, signed_in):
    first, second = submitted(wso), submitted(wso)
    Enrollment.objects.filter(pk=first.pk).update(submitted_at="2026-01-10 12:00+00")
    page = signed_in(wso.supervisor).get(reverse("sign-off-queue"))
    assert [row.enrollment for row in page.context["page"].rows] == [first, second]
    words = page.content.decode()
    assert "2 records wait for your sign-off" in words
    assert "Nothing missing" in words
    assert "since 10 Jan" in words


def test_an_empty_queue_says_why(wso, signed_in):
    page = signed_in(wso.supervisor).get(reverse("sign-off-queue")).content.decode()
    assert "Nothing waits for your sign-off" in page


def test_a_supervisor_approves_and_goes_on_to_the_next_record(wso, signed_in):
    record, following = submitted(wso), submitted(wso)
    answer = decide(signed_in(wso.supervisor), record, "approve")
    assert answer.redirect_chain[-1][0] == address_of(following)
    assert f"{record.officer} is certified, certificate C-" in answer.content.decode()
    signed = SignOff.objects.get()
    assert (signed.decision, signed.signed_by_id) == ("approved", wso.supervisor.user_id)
    record.refresh_from_db()
    assert record.state == "signed_off"


def test_a_return_carries_its_reasons_in_words(wso, signed_in):
    record = submitted(wso)
    answer = decide(
        signed_in(wso.supervisor), record, "return", reasons=["attendance", "evidence_unsigned"]
    )
    words = answer.content.decode()
    assert "Attendance incomplete; Evidence unsigned" in words
    assert SignOff.objects.get().reasons == ["attendance", "evidence_unsigned"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose: approve, or return to the agency."),
        ({"decision": "return"}, "Choose at least one reason."),
        ({"decision": "return", "reasons": ["gossip"]}, "is not among the choices"),
    ],
)
def test_a_decision_that_says_nothing_signs_nothing(wso, signed_in, sent, words):
    record = submitted(wso)
    client = signed_in(wso.supervisor)
    digest = client.get(address_of(record)).context["digest"]
    page = client.post(address_of(record), sent | {"digest": digest}).content.decode()
    assert "Nothing was signed" in page
    assert words in page
    assert not SignOff.objects.exists()


def test_what_is_missing_stands_on_top_ticks_the_reason_and_forbids_approval(wso, signed_in):
    record = submitted(wso)
    attended(record, 3)
    client = signed_in(wso.supervisor)
    page = client.get(address_of(record))
    words = page.content.decode()
    assert "One thing is missing, so this record can be returned but not approved" in words
    assert "3 of 8 hours" in words
    assert "Not possible yet" in words
    assert "Return with 1 reason" in words
    assert page.context["form"].chosen_reasons == ["attendance"]
    answer = decide(client, record, "approve")
    assert "Nothing was signed" in answer.content.decode()
    assert not SignOff.objects.exists()


def test_who_comes_second_is_told_by_whom_it_was_signed(wso, signed_in):
    record = submitted(wso)
    second = signed_in(viewer_as(SUPERVISOR, wso.agency.field_office))
    digest = second.get(address_of(record)).context["digest"]
    with acting_as(wso.supervisor):
        approve(wso.supervisor, record, digest=digest)
    answer = second.post(address_of(record), {"decision": "approve", "digest": digest})
    words = answer.content.decode()
    assert f"{wso.supervisor.name} signed this record off" in words
    assert SignOff.objects.count() == 1


def test_a_record_that_changed_since_it_was_shown_is_not_signed(wso, signed_in):
    record = submitted(wso)
    client = signed_in(wso.supervisor)
    digest = client.get(address_of(record)).context["digest"]
    attended(record, 7)
    answer = client.post(address_of(record), {"decision": "approve", "digest": digest})
    assert "The record changed since you opened it" in answer.content.decode()
    assert answer.context["digest"] != digest


def test_an_old_password_is_asked_again_and_the_decision_is_then_carried_out(wso, signed_in):
    record = submitted(wso)
    client = signed_in(wso.supervisor, password_given_ago=16 * 60)
    page = client.get(address_of(record))
    assert "We will ask for your password first" in page.content.decode()
    sent = {"decision": "approve", "digest": page.context["digest"]}
    answer = client.post(address_of(record), sent)
    assert answer.status_code == 302
    assert reverse("account_reauthenticate") in answer.url
    assert not SignOff.objects.exists()
    client.post(answer.url, {"password": "wrong"})
    assert not SignOff.objects.exists()
    client.post(answer.url, {"password": PASSWORD})
    assert SignOff.objects.get().decision == "approved"


def test_a_record_that_does_not_wait_shows_its_state_and_no_form(wso, signed_in):
    record = complete(wso)
    page = signed_in(wso.supervisor).get(address_of(record)).content.decode()
    assert "This record does not wait for sign-off." in page
    assert 'name="decision"' not in page


def test_supervisors_of_other_agencies_and_other_roles_are_kept_out(wso, signed_in):
    record = submitted(wso)
    assert signed_in(chain().supervisor).get(address_of(record)).status_code == 404
    assert signed_in(wso.administrator).get(address_of(record)).status_code == 403
    assert signed_in(wso.registrar).get(reverse("sign-off-queue")).status_code == 403


def test_the_queue_and_a_record_cost_the_same_however_many_wait(
    wso, signed_in, django_assert_max_num_queries
):
    records = [submitted(wso) for _ in range(8)]
    client = signed_in(wso.supervisor)
    with django_assert_max_num_queries(25):
        client.get(reverse("sign-off-queue"))
    with django_assert_max_num_queries(40):
        client.get(address_of(records[0]))


def test_a_new_enrollment_does_not_appear_in_the_queue(wso, signed_in):
    begun(wso)
    page = signed_in(wso.supervisor).get(reverse("sign-off-queue"))
    assert page.context["page"].rows == []
    assert record_shown(Enrollment.objects.get()).missing
