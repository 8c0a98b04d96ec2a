"""Random acts, as people would do them, and what must hold after every one of them.

Each act runs through its service in a transaction of its own. Acts that the rules refuse are part
of the walk: a refusal writes nothing.
"""

import os
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, models
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from agencies.models import Agreement
from agencies.states import AgreementState
from tests.support import chain
from training.kinds import Kind
from training.models import (
    Authorization,
    Coverage,
    Enrollment,
    Flag,
    Participation,
    ParticipationAct,
    Standing,
    Suspension,
    Waiver,
)
from training.selectors.facts import agreement_state_on
from training.selectors.sign_off import record_shown
from training.selectors.standing_known import standing_known_at
from training.services.agreement_act import record_agreement_act
from training.services.attestation import attest
from training.services.authorization import authorize
from training.services.conflict import dispose
from training.services.enrollment import leave_class
from training.services.evaluation import record_evaluation
from training.services.exams import record_exam
from training.services.revocation import lift_disqualification, revoke, separate, withdraw
from training.services.sign_off import approve, return_record
from training.services.submission import submit_record
from training.services.suspension import reinstate, suspend
from training.services.transfer import transfer
from training.services.vetting import record_vetting
from training.services.waiver import decide_waiver, request_waiver

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

DAYS = st.integers(min_value=0, max_value=40)
# Nominated, sent, authorized, in the class, and another authorized one.
WHICH = st.integers(0, 4)
SYSTEM = Viewer.system("random acts")
FACTS = (Authorization, Coverage, Suspension, ParticipationAct)


