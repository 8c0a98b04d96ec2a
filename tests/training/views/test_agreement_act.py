from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.viewer import day_in
from agencies.models import AgreementAct
from tests.support.chain import authorized, chain, enrolled, nominated
from tests.support.pages import text
from training.models import Authorization, CredentialReturn, Notice, ParticipationAct
from training.selectors.facts import last_status
from training.states import Status

pytestmark = pytest.mark.usefixtures("arranged")


def address_of(c):
    return reverse("agreement-act-add", args=[c.agreement.uuid])


def act(c, kind="suspended", **more):
    return {"kind": kind, "effective_on": c.today.isoformat(), "evidence": "Letter 9"} | more


def test_acts_that_fit_the_state_are_offered(jem, signed_in):
    page = signed_in(jem.manager).get(address_of(jem))
    offered = [kind for kind, _label in page.context["form"].fields["kind"].choices]
    assert "suspended" in offered
    assert "reinstated" not in offered


def test_an_act_that_reaches_no_officer_is_recorded_at_once(jem, signed_in):
    authorized(jem)
    answer = signed_in(jem.manager).post(address_of(jem), act(jem, "addendum"))
    assert answer.url == reverse("agreement", args=[jem.agreement.uuid])
    assert AgreementAct.objects.filter(kind="addendum").exists()


def test_a_suspension_shows_first_who_loses_authority_and_records_nothing(jem, signed_in):
    officer = authorized(jem, last_name="Loser")
    enrolled(jem, last_name="Learner")
    answer = signed_in(jem.manager).post(address_of(jem), act(jem))
    page = text(answer)
    assert "1 officer loses authority" in page
    assert "Loser" in page
    assert "Learner" not in page
    assert "No participation ends" in page
    assert "1 task opens: ICE’s credentials" in page
    assert "No written notice is on record" in page
    assert not AgreementAct.objects.filter(kind="suspended").exists()
    assert last_status(officer) == Status.AUTHORIZED


def test_an_end_shows_also_whose_participation_ends(wso, signed_in):
    authorized(wso)
    nominated(wso, last_name="Beginner")
    page = signed_in(wso.manager).post(address_of(wso), act(wso, "terminated"))
    shown = page.context["shown"]
    assert (shown.losing, shown.ending, shown.concerned) == (1, 2, 2)
    assert "Beginner" in text(page)


def test_what_was_seen_and_confirmed_is_done(jem, signed_in):
    officer = authorized(jem)
    client = signed_in(jem.manager)
    seen = client.post(address_of(jem), act(jem)).context["shown"].digest
    answer = client.post(address_of(jem), act(jem, seen=seen), follow=True)
    assert "Recorded: Suspended." in text(answer)
    assert last_status(officer) == Status.SUSPENDED
    assert not Authorization.objects.filter(superseded_at=None).exists()
    assert CredentialReturn.objects.count() == 1
    assert Notice.objects.get().agreement_act.kind == "suspended"


def test_where_others_are_concerned_by_then_it_is_shown_again(jem, signed_in):
    authorized(jem)
    client = signed_in(jem.manager)
    seen = client.post(address_of(jem), act(jem)).context["shown"].digest
    late = authorized(jem)
    answer = client.post(address_of(jem), act(jem, seen=seen))
    assert "Who is concerned has changed since you looked" in text(answer)
    assert "2 officers lose authority" in text(answer)
    assert last_status(late) == Status.AUTHORIZED
    assert not AgreementAct.objects.filter(kind="suspended").exists()
    assert not ParticipationAct.objects.filter(kind="agreement_suspended").exists()


def test_the_entries_can_be_changed_from_the_preview(jem, signed_in):
    answer = signed_in(jem.manager).post(address_of(jem), act(jem, change="1", seen="x"))
    assert answer.context["form"]["evidence"].value() == "Letter 9"
    assert not AgreementAct.objects.filter(kind="suspended").exists()


def test_an_act_against_the_order_of_things_is_said_at_the_field_and_not_previewed(jem, signed_in):
    sent = act(jem, effective_on="2025-01-01")
    answer = signed_in(jem.manager).post(address_of(jem), sent)
    assert set(answer.context["form"].errors) == {"kind", "effective_on"}


def test_the_first_25_are_named_and_the_list_has_them_all(jem, signed_in):
    for n in range(26):
        nominated(jem, last_name=f"Sample{n:02d}")
    page = text(signed_in(jem.manager).post(address_of(jem), act(jem, "terminated")))
    assert "Sample24" in page
    assert "Sample25" not in page
    assert "All 26 officers, in the list" in page


def test_an_addendum_that_extends_shows_first_who_goes_on(arranged, signed_in):
    end = day_in("America/New_York") + timedelta(days=100)
    jem = chain("JEM-2025-02-15", expires_on=end)
    officer = authorized(jem)
    client = signed_in(jem.manager)
    later = end + timedelta(days=365)
    sent = act(jem, "addendum", extends_to=later.isoformat())

    answer = client.post(address_of(jem), sent)
    assert "1 authorization holds on" in text(answer)
    assert not AgreementAct.objects.filter(kind="addendum").exists()

    seen = answer.context["shown"].digest
    page = text(client.post(address_of(jem), sent | {"seen": seen}, follow=True))
    assert "Addendum: extended to" in page
    assert Authorization.objects.get(participation=officer, superseded_at=None).valid_to == later


def test_an_agreement_without_an_end_asks_for_no_new_one(jem, signed_in):
    page = signed_in(jem.manager).get(address_of(jem))
    assert "extends_to" not in page.context["form"].fields


def test_the_agency_itself_records_nothing_about_its_agreement(jem, signed_in):
    assert signed_in(jem.administrator).get(address_of(jem)).status_code == 403
    assert signed_in(chain().administrator).get(address_of(jem)).status_code == 403


def test_the_preview_takes_few_queries(jem, signed_in, django_assert_max_num_queries):
    for _ in range(3):
        nominated(jem)
    client = signed_in(jem.manager)
    with django_assert_max_num_queries(40):
        client.post(address_of(jem), act(jem, "terminated"))
