"""From nomination to authority: what each act writes, and who may do it."""

from datetime import timedelta

import pytest

from accounts.permissions import MissingPermission
from accounts.refusal import Refused
from accounts.viewer import acting_as
from agencies.models.rows import FOREVER
from tests.support import chain
from training.kinds import Kind
from training.models import (
    Authorization,
    Certification,
    Coverage,
    Participation,
    ParticipationAct,
    SignOff,
    Standing,
)
from training.services.authorization import authorize
from training.services.nomination import nominate
from training.services.vetting import record_vetting
from training.states import Compliance, Status

pytestmark = pytest.mark.usefixtures("arranged")


def today_of(participation, day):
    row = Standing.objects.with_compliance_on(day).get(participation=participation)
    return Status(row.status), Compliance(row.compliance), row.may_act


def test_a_nominated_officer_is_in_progress_and_may_not_act():
    c = chain.chain()

    participation = chain.nominated(c)

    assert today_of(participation, c.today) == (Status.NOMINATED, Compliance.IN_PROGRESS, False)


def test_a_certified_officer_is_not_authorized():
    c = chain.chain()

    participation = chain.certified(c)

    assert today_of(participation, c.today) == (Status.CERTIFIED, Compliance.IN_PROGRESS, False)


def test_an_authorized_officer_may_act_from_that_day():
    c = chain.chain()

    participation = chain.authorized(c)

    status, compliance, may_act = today_of(participation, c.today)
    assert (status, may_act) == (Status.AUTHORIZED, True)
    assert compliance in (Compliance.COMPLIANT, Compliance.DUE_SOON)
    yesterday = c.today - timedelta(days=1)
    row = Standing.objects.on(yesterday).get(participation=participation)
    assert row.may_act is False


@pytest.mark.parametrize("form", ["JEM-2025-02-15", "TFM-2025-03-07", "WSO-2025-02-15"])
def test_the_chain_can_be_walked_under_every_current_form(form):
    c = chain.chain(form)

    participation = chain.authorized(c)

    assert today_of(participation, c.today)[0] is Status.AUTHORIZED


def test_an_authorization_under_the_task_force_form_ends_after_two_years():
    c = chain.chain("TFM-2025-03-07")

    participation = chain.authorized(c)

    authorization = Authorization.objects.get(participation=participation)
    assert authorization.valid_to.year == authorization.valid_from.year + 2


def test_an_authorization_under_the_jail_form_has_no_end():
    c = chain.chain("JEM-2025-02-15")

    participation = chain.authorized(c)

    assert Authorization.objects.get(participation=participation).valid_to == FOREVER


def test_without_a_rule_set_the_answer_is_no_rule_set_and_never_compliant():
    c = chain.chain()
    c.agreement.form_revision = None
    c.agreement.save()

    participation = chain.nominated(c)

    assert today_of(participation, c.today)[1] is Compliance.UNKNOWN_RULE


def test_approval_writes_sign_off_certification_and_coverage():
    c = chain.chain("JEM-2025-02-15")

    participation = chain.certified(c)

    signed = SignOff.objects.get(participation=participation)
    certification = Certification.objects.get(participation=participation)
    assert signed.decision == SignOff.Decision.APPROVED
    assert certification.sign_off == signed
    kinds = set(Coverage.objects.filter(participation=participation).values_list("kind", flat=True))
    assert {Kind.INITIAL_COURSE, Kind.CERTIFICATION, Kind.REFRESHER} <= kinds
    assert participation.step == Participation.Step.NOTHING_OPEN


def test_an_officer_who_is_not_approved_leaves_the_count():
    c = chain.chain()
    participation = chain.nominated(c)

    with acting_as(c.manager):
        record_vetting(c.manager, participation, result="not_approved", checked_on=c.today)

    assert today_of(participation, c.today) == (
        Status.NOT_APPROVED,
        Compliance.NOT_APPLICABLE,
        False,
    )


def test_each_act_names_its_author():
    c = chain.chain()

    participation = chain.authorized(c)

    acts = dict(
        ParticipationAct.objects.filter(participation=participation).values_list(
            "kind", "recorded_by"
        )
    )
    assert acts["nominated"] == c.administrator.user_id
    assert acts["vetted"] == c.manager.user_id
    assert acts["certified"] == c.supervisor.user_id
    assert acts["authorized"] == c.director.user_id


@pytest.mark.parametrize("who", ["supervisor", "director", "registrar", "manager"])
def test_only_the_agency_nominates(who):
    c = chain.chain()
    viewer = getattr(c, who)
    appointment = chain.serving(c)

    with pytest.raises(MissingPermission), acting_as(viewer):
        nominate(viewer, appointment, c.agreement, on=c.today, citizenship_attested_on=c.today)


def test_a_nomination_names_everything_that_is_missing_at_once():
    c = chain.chain("TFM-2025-03-07")
    appointment = chain.serving(c, law_enforcement_since=None)

    with pytest.raises(Refused) as refused, acting_as(c.administrator):
        nominate(
            c.administrator, appointment, c.agreement, on=c.today, citizenship_attested_on=None
        )

    assert len(refused.value.reasons) >= 2
    assert all(reason.text for reason in refused.value.reasons)


def test_the_same_officer_is_nominated_once_under_an_agreement():
    c = chain.chain()
    participation = chain.nominated(c)

    with pytest.raises(Refused, match="already"), acting_as(c.administrator):
        nominate(
            c.administrator,
            participation.appointment,
            c.agreement,
            on=c.today,
            citizenship_attested_on=c.today,
            discipline_attested_on=c.today,
        )


def test_nobody_is_authorized_before_being_certified():
    c = chain.chain()
    participation = chain.vetted(c)

    with pytest.raises(Refused, match="not certified"), acting_as(c.director):
        authorize(c.director, participation, valid_from=c.today, letter="L-1")

    assert not Authorization.objects.filter(participation=participation).exists()


def test_a_second_authorization_in_the_same_period_is_refused():
    c = chain.chain()
    participation = chain.authorized(c)

    with pytest.raises(Refused), acting_as(c.director):
        authorize(c.director, participation, valid_from=c.today, letter="L-2")
