from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from accounts.viewer import acting_as
from tests.factories import PASSWORD
from tests.support.chain import authorized, certified, chain
from tests.support.pages import text
from training.kinds import Kind
from training.models import Coverage, Notice, ParticipationAct, Suspension
from training.services.suspension import suspend

pytestmark = pytest.mark.usefixtures("arranged")


def suspended(c):
    officer = authorized(c)
    with acting_as(c.administrator):
        suspend(c.administrator, officer, reason="request", valid_from=c.today)
    return officer


def test_the_page_says_first_what_a_suspension_takes_and_what_it_leaves(wso, signed_in):
    officer = authorized(wso)
    page = text(signed_in(wso.administrator).get(reverse("suspension-add", args=[officer.uuid])))
    assert "may not act from the day you enter" in page
    assert "Compliance stays as it is" in page
    assert "For discipline, the notice to ICE is due by" in page


def test_an_officer_is_suspended_for_a_coded_reason(wso, signed_in):
    officer = authorized(wso)
    answer = signed_in(wso.administrator).post(
        reverse("suspension-add", args=[officer.uuid]),
        {"reason": "discipline", "valid_from": wso.today.isoformat()},
        follow=True,
    )
    assert "is suspended and may not act" in text(answer)
    assert Suspension.objects.get().reason == "discipline"
    assert Notice.objects.get().participation == officer


@pytest.mark.parametrize(
    ("field", "value"), [("reason", ""), ("reason", "gossip"), ("valid_from", "2999-01-01")]
)
def test_an_impossible_suspension_is_refused_at_its_field(wso, signed_in, field, value):
    officer = authorized(wso)
    sent = {"reason": "training", "valid_from": wso.today.isoformat()} | {field: value}
    answer = signed_in(wso.supervisor).post(reverse("suspension-add", args=[officer.uuid]), sent)
    assert field in answer.context["form"].errors
    assert not Suspension.objects.exists()


def test_who_is_not_authorized_or_suspended_already_is_told_so_instead_of_asked(wso, signed_in):
    client = signed_in(wso.administrator)
    page = text(client.get(reverse("suspension-add", args=[certified(wso).uuid])))
    assert "The officer is not authorized" in page
    assert "Suspend the officer" not in page
    page = text(client.get(reverse("suspension-add", args=[suspended(wso).uuid])))
    assert "The officer is suspended already" in page


def test_the_director_restores_authority(wso, signed_in):
    officer = suspended(wso)
    client, address = signed_in(wso.director), reverse("reinstatement-add", args=[officer.uuid])
    page = text(client.get(address))
    assert "may act again from the day you enter" in page
    assert "By letter L-1" in page
    answer = client.post(address, {"on": wso.today.isoformat()}, follow=True)
    assert "is restored" in text(answer)
    assert ParticipationAct.objects.filter(participation=officer, kind="reinstated").exists()


def test_an_overdue_refresher_is_named_before_and_refused_after(jem, signed_in):
    officer = suspended(jem)
    rows = Coverage.objects.known_now().filter(participation=officer, kind=Kind.REFRESHER)
    row = rows.get()
    rows.update(superseded_at=Now(), superseded_because="test")
    row.pk, row.valid_to = None, jem.today - timedelta(days=3)
    row.valid_from = row.valid_to - timedelta(days=9)
    row.save(force_insert=True)
    client, address = signed_in(jem.director), reverse("reinstatement-add", args=[officer.uuid])
    assert "One thing stands against it today" in text(client.get(address))
    errors = client.post(address, {"on": jem.today.isoformat()}).context["form"].errors
    assert "It comes before authority is restored" in str(errors)


def test_restoring_asks_for_the_password_where_the_last_one_is_old(wso, signed_in):
    officer = suspended(wso)
    client = signed_in(wso.director, password_given_ago=3600)
    address = reverse("reinstatement-add", args=[officer.uuid])
    answer = client.post(address, {"on": wso.today.isoformat()})
    assert not ParticipationAct.objects.filter(kind="reinstated").exists()
    client.post(answer.url, {"password": PASSWORD})
    assert ParticipationAct.objects.filter(kind="reinstated").exists()


def test_who_was_never_suspended_has_nothing_to_restore(wso, signed_in):
    address = reverse("reinstatement-add", args=[authorized(wso).uuid])
    assert "The officer is not suspended" in text(signed_in(wso.director).get(address))


def test_outsiders_find_nothing_and_the_agency_does_not_restore(wso, signed_in):
    officer = suspended(wso)
    elsewhere = chain()
    for name, viewer in (
        ("suspension-add", elsewhere.administrator),
        ("reinstatement-add", elsewhere.director),
    ):
        address = reverse(name, args=[officer.uuid])
        assert signed_in(viewer).get(address).status_code == 404
    address = reverse("reinstatement-add", args=[officer.uuid])
    assert signed_in(wso.administrator).get(address).status_code == 403
