from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import AUDITOR
from accounts.viewer import acting_as
from tests.factories import viewer_as
from tests.support.chain import authorized, chain
from tests.support.pages import text
from training.kinds import Kind
from training.models import Coverage, Waiver
from training.services.waiver import decide_waiver, request_waiver

pytestmark = pytest.mark.usefixtures("arranged")


def asked(c, officer=None, viewer=None, **changes):
    officer, viewer = officer or authorized(c), viewer or c.administrator
    with acting_as(viewer):
        return request_waiver(
            viewer,
            officer,
            **{
                "kind": Kind.REFRESHER,
                "reason": "absence",
                "evidence": "Memo 7",
                "valid_from": c.today,
                "valid_to": c.today + timedelta(days=90),
            }
            | changes,
        )


def sent(c, **changes):
    return {
        "kind": str(int(Kind.REFRESHER)),
        "reason": "absence",
        "evidence": "Memo 7",
        "valid_from": c.today.isoformat(),
        "valid_to": (c.today + timedelta(days=90)).isoformat(),
    } | changes


def test_an_agency_asks_for_a_waiver_of_what_the_form_asks(jem, signed_in):
    officer = authorized(jem)
    client, address = signed_in(jem.administrator), reverse("waiver-add", args=[officer.uuid])
    page = client.get(address)
    offered = {Kind(kind) for kind, _words in page.context["form"].fields["kind"].choices}
    assert Kind.REFRESHER in offered
    assert not offered & {Kind.CERTIFICATION, Kind.AUTHORIZATION, Kind.CREDENTIAL_RETURN}
    answer = client.post(address, sent(jem), follow=True)
    assert "A program manager decides" in text(answer)
    assert Waiver.objects.get().decision == Waiver.Decision.WAITING


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", str(int(Kind.AUTHORIZATION))),
        ("kind", ""),
        ("reason", "because"),
        ("evidence", " "),
        ("valid_to", "2999-01-01"),
        ("valid_to", "2020-01-01"),
        ("valid_to", ""),
    ],
)
def test_an_impossible_waiver_is_refused_at_its_field(jem, signed_in, field, value):
    address = reverse("waiver-add", args=[authorized(jem).uuid])
    answer = signed_in(jem.administrator).post(address, sent(jem, **{field: value}))
    assert field in answer.context["form"].errors
    assert not Waiver.objects.exists()


def test_those_that_wait_come_first_and_say_who_asked(jem, signed_in):
    officer = authorized(jem)
    waiver = asked(jem, officer)
    with acting_as(jem.manager):
        decide_waiver(jem.manager, waiver, approve=True)
    waits = asked(jem, officer, kind=Kind.SUPERVISOR)
    page = signed_in(jem.manager).get(reverse("waivers"))
    assert page.context["waiting"].rows == [waits]
    assert [w.pk for w in page.context["decided"].rows] == [waiver.pk]
    assert reverse("waiver-decide", args=[waits.uuid]) in text(page)
    assert jem.administrator.name in text(page)


def test_an_auditor_reads_the_list_and_decides_nothing(jem, signed_in):
    waiver = asked(jem)
    client = signed_in(viewer_as(AUDITOR))
    page = text(client.get(reverse("waivers")))
    assert "Memo 7" in page
    address = reverse("waiver-decide", args=[waiver.uuid])
    assert address not in page
    assert client.get(address).status_code == 403


def test_another_person_approves_and_the_passport_shows_waived(jem, signed_in):
    officer = authorized(jem)
    waiver = asked(jem, officer)
    client, address = signed_in(jem.manager), reverse("waiver-decide", args=[waiver.uuid])
    page = text(client.get(address))
    assert "Memo 7" in page
    assert "Refresher" in page
    client.post(address, {"decision": "approved"})
    assert Coverage.objects.filter(participation=officer, evidence_kind=9).exists()
    assert "You cannot decide on this waiver" in text(client.get(address))
    assert "has been decided" in str(
        client.post(address, {"decision": "refused"}).context["form"].errors
    )


def test_a_refused_waiver_covers_nothing(jem, signed_in):
    waiver = asked(jem)
    address = reverse("waiver-decide", args=[waiver.uuid])
    answer = signed_in(jem.manager).post(address, {"decision": "refused"}, follow=True)
    assert "Refused: " in text(answer)
    assert not Coverage.objects.filter(evidence_kind=9).exists()


def test_who_asked_is_told_that_another_person_must_decide(jem, signed_in):
    """Somebody may hold both roles; not for one waiver."""
    own = Waiver.objects.create(
        agency=jem.agency,
        participation=authorized(jem),
        kind=Kind.REFRESHER,
        reason="absence",
        evidence="Memo 8",
        valid_from=jem.today,
        valid_to=jem.today + timedelta(days=9),
        recorded_by_id=jem.manager.user_id,
    )
    client, address = signed_in(jem.manager), reverse("waiver-decide", args=[own.uuid])
    page = text(client.get(address))
    assert "Another person must decide" in page
    assert "Sign the decision" not in page
    errors = client.post(address, {"decision": "approved"}).context["form"].errors
    assert "Another person must decide" in str(errors)


def test_an_old_password_is_asked_again_before_deciding(jem, signed_in):
    waiver = asked(jem)
    client = signed_in(jem.manager, password_given_ago=3600)
    client.post(reverse("waiver-decide", args=[waiver.uuid]), {"decision": "approved"})
    assert Waiver.objects.get().decision == Waiver.Decision.WAITING


def test_another_agency_neither_asks_nor_sees(jem, signed_in):
    waiver = asked(jem)
    client = signed_in(chain().administrator)
    address = reverse("waiver-add", args=[waiver.participation.uuid])
    assert client.get(address).status_code == 404
    assert "Memo 7" not in text(client.get(reverse("waivers")))
    assert signed_in(jem.director).get(address).status_code == 403


def test_the_list_takes_few_queries(jem, signed_in, django_assert_max_num_queries):
    officer = authorized(jem)
    for kind in (Kind.REFRESHER, Kind.SUPERVISOR, Kind.CITIZENSHIP):
        asked(jem, officer, kind=kind)
    client = signed_in(jem.manager)
    with django_assert_max_num_queries(16):
        client.get(reverse("waivers"))
