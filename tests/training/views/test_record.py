import pytest
from django.urls import reverse

from accounts.viewer import acting_as
from tests.support.chain import begun, chain, complete, submitted
from tests.training.views.conftest import class_of, records_of
from training.services.attendance import record_attendance
from training.services.exams import record_exam

pytestmark = pytest.mark.usefixtures("arranged")


def test_a_record_shows_days_exams_and_who_entered_them(wso, signed_in):
    record = complete(wso)
    page = signed_in(wso.administrator).get(reverse("record", args=[record.uuid]))
    words = page.content.decode()
    assert "8 of 8 hours, 1 of 1 days" in words
    assert "1 of 1 passed; pass mark 70 in each" in words
    assert wso.registrar.name in words
    assert "Send to sign-off" in words


def test_a_record_that_lacks_something_lists_everything_at_once(jem, signed_in):
    record = begun(jem)
    client = signed_in(jem.administrator)
    page = client.get(reverse("record", args=[record.uuid])).content.decode()
    due = len([d for d in record.training_class.days.all() if not d.holiday])
    assert page.count("is not recorded.") == due + 5
    assert "Send to sign-off" not in page
    answer = client.post(reverse("record-submit", args=[record.uuid]))
    assert answer.content.decode().count("is not recorded.") == due + 5
    record.refresh_from_db()
    assert record.state == "open"


def test_a_complete_record_is_sent_once(wso, signed_in):
    record = complete(wso)
    client, address = signed_in(wso.administrator), reverse("record-submit", args=[record.uuid])
    assert "Sent to sign-off" in client.post(address, follow=True).content.decode()
    record.refresh_from_db()
    assert record.state == "submitted"
    assert "waits for sign-off" in client.post(address).content.decode()


def test_a_class_sends_the_records_that_have_everything(wso, signed_in):
    held = class_of(wso, 3)
    module = held.course_version.modules.exclude(exam_code="").get()
    with acting_as(wso.registrar):
        for record in records_of(held)[:2]:
            for day in held.days.filter(holiday=""):
                record_attendance(wso.registrar, record, day, day.hours)
            record_exam(wso.registrar, record, module, attempt=1, score=90, taken_on=held.ends_on)
    client = signed_in(wso.registrar)
    assert "Send 2 to sign-off" in client.get(reverse("class", args=[held.uuid])).content.decode()
    address = reverse("class-submit", args=[held.uuid])
    page = client.post(address, {"tab": "results"}, follow=True)
    assert page.redirect_chain[0][0] == reverse("class-results", args=[held.uuid])
    assert "Sent 2 records to sign-off." in page.content.decode()
    assert [r.state for r in records_of(held)] == ["submitted", "submitted", "open"]
    assert "No record has everything" in client.post(address, follow=True).content.decode()


def test_another_agency_does_not_see_the_record(wso, signed_in):
    record = submitted(wso)
    stranger = signed_in(chain().administrator)
    for name in ("record", "record-submit", "enrollment-leave"):
        address = reverse(name, args=[record.uuid])
        answer = stranger.post(address) if name == "record-submit" else stranger.get(address)
        assert answer.status_code == 404, name
