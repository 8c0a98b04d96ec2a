"""An act on an agreement, or a confirmed form, beside somebody who adds to what stands under it."""

from datetime import date

import pytest

from accounts.viewer import acting_as
from agencies.models import AgreementAct, FormRevision
from tests.concurrency.conftest import SYSTEM, put_forward, refused
from tests.support import chain
from training.kinds import Kind
from training.models import Coverage, RuleAssignment
from training.services.agreement_act import record_agreement_act
from training.services.authorization import authorize
from training.services.exams import record_exam
from training.services.form_revision import confirm_form
from training.services.revocation import lift_disqualification

ROUNDS = 6


def act(cast, kind):
    return record_agreement_act(
        cast.manager, cast.agreement, kind=kind, effective_on=cast.today, evidence="letter 7"
    )


def reaching(cast, kind):
    """Coverage of that kind that reaches past today under the cast's agreement."""
    rows = Coverage.objects.known_now().filter(kind=kind, valid_to__gt=cast.today)
    return rows.filter(participation__agreement=cast.agreement).count()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_nobody_is_nominated_past_the_end_of_the_agreement(at_once, cast, _round):
    with acting_as(SYSTEM):
        appointments = [chain.serving(cast) for _ in range(3)]

    at_once(
        *((cast.administrator, lambda a=a: put_forward(cast, a)) for a in appointments),
        (cast.manager, lambda: act(cast, "terminated")),
    )

    with acting_as(SYSTEM):
        assert AgreementAct.objects.filter(agreement=cast.agreement, kind="terminated").exists()
        assert reaching(cast, Kind.PARTICIPATION) == 0


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_nobody_is_authorized_past_a_suspension_of_the_agreement(at_once, cast, _round):
    with acting_as(SYSTEM):
        officers = [chain.certified(cast) for _ in range(2)]

    at_once(
        *(
            (
                cast.director,
                lambda o=o: authorize(cast.director, o, valid_from=cast.today, letter="L"),
            )
            for o in officers
        ),
        (cast.manager, lambda: act(cast, "suspended")),
    )

    with acting_as(SYSTEM):
        assert reaching(cast, Kind.AUTHORIZATION) == 0


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_who_is_nominated_while_the_form_is_confirmed_is_judged_by_the_confirmed_one(
    at_once, transactional_db, _round
):
    with acting_as(SYSTEM):
        cast = chain.chain("WSO-2025-02-15", signed_on=date(2025, 3, 1))
        appointment = chain.serving(cast)
        read = FormRevision.objects.get(code="WSO-2019")

    at_once(
        (cast.administrator, lambda: put_forward(cast, appointment)),
        (cast.manager, lambda: confirm_form(cast.manager, cast.agreement, read)),
    )

    with acting_as(SYSTEM):
        rows = RuleAssignment.objects.filter(participation__appointment=appointment)
        now = rows.filter(superseded_at=None).select_related("rule_set__form_revision")
        assert [row.rule_set.form_revision.code for row in now] == ["WSO-2019"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_is_nominated_again_while_the_disqualification_is_lifted(at_once, cast, _round):
    with acting_as(SYSTEM):
        record = chain.begun(cast)
        module = record.training_class.course_version.modules.exclude(exam_code="").last()
    with acting_as(cast.registrar):
        for attempt in (1, 2):
            record_exam(
                cast.registrar, record, module, attempt=attempt, score=40, taken_on=cast.today
            )
    officer = record.participation

    outcomes = at_once(
        (cast.administrator, lambda: put_forward(cast, officer.appointment)),
        (cast.manager, lambda: lift_disqualification(cast.manager, officer)),
    )

    assert len(refused(outcomes)) == 1
    with acting_as(SYSTEM):
        assert reaching(cast, Kind.PARTICIPATION) == 1
