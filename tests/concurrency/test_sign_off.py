"""Two supervisors decide on one record at the same moment."""

import pytest

from accounts.roles import SUPERVISOR
from accounts.viewer import acting_as
from tests.concurrency.conftest import SYSTEM, refused
from tests.factories import viewer_as
from tests.support import chain
from training.models import Certification, Coverage, Enrollment, SignOff
from training.selectors.sign_off import record_shown
from training.services.sign_off import approve, return_record

ROUNDS = 5


@pytest.fixture
def desk(cast):
    """A record that waits, its digest as both saw it, and the two supervisors."""
    with acting_as(SYSTEM):
        record = chain.submitted(cast)
        digest = record_shown(record).digest
        return record, digest, cast.supervisor, viewer_as(SUPERVISOR, cast.agency.field_office)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_who_approve_at_once_make_one_sign_off_and_one_clear_message(at_once, desk, _round):
    record, digest, first, second = desk
    outcomes = at_once(
        *(
            (viewer, lambda v=viewer: approve(v, record, digest=digest))
            for viewer in (first, second)
        )
    )
    [refusal] = refused(outcomes)
    with acting_as(SYSTEM):
        signed = SignOff.objects.select_related("signed_by").get(enrollment=record)
        assert Certification.objects.filter(participation=record.participation).count() == 1
        assert Coverage.objects.filter(participation=record.participation, kind=6).count() == 1
    [reason] = refusal.reasons
    assert str(signed.signed_by) in reason.text
    assert str(signed.signed_at.year) in reason.text


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_approves_while_another_returns_and_one_decision_stands(at_once, desk, _round):
    record, digest, first, second = desk
    outcomes = at_once(
        (first, lambda: approve(first, record, digest=digest)),
        (second, lambda: return_record(second, record, reasons=["exam"], digest=digest)),
    )
    [refusal] = refused(outcomes)
    assert refusal.reasons
    with acting_as(SYSTEM):
        signed = SignOff.objects.get(enrollment=record)
        state = Enrollment.objects.get(pk=record.pk).state
        certified = Certification.objects.filter(enrollment=record).exists()
    approved = signed.decision == SignOff.Decision.APPROVED
    assert certified is approved
    assert state == ("signed_off" if approved else "returned")
