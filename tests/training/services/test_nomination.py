"""Nominating an officer again: R10, after the first participation has ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from agencies.rules.periods import FOREVER
from tests.support import chain
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, Participation
from training.selectors.nomination import agreements_open_to
from training.services.nomination import nominate
from training.services.revocation import lift_disqualification, revoke, withdraw
from training.services.vetting import record_vetting

pytestmark = pytest.mark.usefixtures("arranged")


def again(c, participation, on=None):
    on = on or c.today
    with acting_as(c.administrator):
        return nominate(
            c.administrator,
            participation.appointment,
            c.agreement,
            on=on,
            citizenship_attested_on=on,
            experience_attested_on=on,
            discipline_attested_on=on,
        )


def not_approved(c):
    officer = chain.nominated(c)
    with acting_as(c.manager):
        record_vetting(c.manager, officer, result="not_approved", checked_on=c.today)
    return officer


def withdrawn(c):
    officer = chain.nominated(c)
    with acting_as(c.administrator):
        withdraw(c.administrator, officer, on=c.today)
    return officer


def revoked(c):
    officer = chain.authorized(c)
    with acting_as(c.director):
        revoke(c.director, officer, on=c.today, letter="L-2")
    return officer


@pytest.mark.parametrize("ended", [not_approved, withdrawn, revoked])
def test_an_officer_whose_participation_ended_may_be_nominated_again(ended):
    c = chain.chain()
    first = ended(c)

    second = again(c, first)

    assert second.pk != first.pk
    with acting_as(c.administrator):
        assert Participation.objects.filter(officer=first.officer_id).count() == 2
        assert c.agreement not in agreements_open_to(c.administrator, first.appointment)


def test_an_agreement_is_offered_again_once_the_participation_has_ended():
    c = chain.chain()
    first = withdrawn(c)

    with acting_as(c.administrator):
        assert agreements_open_to(c.administrator, first.appointment) == [c.agreement]


def test_an_officer_who_takes_part_is_not_nominated_twice():
    c = chain.chain()
    first = chain.nominated(c)

    with pytest.raises(Refused, match="nominated under this agreement already"):
        again(c, first)


def test_a_new_nomination_does_not_reach_back_into_the_first():
    c = chain.chain()
    first = withdrawn(c)

    with pytest.raises(Refused, match="nominated under this agreement already"):
        again(c, first, c.today - timedelta(days=5))


def test_the_database_keeps_two_participations_apart():
    c = chain.chain()
    first = withdrawn(c)
    again(c, first)

    with (
        pytest.raises(IntegrityError, match="once at a time"),
        acting_as(Viewer.system("test")),
        transaction.atomic(),
    ):
        Coverage.objects.create(
            agency_id=first.agency_id,
            participation=first,
            kind=Kind.PARTICIPATION,
            valid_from=c.today,
            valid_to=FOREVER,
            evidence_kind=EvidenceKind.ACT,
            evidence_id=1,
        )


def test_a_disqualification_is_not_lifted_over_a_new_nomination():
    c = chain.chain()
    record = chain.begun(c)
    module = record.training_class.course_version.modules.exclude(exam_code="").first()
    for attempt in (1, 2):
        with acting_as(c.registrar):
            chain.record_exam(
                c.registrar,
                record,
                module,
                attempt=attempt,
                score=40,
                taken_on=record.training_class.ends_on,
            )
    again(c, record.participation)

    with pytest.raises(Refused, match="nominated under this agreement again"), acting_as(c.manager):
        lift_disqualification(c.manager, record.participation)
