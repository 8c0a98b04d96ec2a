"""Losing authority and getting it back: one officer, or all of an agreement."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.permissions import MissingPermission
from accounts.refusal import Refused
from accounts.viewer import acting_as
from agencies.models import Agreement, AgreementAct
from tests.factories import SupervisorAssignmentFactory, viewer_of
from tests.support import chain
from training.kinds import EvidenceKind, Kind
from training.models import (
    Authorization,
    BroughtTraining,
    Coverage,
    CredentialReturn,
    Notice,
    ParticipationAct,
    Standing,
)
from training.selectors.facts import last_status
from training.selectors.sign_off import record_shown, waiting_count
from training.services.agreement_act import cascade_of, record_agreement_act
from training.services.authorization import authorize
from training.services.credential_return import record_credential_return
from training.services.enrollment import enroll
from training.services.exams import record_exam
from training.services.notice import record_notice_sent
from training.services.revocation import (
    lift_disqualification,
    revoke,
    separate,
    withdraw,
)
from training.services.sign_off import approve
from training.services.suspension import reinstate, suspend
from training.states import Compliance, Status

pytestmark = pytest.mark.usefixtures("arranged")


def on(participation, day):
    row = Standing.objects.with_compliance_on(day).get(participation=participation)
    return Status(row.status), Compliance(row.compliance), row.may_act


def authorized_since(c, day):
    """An officer authorized on an earlier day, by a certification of an agency before."""
    officer = chain.certified(c)
    common = {"agency": c.agency, "participation": officer}
    BroughtTraining.objects.create(
        agency=c.agency,
        officer=officer.officer,
        from_agency_name="Agency before",
        model=c.agreement.model,
        course_version=chain.course_of(c),
        certificate_number=f"C-0-{officer.pk}",
        certified_on=day,
        completed_on=day,
    )
    letter = Authorization.objects.create(**common, valid_from=day, letter="L-0")
    ParticipationAct.objects.create(
        **common, kind="authorized", effective_on=c.today, status_after=Status.AUTHORIZED
    )
    for kind in (Kind.AUTHORIZATION, Kind.SUPERVISOR):
        Coverage.objects.create(
            **common,
            kind=kind,
            valid_from=day,
            evidence_kind=EvidenceKind.AUTHORIZATION,
            evidence_id=letter.pk,
        )
    return officer


def test_a_suspension_takes_authority_and_leaves_compliance():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)
    before = on(officer, c.today)

    with acting_as(c.administrator):
        suspend(c.administrator, officer, reason="discipline", valid_from=c.today)

    assert on(officer, c.today) == (Status.SUSPENDED, before[1], False)


def test_a_suspension_for_discipline_starts_the_clock_of_the_notice():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)

    with acting_as(c.administrator):
        suspend(c.administrator, officer, reason="discipline", valid_from=c.today)

    notice = Notice.objects.get(participation=officer)
    assert notice.kind == Notice.Kind.COMPLAINT
    assert notice.due_at - notice.started_at >= timedelta(hours=48)


def test_nobody_is_suspended_twice():
    c = chain.chain()
    officer = chain.authorized(c)
    with acting_as(c.supervisor):
        suspend(c.supervisor, officer, reason="training", valid_from=c.today)

    with pytest.raises(Refused, match="suspended already"), acting_as(c.supervisor):
        suspend(c.supervisor, officer, reason="training", valid_from=c.today)


def test_only_who_is_authorized_is_suspended():
    c = chain.chain()
    officer = chain.certified(c)

    with pytest.raises(Refused, match="nothing to suspend"), acting_as(c.supervisor):
        suspend(c.supervisor, officer, reason="training", valid_from=c.today)


def test_the_director_restores_authority():
    c = chain.chain()
    officer = chain.authorized(c)
    with acting_as(c.administrator):
        suspend(c.administrator, officer, reason="request", valid_from=c.today)
    with acting_as(c.director):
        reinstate(c.director, officer, on=c.today)

    assert on(officer, c.today)[0] is Status.AUTHORIZED
    assert on(officer, c.today)[2] is True


def test_an_agency_does_not_restore_authority():
    c = chain.chain()
    officer = chain.authorized(c)

    with pytest.raises(MissingPermission), acting_as(c.administrator):
        reinstate(c.administrator, officer, on=c.today)


def test_a_revocation_ends_authority_and_asks_the_credentials_back():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)

    with acting_as(c.director):
        revoke(c.director, officer, on=c.today, letter="R-1")

    assert on(officer, c.today) == (Status.REVOKED, Compliance.NOT_APPLICABLE, False)
    task = CredentialReturn.objects.get(participation=officer)
    with acting_as(c.administrator):
        record_credential_return(c.administrator, task, on=c.today)
    task.refresh_from_db()
    assert task.returned_on == c.today


def test_credentials_come_back_no_earlier_than_authority_ended():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)
    with acting_as(c.director):
        revoke(c.director, officer, on=c.today, letter="R-1")
    task = CredentialReturn.objects.get(participation=officer)
    day_before = c.today - timedelta(days=1)
    with acting_as(c.administrator), pytest.raises(Refused, match="had not ended by this day"):
        record_credential_return(c.administrator, task, on=day_before)
    with pytest.raises(IntegrityError, match="credential_return_after_end"), transaction.atomic():
        CredentialReturn.objects.filter(pk=task.pk).update(
            returned_on=day_before, returned_to=c.administrator.user_id
        )


def test_a_revocation_under_the_task_force_form_is_told_within_48_hours():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.authorized(c)

    with acting_as(c.director):
        revoke(c.director, officer, on=c.today, letter="R-1")

    notice = Notice.objects.get(participation=officer)
    assert notice.due_at - notice.started_at == timedelta(hours=48)
    with acting_as(c.administrator):
        sent = record_notice_sent(c.administrator, notice, sent_at=notice.started_at)
    assert sent.is_late is False


def test_an_authorization_that_had_not_begun_is_closed_without_replacement():
    c = chain.chain("TFM-2025-03-07")
    officer = chain.certified(c)
    ahead = c.today + timedelta(days=30)
    with acting_as(c.director):
        authorize(c.director, officer, valid_from=ahead, letter="L-1")
        revoke(c.director, officer, on=c.today, letter="R-1")

    assert not Authorization.objects.filter(participation=officer, superseded_at=None).exists()
    assert on(officer, ahead)[2] is False


def test_what_ended_stays_ended():
    c = chain.chain()
    officer = chain.authorized(c)
    with acting_as(c.administrator):
        withdraw(c.administrator, officer, on=c.today)

    with pytest.raises(Refused, match="ended"), acting_as(c.director):
        revoke(c.director, officer, on=c.today, letter="R-1")


def test_an_act_is_not_dated_before_the_one_it_follows():
    c = chain.chain()
    officer = chain.authorized(c)

    with pytest.raises(Refused, match="cannot be earlier"), acting_as(c.director):
        revoke(c.director, officer, on=c.today - timedelta(days=20), letter="R-1")


def test_leaving_the_agency_ends_every_participation_there():
    c = chain.chain()
    officer = chain.authorized(c)

    with acting_as(c.administrator):
        appointment = separate(c.administrator, officer.appointment, on=c.today)

    assert appointment.valid_to == c.today
    assert on(officer, c.today)[0] is Status.SEPARATED


def test_suspending_an_agreement_takes_authority_from_everybody_at_once():
    c = chain.chain("JEM-2025-02-15")
    officers = [authorized_since(c, c.today - timedelta(days=10)) for _ in range(3)]
    in_training = chain.enrolled(c).participation

    with acting_as(c.manager):
        cascade = cascade_of(c.manager, c.agreement, "suspended", c.today)
        assert cascade.losing_authority.count() == 3
        record_agreement_act(
            c.manager, c.agreement, kind="suspended", effective_on=c.today, evidence="Notice 1"
        )

    for officer in officers:
        status, compliance, may_act = on(officer, c.today)
        assert (status, compliance, may_act) == (Status.SUSPENDED, Compliance.OVERDUE, False)
        assert ParticipationAct.objects.filter(
            participation=officer, kind="agreement_suspended"
        ).exists()
        assert CredentialReturn.objects.filter(participation=officer).exists()
    assert on(in_training, c.today)[0] is Status.ENROLLED


def test_reinstating_an_agreement_restores_nobody():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.authorized(c)
    with acting_as(c.manager):
        for kind in ("suspended", "reinstated"):
            record_agreement_act(
                c.manager, c.agreement, kind=kind, effective_on=c.today, evidence="Notice 1"
            )

    assert on(officer, c.today)[2] is False
    with acting_as(c.director):
        authorize(c.director, officer, valid_from=c.today, letter="L-2")
    assert on(officer, c.today)[0] is Status.AUTHORIZED
    assert on(officer, c.today)[2] is True


def test_ending_an_agreement_ends_every_participation():
    c = chain.chain("WSO-2025-02-15")
    authorized, nominated = chain.authorized(c), chain.nominated(c)

    with acting_as(c.manager):
        record_agreement_act(
            c.manager, c.agreement, kind="terminated", effective_on=c.today, evidence="Letter 1"
        )

    for officer in (authorized, nominated):
        assert on(officer, c.today) == (Status.REVOKED, Compliance.NOT_APPLICABLE, False)
    span = Coverage.objects.get(
        participation=authorized, kind=Kind.PARTICIPATION, superseded_at=None
    )
    assert span.valid_to == c.today


def test_an_end_without_ninety_days_notice_shows_as_late():
    c = chain.chain("WSO-2025-02-15")
    with acting_as(c.manager):
        act = record_agreement_act(
            c.manager, c.agreement, kind="terminated", effective_on=c.today, evidence="Letter 1"
        )

    notice = Notice.objects.get(agreement_act=act)
    assert notice.sent_at is None
    assert notice.due_at < notice.started_at


def test_an_act_on_an_ended_agreement_is_refused():
    c = chain.chain()
    with acting_as(c.manager):
        record_agreement_act(
            c.manager, c.agreement, kind="terminated", effective_on=c.today, evidence="Letter 1"
        )

    with pytest.raises(Refused), acting_as(c.manager):
        record_agreement_act(
            c.manager,
            Agreement.objects.get(pk=c.agreement.pk),
            kind="suspended",
            effective_on=c.today,
            evidence="Letter 2",
        )


def test_a_disqualification_is_reversed_only_by_a_new_act():
    c = chain.chain()
    record = chain.begun(c)
    module = record.training_class.course_version.modules.exclude(exam_code="").last()
    with acting_as(c.registrar):
        for attempt in (1, 2):
            record_exam(c.registrar, record, module, attempt=attempt, score=40, taken_on=c.today)
    officer = record.participation
    assert last_status(officer) == Status.DISQUALIFIED
    assert on(officer, c.today)[1] is Compliance.NOT_APPLICABLE

    with acting_as(c.manager):
        lift_disqualification(c.manager, officer)

    assert on(officer, c.today)[:2] == (Status.VETTED, Compliance.IN_PROGRESS)


def failed(c, record, *scores):
    """Scores of first exams by place in the course, in the order in which they are entered."""
    modules = list(record.training_class.course_version.modules.exclude(exam_code=""))
    first = record.training_class.starts_on
    with acting_as(c.registrar):
        for place, score in scores:
            record_exam(
                c.registrar,
                record,
                modules[place],
                attempt=1,
                score=score,
                taken_on=first + timedelta(days=place),
            )


def test_the_order_in_which_scores_are_entered_hides_no_disqualification():
    c = chain.chain("JEM-2025-02-15")
    record = chain.begun(c)
    failed(c, record, (3, 90), (0, 40), (1, 50))
    officer = record.participation
    assert last_status(officer) == Status.DISQUALIFIED
    disqualified_on = record.training_class.starts_on + timedelta(days=1)
    assert on(officer, disqualified_on)[:2] == (Status.DISQUALIFIED, Compliance.NOT_APPLICABLE)
    assert on(officer, disqualified_on - timedelta(days=1))[0] == Status.IN_TRAINING
    with acting_as(c.manager):
        lift_disqualification(c.manager, officer)


def test_a_disqualification_closes_every_other_open_record():
    c = chain.chain()
    record, other = chain.begun(c), chain.training_class(c)
    with acting_as(c.administrator):
        second = enroll(c.administrator, other, [record.participation])[0]
    module = record.training_class.course_version.modules.exclude(exam_code="").last()
    with acting_as(c.registrar):
        for attempt in (1, 2):
            record_exam(c.registrar, record, module, attempt=attempt, score=40, taken_on=c.today)
    second.refresh_from_db()
    record.refresh_from_db()
    assert (record.state, second.state) == ("disqualified", "left")


def test_authority_is_not_given_backwards_into_a_suspension():
    c = chain.chain()
    officer = chain.certified(c)
    with acting_as(c.manager):
        record_agreement_act(
            c.manager, c.agreement, kind="suspended", effective_on=c.today, evidence="Notice 1"
        )

    with pytest.raises(Refused, match="not in force"), acting_as(c.director):
        authorize(c.director, officer, valid_from=c.today, letter="L-1")


def test_authority_ends_with_an_end_of_the_agreement_that_is_known():
    c = chain.chain()
    officer = chain.certified(c)
    end = c.today + timedelta(days=30)
    with acting_as(c.manager):
        record_agreement_act(
            c.manager, c.agreement, kind="terminated", effective_on=end, evidence="Letter 1"
        )

    newcomer = chain.nominated(c)

    assert on(officer, end) == (Status.REVOKED, Compliance.NOT_APPLICABLE, False)
    assert on(newcomer, end)[1] is Compliance.NOT_APPLICABLE


def test_the_database_lets_nobody_take_part_past_the_end_of_the_agreement():
    c = chain.chain()
    officer = chain.authorized(c)
    span = Coverage.objects.known_now().get(participation=officer, kind=Kind.PARTICIPATION)
    with acting_as(c.manager):
        record_agreement_act(
            c.manager, c.agreement, kind="terminated", effective_on=c.today, evidence="L"
        )
    for kind in (Kind.PARTICIPATION, Kind.AUTHORIZATION):
        with pytest.raises(IntegrityError, match="past its agreement"), transaction.atomic():
            Coverage.objects.create(
                agency=c.agency,
                participation=officer,
                kind=kind,
                valid_from=span.valid_from,
                valid_to=c.today + timedelta(days=1),
                evidence_kind=span.evidence_kind,
                evidence_id=span.evidence_id,
            )


def test_the_database_takes_no_end_of_an_agreement_that_reaches_nobody():
    c = chain.chain()
    chain.authorized(c)
    for kind in ("suspended", "terminated"):
        with pytest.raises(IntegrityError, match="past what was done"), transaction.atomic():
            _act_alone(c, kind)


def _act_alone(c, kind):
    AgreementAct.objects.create(
        agency=c.agency,
        agreement=c.agreement,
        kind=kind,
        effective_on=c.today,
        evidence="L",
    )
    connection.check_constraints()


def test_authority_and_demands_end_with_the_term_of_the_agreement():
    c = chain.chain("WSO-2025-02-15")
    end = c.today + timedelta(days=100)
    c.agreement.expires_on = end
    c.agreement.save()

    officer = chain.authorized(c)

    assert on(officer, end - timedelta(days=1))[2] is True
    assert on(officer, end)[1:] == (Compliance.NOT_APPLICABLE, False)


def test_a_record_that_waits_leaves_the_queue_with_its_officer():
    c = chain.chain()
    record = chain.submitted(c)
    with acting_as(c.administrator):
        withdraw(c.administrator, record.participation, on=c.today)

    with acting_as(c.supervisor):
        assert waiting_count(c.supervisor) == 0
    with pytest.raises(Refused), acting_as(c.supervisor):
        approve(c.supervisor, record, digest=record_shown(record).digest)


def test_a_supervisor_of_one_agreement_does_not_sign_for_another():
    c = chain.chain()
    other = chain.AgreementFactory(agency=c.agency, form="JEM-2025-02-15")
    record = chain.submitted(c)
    stranger = viewer_of(SupervisorAssignmentFactory(agreement=other).user)

    with pytest.raises(Refused, match="not assigned"), acting_as(stranger):
        approve(stranger, record, digest=record_shown(record).digest)
