"""What the database refuses of acts out of their order, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.viewer import acting_as
from agencies.models import AgreementAct
from agencies.rules.periods import FOREVER
from tests.support import chain
from training.models import (
    Authorization,
    Evaluation,
    ParticipationAct,
    Suspension,
    Vetting,
)
from training.services.agreement_act import record_agreement_act

pytestmark = pytest.mark.usefixtures("arranged")


def refused(write, guard):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    assert error.value.__cause__.diag.constraint_name == guard


def of(participation):
    return {"agency": participation.agency, "participation": participation}


@pytest.mark.parametrize("what", ["act", "vetting", "evaluation", "suspension"])
def test_nothing_comes_before_the_nomination(what):
    c = chain.chain()
    officer = chain.authorized(c)
    nominated_on = officer.participationacts.get(kind="nominated").effective_on
    early = nominated_on - timedelta(days=1)
    writes = {
        "act": lambda: ParticipationAct.objects.create(
            **of(officer), kind="vetted", status_after="vetted", effective_on=early
        ),
        "vetting": lambda: Vetting.objects.create(
            **of(officer), result="approved", checked_on=early
        ),
        "evaluation": lambda: Evaluation.objects.create(
            **of(officer),
            outcome="continue",
            evaluated_on=early,
            evaluated_by_id=c.supervisor.user_id,
        ),
        "suspension": lambda: Suspension.objects.create(
            **of(officer), reason="training", valid_from=early
        ),
    }
    refused(writes[what], "begins_with_nomination")


def test_an_act_leaves_its_own_status_and_no_other():
    officer = chain.certified(chain.chain())
    day = officer.participationacts.latest("effective_on").effective_on
    refused(
        lambda: ParticipationAct.objects.create(
            **of(officer), kind="evaluated", status_after="authorized", effective_on=day
        ),
        "act_leaves_its_status",
    )


def test_nobody_is_authorized_uncertified():
    c = chain.chain()
    officer = chain.vetted(c)
    refused(
        lambda: Authorization.objects.create(**of(officer), valid_from=c.today, letter="L-1"),
        "authorization_stands",
    )


def test_nobody_is_authorized_for_longer_than_the_form_allows():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.certified(c)
    refused(
        lambda: Authorization.objects.create(
            **of(officer), valid_from=c.today, valid_to=FOREVER, letter="L-1"
        ),
        "authorization_stands",
    )


def test_an_officer_is_suspended_once_at_a_time():
    c = chain.chain()
    officer = chain.authorized(c)
    Suspension.objects.create(**of(officer), reason="training", valid_from=c.today)
    refused(
        lambda: Suspension.objects.create(
            **of(officer), reason="discipline", valid_from=c.today + timedelta(days=3)
        ),
        "suspension_no_overlap",
    )


def test_no_act_follows_an_agreements_end():
    c = chain.chain()
    end = {"kind": "terminated", "effective_on": c.today, "evidence": "Letter 1"}
    AgreementAct.objects.create(agency=c.agency, agreement=c.agreement, **end)
    refused(
        lambda: AgreementAct.objects.create(
            agency=c.agency,
            agreement=c.agreement,
            kind="reinstated",
            effective_on=c.today,
            evidence="Letter 2",
        ),
        "agreement_goes_on",
    )


def test_an_officer_is_moved_on_by_no_act_after_the_agreements_end():
    c = chain.chain()
    officer = chain.vetted(c)
    with acting_as(c.manager):
        record_agreement_act(
            c.manager, c.agreement, kind="terminated", effective_on=c.today, evidence="Letter 1"
        )
    refused(
        lambda: ParticipationAct.objects.create(
            **of(officer),
            kind="enrolled",
            status_after="enrolled",
            effective_on=c.today + timedelta(days=1),
        ),
        "acts_while_it_lasts",
    )
