"""What the agency's word and a new background check do while an officer takes part."""

from datetime import timedelta

import pytest

from accounts.refusal import Refused
from accounts.viewer import acting_as
from tests.support import chain
from training.kinds import Kind
from training.models import Standing
from training.selectors.attestation import kinds_to_attest
from training.selectors.requirements import requirements_on
from training.services.attestation import attest, report_pending_discipline
from training.services.recheck import record_recheck
from training.states import RequirementState

pytestmark = pytest.mark.usefixtures("arranged")


def state(c, officer, kind, day=None):
    with acting_as(c.manager):
        return {r.kind: r.state for r in requirements_on(officer, day or c.today)}[kind]


def word(c, officer, kind, day=None):
    with acting_as(c.administrator):
        return attest(c.administrator, officer, kind=kind, attested_on=day or c.today)


def pending(c, officer, day=None):
    with acting_as(c.administrator):
        return report_pending_discipline(c.administrator, officer, on=day or c.today)


def recheck(c, officer, day=None):
    with acting_as(c.manager):
        return record_recheck(c.manager, officer, on=day or c.today)


def test_a_years_training_is_covered_until_the_next_fixed_date():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.vetted(c)
    assert Kind.ANNUAL_TRAINING in kinds_to_attest(officer, c.today)
    assert state(c, officer, Kind.ANNUAL_TRAINING) is not RequirementState.MET

    word(c, officer, Kind.ANNUAL_TRAINING)

    assert state(c, officer, Kind.ANNUAL_TRAINING) is RequirementState.MET
    far = c.today + timedelta(days=800)
    assert state(c, officer, Kind.ANNUAL_TRAINING, far) is RequirementState.OVERDUE


def test_pending_discipline_ends_the_attestation_and_leaves_authority():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.vetted(c)
    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE) is RequirementState.MET

    pending(c, officer)

    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE) is RequirementState.OVERDUE
    before = c.today - timedelta(days=1)
    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE, before) is not RequirementState.OVERDUE


def test_an_authorized_officer_with_a_pending_matter_may_act_until_somebody_suspends():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.authorized(c)

    pending(c, officer)

    assert Standing.objects.on(c.today).get(participation=officer).may_act


def test_a_settled_matter_is_attested_anew_on_the_same_day():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.vetted(c)
    pending(c, officer)

    word(c, officer, Kind.NO_PENDING_DISCIPLINE)

    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE) is RequirementState.MET


def test_a_matter_is_reported_once():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.vetted(c)
    pending(c, officer)

    with pytest.raises(Refused, match="a pending matter is on record"):
        pending(c, officer)


def test_an_attestation_of_an_earlier_day_holds_until_the_report_that_is_on_record():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.vetted(c)
    reported = c.today - timedelta(days=2)
    pending(c, officer, reported)

    word(c, officer, Kind.NO_PENDING_DISCIPLINE, c.today - timedelta(days=5))

    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE) is RequirementState.OVERDUE
    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE, reported) is RequirementState.OVERDUE
    before = reported - timedelta(days=1)
    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE, before) is not RequirementState.OVERDUE


def test_a_report_of_an_earlier_day_leaves_what_was_attested_since():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.vetted(c)
    settled = c.today - timedelta(days=1)
    word(c, officer, Kind.NO_PENDING_DISCIPLINE, settled)

    pending(c, officer, c.today - timedelta(days=5))

    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE) is RequirementState.MET
    before = settled - timedelta(days=1)
    assert state(c, officer, Kind.NO_PENDING_DISCIPLINE, before) is RequirementState.OVERDUE


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        (Kind.CITIZENSHIP, 1, "This day has not come yet"),
        (Kind.CITIZENSHIP, -400, "does not take part"),
        (Kind.CERTIFICATION, 0, "does not ask for this"),
    ],
)
def test_what_cannot_be_attested_is_refused(kind, days, words):
    c = chain.chain()
    officer = chain.nominated(c)

    with pytest.raises(Refused, match=words):
        word(c, officer, kind, c.today + timedelta(days=days))


def test_the_same_word_on_the_same_day_is_refused():
    c = chain.chain()
    officer = chain.nominated(c)
    word(c, officer, Kind.CITIZENSHIP)

    with pytest.raises(Refused, match="on record for that day already"):
        word(c, officer, Kind.CITIZENSHIP)


def test_a_background_check_is_made_anew():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.vetted(c)

    made = recheck(c, officer)

    assert (made.result, made.checked_on) == ("approved", c.today)
    assert state(c, officer, Kind.BACKGROUND_CHECK) is RequirementState.MET


def test_a_first_check_is_vetting_and_not_a_recheck():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.nominated(c)

    with pytest.raises(Refused, match="record the vetting"):
        recheck(c, officer)
