from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.viewer import acting_as
from tests.support.chain import authorized, chain
from tests.support.pages import text
from training.models import CredentialReturn, Notice
from training.services.revocation import revoke
from training.services.suspension import suspend

pytestmark = pytest.mark.usefixtures("arranged")


def revoked(c):
    officer = authorized(c)
    with acting_as(c.director):
        revoke(c.director, officer, on=c.today, letter="R-1")
    return officer


def disciplined(c):
    officer = authorized(c)
    with acting_as(c.administrator):
        suspend(c.administrator, officer, reason="discipline", valid_from=c.today)
    return officer


def an_hour_before(moment):
    return timezone.localtime(moment - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")


def overdue(c):
    """A notice of an earlier suspension, which nobody sent in time."""
    return Notice.objects.create(
        agency=c.agency,
        kind=Notice.Kind.COMPLAINT,
        participation=authorized(c),
        started_at=timezone.now() - timedelta(days=7),
        due_at=timezone.now() - timedelta(days=3),
    )


def test_what_is_due_first_comes_first_and_late_ones_say_so(jem, signed_in):
    officer = disciplined(jem)
    late = overdue(jem)
    page = signed_in(jem.administrator).get(reverse("tasks"))
    assert page.context["notices"].rows == [late, officer.notices.get()]
    assert "Late: was due 3 days ago" in text(page)


def test_a_return_is_recorded_and_the_task_is_gone(jem, signed_in):
    revoked(jem)
    task = CredentialReturn.objects.get()
    client = signed_in(jem.administrator)
    address = reverse("credential-return", args=[task.uuid])
    assert address in text(client.get(reverse("tasks")))
    answer = client.post(address, {"on": jem.today.isoformat()}, follow=True)
    assert "are returned" in text(answer)
    assert "No notice and no credential is open" in text(answer)
    assert "The credentials came back" in text(client.get(address))
    again = client.post(address, {"on": jem.today.isoformat()})
    assert "returned already" in str(again.context["form"].errors)


def test_a_return_is_not_dated_ahead(jem, signed_in):
    revoked(jem)
    address = reverse("credential-return", args=[CredentialReturn.objects.get().uuid])
    answer = signed_in(jem.administrator).post(address, {"on": "2099-01-01"})
    assert "has not come yet" in str(answer.context["form"].errors["on"])


def test_a_notice_sent_in_time_is_recorded_with_its_moment(jem, signed_in):
    disciplined(jem)
    notice = Notice.objects.get()
    client, address = signed_in(jem.administrator), reverse("notice-send", args=[notice.uuid])
    page = text(client.get(address))
    assert "Due by" in page
    assert "within 48 hours" in page
    sent = timezone.localtime(timezone.now()).strftime("%Y-%m-%dT%H:%M")
    assert "in time" in text(client.post(address, {"sent_at": sent}, follow=True))
    notice.refresh_from_db()
    assert notice.sent_by_id == jem.administrator.user_id
    assert "The notice was sent in time" in text(client.get(address))
    assert "sent already" in str(client.post(address, {"sent_at": sent}).context["form"].errors)


def test_a_notice_sent_late_shows_as_late(jem, signed_in):
    notice = overdue(jem)
    client, address = signed_in(jem.administrator), reverse("notice-send", args=[notice.uuid])
    assert "Late: was due" in text(client.get(address))
    answer = client.post(address, {"sent_at": an_hour_before(timezone.now())}, follow=True)
    assert "recorded as sent, late" in text(answer)
    assert "Sent late" in text(answer)


@pytest.mark.parametrize("value", ["", "yesterday", "2099-01-01T10:00"])
def test_an_impossible_moment_is_refused_at_its_field(jem, signed_in, value):
    disciplined(jem)
    address = reverse("notice-send", args=[Notice.objects.get().uuid])
    answer = signed_in(jem.administrator).post(address, {"sent_at": value})
    assert "sent_at" in answer.context["form"].errors
    assert Notice.objects.get().sent_at is None


def test_nothing_open_says_when_something_appears(jem, signed_in):
    assert "A task appears here when" in text(signed_in(jem.director).get(reverse("tasks")))


def test_another_agency_sees_no_task_and_a_supervisor_may_not(jem, signed_in):
    officer = revoked(jem)
    task = CredentialReturn.objects.get()
    client = signed_in(chain().administrator)
    assert str(officer.officer) not in text(client.get(reverse("tasks")))
    assert client.get(reverse("credential-return", args=[task.uuid])).status_code == 404
    assert signed_in(jem.supervisor).get(reverse("tasks")).status_code == 403


def test_the_page_takes_few_queries(jem, signed_in, django_assert_max_num_queries):
    for _ in range(2):
        disciplined(jem)
        revoked(jem)
    client = signed_in(jem.manager)
    with django_assert_max_num_queries(17):
        client.get(reverse("tasks"))
