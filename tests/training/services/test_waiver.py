"""Waivers: asked for by one person, decided by another, with an end and a document."""

from datetime import timedelta

import pytest

from accounts.refusal import Refused
from accounts.viewer import acting_as
from agencies.rules.periods import FOREVER
from tests.support import chain
from training.kinds import Kind
from training.models import Coverage
from training.services.revocation import revoke
from training.services.waiver import decide_waiver, request_waiver

pytestmark = pytest.mark.usefixtures("arranged")


def asked(c, officer, **changes):
    """A waiver of the refresher for thirty days from today, as the agency asks for it."""
    waiver = {
        "kind": Kind.REFRESHER,
        "reason": "absence",
        "evidence": "Memo 7",
        "valid_from": c.today,
        "valid_to": c.today + timedelta(days=30),
    }
    return request_waiver(c.administrator, officer, **(waiver | changes))


def waiting():
    """An authorized officer whose waiver waits for its decision, with their chain."""
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)
    with acting_as(c.administrator):
        return c, officer, asked(c, officer)


def test_a_waived_requirement_is_covered_while_the_waiver_lasts():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)
    until = c.today + timedelta(days=90)
    with acting_as(c.administrator):
        waiver = asked(c, officer, valid_to=until)
    assert not Coverage.objects.filter(participation=officer, evidence_kind=9).exists()

    with acting_as(c.manager):
        decide_waiver(c.manager, waiver, approve=True)

    covered = Coverage.objects.get(participation=officer, evidence_kind=9)
    assert (covered.kind, covered.valid_to) == (Kind.REFRESHER, until)


def test_a_waiver_has_an_end_and_a_document():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)

    with pytest.raises(Refused) as refused, acting_as(c.administrator):
        asked(c, officer, evidence=" ", valid_to=FOREVER)

    assert {reason.field for reason in refused.value.reasons} == {"valid_to", "evidence"}


def test_a_signed_act_is_never_waived():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.certified(c)

    with pytest.raises(Refused, match="signed acts"), acting_as(c.administrator):
        asked(c, officer, kind=Kind.AUTHORIZATION)


def test_a_waiver_is_not_approved_once_the_participation_has_ended():
    c, officer, waiver = waiting()
    with acting_as(c.director):
        revoke(c.director, officer, on=c.today, letter="R-1")

    with pytest.raises(Refused, match="has ended"), acting_as(c.manager):
        decide_waiver(c.manager, waiver, approve=True)
    with acting_as(c.manager):
        assert decide_waiver(c.manager, waiver, approve=False).decision == "refused"


def test_what_is_asked_of_the_agency_is_waived_for_no_officer():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)
    with pytest.raises(Refused, match="ask this of an officer"), acting_as(c.administrator):
        asked(c, officer, kind=Kind.REVIEW_MEETING)


def test_a_waiver_is_decided_once():
    c, _officer, waiver = waiting()
    with acting_as(c.manager):
        decide_waiver(c.manager, waiver, approve=False)

    with pytest.raises(Refused, match="decided"), acting_as(c.manager):
        decide_waiver(c.manager, waiver, approve=True)
