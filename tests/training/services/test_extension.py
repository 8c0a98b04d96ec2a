"""A signed addendum moves an agreement's end, and what that end had cut moves with it."""

from datetime import timedelta

import pytest

from accounts.refusal import Refused
from accounts.viewer import acting_as, day_in
from tests.support import chain
from training.models import Authorization, ParticipationAct, Standing
from training.selectors.extension import extension_of
from training.services.agreement_act import NotSeen, record_agreement_act
from training.services.authorization import authorize
from training.services.revocation import revoke

pytestmark = pytest.mark.usefixtures("arranged")


def ending_soon(form="WSO-2025-02-15", days=100):
    """An agreement whose term ends in so many days; the day of its end too."""
    end = day_in("America/New_York") + timedelta(days=days)
    return chain.chain(form, expires_on=end), end


def extend(c, until, **changes):
    asked = {"kind": "addendum", "effective_on": c.today, "evidence": "Addendum 1"}
    with acting_as(c.manager):
        return record_agreement_act(c.manager, c.agreement, **(asked | changes), extends_to=until)


def refused(*args, **kwargs):
    with pytest.raises(Refused) as caught:
        extend(*args, **kwargs)
    return {reason.field for reason in caught.value.reasons}


def may_act(officer, day):
    standing = Standing.objects.filter(participation=officer).on(day).first()
    return bool(standing and standing.may_act)


def test_a_letter_without_an_end_holds_on_under_the_extended_agreement():
    c, end = ending_soon()
    officer = chain.authorized(c)
    assert not may_act(officer, end)

    extend(c, end + timedelta(days=365))

    assert may_act(officer, end)
    assert may_act(officer, end + timedelta(days=364))
    assert not may_act(officer, end + timedelta(days=365))
    c.agreement.refresh_from_db()
    assert c.agreement.expires_on == end + timedelta(days=365)


def test_a_letter_for_a_time_holds_no_longer_than_it_says():
    c, _end = ending_soon("TFM-2025-03-07")
    officer = chain.authorized(c)
    own_end = c.today.replace(year=c.today.year + 2)

    extend(c, own_end + timedelta(days=900))

    assert may_act(officer, own_end - timedelta(days=1))
    assert not may_act(officer, own_end)


def test_whoever_is_not_authorized_yet_goes_on_taking_part():
    c, end = ending_soon(days=30)
    officer = chain.certified(c)

    extend(c, end + timedelta(days=365))

    with acting_as(c.director):
        given = authorize(c.director, officer, valid_from=end, letter="L-2")
    assert given.valid_to == end + timedelta(days=365)


def test_authority_that_a_person_ended_does_not_come_back():
    c, end = ending_soon()
    officer = chain.authorized(c)
    with acting_as(c.director):
        revoke(c.director, officer, on=c.today, letter="9")

    extend(c, end + timedelta(days=365))

    assert not may_act(officer, c.today)
    assert not may_act(officer, end)


def test_each_officer_who_goes_on_gets_an_act_of_their_own():
    c, end = ending_soon()
    officer = chain.authorized(c)
    extend(c, end + timedelta(days=365))
    act = ParticipationAct.objects.get(participation=officer, kind="agreement_extended")
    assert (act.effective_on, act.status_after, act.detail) == (c.today, "", "Addendum 1")


def test_what_was_known_before_stays_as_it_was_known():
    c, end = ending_soon()
    officer = chain.authorized(c)
    extend(c, end + timedelta(days=365))
    closed, now = Authorization.objects.filter(participation=officer).order_by("id")
    assert (closed.valid_to, closed.superseded_because) == (end, "agreement extended")
    assert (now.valid_to, now.superseded_at) == (end + timedelta(days=365), None)
    assert (now.letter, now.signed_by_id) == (closed.letter, closed.signed_by_id)


def test_an_end_that_an_act_gives_the_agreement_stays_the_end():
    c, end = ending_soon()
    officer = chain.authorized(c)
    stops = end + timedelta(days=50)
    extend(c, end + timedelta(days=365))
    with acting_as(c.manager):
        record_agreement_act(
            c.manager, c.agreement, kind="terminated", effective_on=stops, evidence="L"
        )
    assert may_act(officer, stops - timedelta(days=1))
    assert not may_act(officer, stops)


def test_only_an_addendum_extends_and_only_what_has_an_end():
    c, end = ending_soon()
    later = end + timedelta(days=365)
    assert refused(c, later, kind="notice_of_termination") == {"extends_to"}
    assert refused(c, end) == {"extends_to"}
    without_end = chain.chain()
    assert refused(without_end, later) == {"extends_to"}


def test_what_a_person_saw_is_what_they_confirm():
    c, end = ending_soon()
    chain.authorized(c)
    later = end + timedelta(days=365)
    with acting_as(c.manager):
        seen = extension_of(c.manager, c.agreement, end, later).digest
    chain.authorized(c)
    with pytest.raises(NotSeen):
        extend(c, later, seen=seen)


def test_the_page_before_it_counts_who_goes_on_and_whose_letter_ends_anyway():
    today = day_in("America/New_York")
    two_years = today.replace(year=today.year + 2) - today
    c, end = ending_soon("TFM-2025-03-07", days=two_years.days)
    chain.authorized(c)
    with acting_as(c.manager):
        shown = extension_of(c.manager, c.agreement, end, end + timedelta(days=365))
    assert (len(shown.carried), len(shown.ending)) == (0, 1)