class Acts(RuleBasedStateMachine):
    """One agency with five officers at different points of the chain, and one to go to."""

    def __init__(self):
        super().__init__()
        with acting_as(SYSTEM):
            self.cast = chain.chain("TFM-2025-03-07")
            chain.nominated(self.cast)
            chain.submitted(self.cast)
            chain.authorized(self.cast)
            chain.begun(self.cast)
            chain.authorized(self.cast)
            self.elsewhere = chain.chain("TFM-2025-03-07").agency
            self.ids = sorted(
                Participation.objects.filter(agency=self.cast.agency).values_list("pk", flat=True)
            )
        self.today = self.cast.today
        self.written = {}
        self.answers = []

    def act(self, viewer, service, which, **arguments):
        """One act on one officer, in its own transaction; a refusal writes nothing."""
        with acting_as(SYSTEM):
            before = self.counts()
            target = Participation.objects.get(pk=self.ids[which])
        try:
            with acting_as(viewer):
                service(viewer, target, **arguments)
        except (Refused, Enrollment.DoesNotExist):
            with acting_as(SYSTEM):
                assert self.counts() == before

    def counts(self):
        return {model.__name__: model.objects.count() for model in (*FACTS, Waiver, Flag)}

    @rule(which=WHICH, result=st.sampled_from(["approved", "not_approved"]))
    def vet(self, which, result):
        self.act(self.cast.manager, record_vetting, which, result=result, checked_on=self.today)

    @rule(which=WHICH)
    def send(self, which):
        self.act(
            self.cast.administrator,
            lambda viewer, p: submit_record(viewer, p.enrollments.get()),
            which,
        )

    @rule(which=WHICH, approved=st.booleans())
    def decide(self, which, approved):
        def decide(viewer, participation):
            record = participation.enrollments.get()
            digest = record_shown(record).digest
            if approved:
                approve(viewer, record, digest=digest)
            else:
                return_record(viewer, record, reasons=["exam"], digest=digest)

        self.act(self.cast.supervisor, decide, which)

    @rule(which=WHICH)
    def leave(self, which):
        self.act(
            self.cast.administrator,
            lambda viewer, p: leave_class(viewer, p.enrollments.get(), self.today),
            which,
        )

    @rule(which=WHICH, ahead=DAYS)
    def authorize(self, which, ahead):
        day = self.today + timedelta(days=ahead)
        self.act(self.cast.director, authorize, which, valid_from=day, letter="L-7")

    @rule(which=WHICH, reason=st.sampled_from(["discipline", "training"]))
    def suspend(self, which, reason):
        self.act(self.cast.supervisor, suspend, which, reason=reason, valid_from=self.today)

    @rule(which=WHICH)
    def reinstate(self, which):
        self.act(self.cast.director, reinstate, which, on=self.today)

    @rule(which=WHICH)
    def evaluate(self, which):
        self.act(
            self.cast.supervisor,
            record_evaluation,
            which,
            outcome="continue",
            evaluated_on=self.today,
        )

    @rule(which=WHICH, days=st.integers(1, 200), approved=st.booleans())
    def waive(self, which, days, approved):
        def waive(viewer, participation):
            waiver = request_waiver(
                viewer,
                participation,
                kind=Kind.BACKGROUND_CHECK,
                reason="absence",
                evidence="Memo 1",
                valid_from=self.today,
                valid_to=self.today + timedelta(days=days),
            )
            with acting_as(self.cast.manager):
                decide_waiver(self.cast.manager, waiver, approve=approved)

        self.act(self.cast.administrator, waive, which)

    @rule(which=WHICH, score=st.sampled_from([40, 69, 70]), attempt=st.integers(1, 2))
    def sit(self, which, score, attempt):
        def sit(viewer, participation):
            record = participation.enrollments.get()
            module = record.training_class.course_version.modules.exclude(exam_code="").last()
            record_exam(
                viewer, record, module, attempt=attempt, score=score, taken_on=record.ends_on
            )

        self.act(self.cast.registrar, sit, which)

    @rule(which=WHICH)
    def lift(self, which):
        self.act(self.cast.manager, lift_disqualification, which)

    @rule(which=WHICH, kind=st.sampled_from([Kind.CITIZENSHIP, Kind.NO_PENDING_DISCIPLINE]))
    def attest(self, which, kind):
        self.act(self.cast.administrator, attest, which, kind=kind, attested_on=self.today)

    @rule(which=WHICH)
    def separate(self, which):
        self.act(
            self.cast.administrator,
            lambda viewer, p: separate(viewer, p.appointment, on=self.today),
            which,
        )

    @rule(which=WHICH)
    def transfer(self, which):
        def move(viewer, participation):
            transfer(
                viewer,
                participation.officer,
                self.elsewhere,
                on=self.today,
                badge_number=f"N-{which}",
            )

        self.act(self.cast.manager, move, which)

    @rule(which=WHICH)
    def settle(self, which):
        def settle(viewer, participation):
            for flag in participation.flags.filter(disposed_at=None)[:1]:
                dispose(viewer, flag, disposition="explained", evidence="Memo 2")

        self.act(self.cast.manager, settle, which)

    @rule(which=WHICH)
    def revoke(self, which):
        self.act(self.cast.director, revoke, which, on=self.today, letter="R-1")

    @rule(which=WHICH)
    def withdraw(self, which):
        self.act(self.cast.administrator, withdraw, which, on=self.today)

    @rule(
        kind=st.sampled_from(["suspended", "reinstated", "notice_of_termination", "terminated"]),
        ahead=DAYS,
    )
    def act_on_agreement(self, kind, ahead):
        day = self.today + timedelta(days=ahead if kind == "terminated" else 0)

        def act(viewer, participation):
            record_agreement_act(
                viewer, participation.agreement, kind=kind, effective_on=day, evidence="Letter 1"
            )

        self.act(self.cast.manager, act, 0)

    @invariant()
    def standing_is_what_coverage_says(self):
        columns = (
            "participation_id, valid_from, valid_to, status, grade, soon_from, compliant_until,"
            " may_act"
        )
        with acting_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute(
                f"select {columns} from training_standing where participation_id = any(%s)",
                [self.ids],
            )
            stored = set(cursor.fetchall())
            cursor.execute(f"select {columns} from standing_of(%s, 'infinity')", [self.ids])
            assert stored == set(cursor.fetchall())

    @invariant()
    def nobody_may_act_outside_an_agreement_in_force(self):
        with acting_as(SYSTEM):
            agreement = Agreement.objects.get(pk=self.cast.agreement.pk)
            for ahead in (0, 1, 20, 41, 400):
                day = self.today + timedelta(days=ahead)
                if agreement_state_on(agreement, day) is not AgreementState.IN_FORCE:
                    acting = Standing.objects.on(day).filter(
                        participation__in=self.ids, may_act=True
                    )
                    assert not acting.exists()

    @invariant()
    def authority_never_overlaps(self):
        with acting_as(SYSTEM):
            for pk in self.ids:
                periods = list(
                    Authorization.objects.filter(participation=pk, superseded_at=None)
                    .order_by("valid_from")
                    .values_list("valid_from", "valid_to")
                )
                assert all(earlier[1] <= later[0] for earlier, later in pairwise(periods))

    @invariant()
    def history_is_never_rewritten(self):
        with acting_as(SYSTEM):
            for model in FACTS:
                fixed = [
                    field.attname
                    for field in model._meta.concrete_fields
                    if not field.name.startswith("superseded")
                ]
                for row in model.objects.filter(participation__in=self.ids).values(*fixed):
                    key = (model.__name__, row["id"])
                    assert self.written.setdefault(key, row) == row
            kept = models.Q(pk__in=[pk for name, pk in self.written if name == "Coverage"])
            assert Coverage.objects.filter(kept).count() == sum(
                name == "Coverage" for name, _ in self.written
            )

    @invariant()
    def what_was_known_stays_known(self):
        with acting_as(SYSTEM):
            for day, known, answer in self.answers:
                assert standing_known_at(self.ids, day, known) == answer
            known = timezone.now()
            for ahead in (-45, 0, 30, 400):
                day = self.today + timedelta(days=ahead)
                self.answers.append((day, known, standing_known_at(self.ids, day, known)))
            self.answers = self.answers[-24:]


def test_random_acts_keep_what_must_hold():
    run_state_machine_as_test(
        Acts,
        settings=settings(
            max_examples=int(os.environ.get("G287_RANDOM_ACTS", "3")),
            stateful_step_count=15,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
