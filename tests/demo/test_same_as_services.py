"""The demo's writer and the services tell one officer's story in the same rows."""

import random
from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from accounts.viewer import acting_as
from agencies.models import SupervisorAssignment
from agencies.states import ActKind as AgreementActKind
from demo.build import _modules
from demo.rows import Clock, Rows
from demo.terms import Place, Terms
from demo.timetable import Sitting
from demo.walk import Walk
from tests.support.chain import authorized, begun, chain, nominated, serving, submitted
from training.models import Enrollment, Evaluation, Participation, RuleSet, Standing, Suspension
from training.models.sign_off import ReturnReason
from training.selectors.sign_off import record_shown
from training.services.agreement_act import record_agreement_act
from training.services.credential_return import record_credential_return
from training.services.enrollment import leave_class
from training.services.evaluation import record_evaluation
from training.services.exams import record_exam
from training.services.revocation import revoke, separate
from training.services.sign_off import approve, return_record
from training.services.submission import submit_record
from training.services.suspension import suspend
from training.services.vetting import record_vetting

# Agreements on older forms were signed in their time; the others are of the chain's own day.
SIGNED = {"WSO-2019": date(2022, 3, 14), "JEM-2020": date(2021, 3, 15)}
FORMS = ["WSO-2019", "WSO-2025-02-15", "TFM-2025-03-07", "JEM-2020", "JEM-2025-02-15"]


def rows_of(participation):
    """What is written about a participation, without keys, times and free numbers."""
    p = Participation.objects.get(pk=participation.pk)

    def rows(related, *columns):
        return sorted(map(tuple, getattr(p, related).values_list(*columns)), key=str)

    return {
        "step": p.step,
        "acts": list(
            p.participationacts.order_by("effective_on", "id").values_list(
                "kind", "effective_on", "status_after", "superseded_because"
            )
        ),
        "coverage": rows(
            "coverages", "kind", "valid_from", "valid_to", "evidence_kind", "superseded_because"
        ),
        "rules": rows("ruleassignments", "rule_set", "valid_from", "valid_to"),
        "attested": rows("attestations", "kind", "attested_on"),
        "vetted": rows("vettings", "result", "checked_on"),
        "records": rows("enrollments", "state", "starts_on", "ends_on", "training_class"),
        "hours": rows("enrollments", "attendance__class_day", "attendance__hours"),
        "exams": sorted(
            set(p.enrollments.values_list("exam_attempts__module", flat=True)), key=str
        ),
        "signed": rows("signoffs", "decision", "reasons", "statement", "position_title"),
        "certified": rows("certifications", "certified_on", "completed_on", "course_version"),
        "authorized": rows("authorizations", "valid_from", "valid_to", "supervisor"),
        "evaluated": rows("evaluations", "outcome", "evaluated_on"),
        "ended": rows("suspensions", "reason", "valid_from", "valid_to", "superseded_because"),
        "credentials": rows("credentialreturns", "opened_on", "returned_on"),
        "notices": rows("notices", "kind"),
        "standing": list(
            Standing.objects.filter(participation=p)
            .order_by("valid_from")
            .values_list("valid_from", "valid_to", "status", "grade", "soon_from", "may_act")
        ),
    }


def walk_of(c):
    """A walk under the chain's agreement, of an officer of its own."""
    users = {name: User.objects.get(pk=getattr(c, name).user_id) for name in PEOPLE}
    place = Place(agency=c.agency, coordinator=users["administrator"], **users)
    agreement = c.agreement
    rule_set = RuleSet.objects.get(
        form_revision=agreement.form_revision, model=agreement.model, version=1
    )
    terms = Terms(
        place=place,
        agreement=agreement,
        begins=agreement.signed_on,
        course={"JEM": "BASIC"}.get(agreement.model, agreement.model),
        rule_set=rule_set,
        supervisors=list(SupervisorAssignment.objects.filter(field_office=c.agency.field_office)),
    )
    for assignment in terms.supervisors:
        if assignment.user_id == place.supervisor.pk:
            assignment.user = place.supervisor
    rows = Rows(random.Random(1))
    clock = Clock(random.Random(2), datetime.now(UTC))
    return Walk(rows, clock, random.Random(3), terms, serving(c), _modules())


PEOPLE = ("administrator", "supervisor", "director", "registrar", "manager")


def as_in(walk, enrollment):
    """The class of a service's record, for the walk to sit in too."""
    training_class = enrollment.training_class
    return Sitting(training_class, list(training_class.days.order_by("day")), walk.terms.course)


def begin(walk, participation):
    """Nominate and vet as the chain did."""
    acts = dict(participation.participationacts.values_list("kind", "effective_on"))
    walk.nominate(acts["nominated"])
    return acts


def whole_record(walk, participation, enrollment):
    acts = begin(walk, participation)
    walk.vet(acts["vetted"])
    record = walk.enroll(as_in(walk, enrollment), acts["enrolled"])
    walk.attend(record)
    walk.sit(record)
    return record, acts


@pytest.mark.parametrize("form", FORMS)
def test_an_officer_who_is_authorized_and_evaluated(arranged, form):
    c = chain(form, **({"signed_on": SIGNED[form]} if form in SIGNED else {}))
    theirs = authorized(c)
    with acting_as(c.supervisor):
        record_evaluation(c.supervisor, theirs, outcome="continue", evaluated_on=c.today)

    walk = walk_of(c)
    enrollment = theirs.enrollments.get()
    record, acts = whole_record(walk, theirs, enrollment)
    walk.submit(record, acts["submitted"])
    walk.approve(record, acts["signed_off"])
    walk.authorize(acts["authorized"])
    walk.evaluate(c.today, Evaluation.Outcome.CONTINUE)
    walk.rows.write_training(arranged)

    assert rows_of(walk.participation) == rows_of(theirs)


def test_a_record_that_was_returned_and_sent_again(arranged):
    c = chain()
    enrollment = submitted(c)
    reason = ReturnReason.EVIDENCE_UNSIGNED
    with acting_as(c.supervisor):
        return_record(
            c.supervisor, enrollment, reasons=[reason], digest=record_shown(enrollment).digest
        )
    with acting_as(c.administrator):
        submit_record(c.administrator, enrollment)
    with acting_as(c.supervisor):
        again = Enrollment.objects.get(pk=enrollment.pk)
        approve(c.supervisor, again, digest=record_shown(again).digest)

    walk = walk_of(c)
    record, acts = whole_record(walk, enrollment.participation, again)
    walk.submit(record, acts["submitted"])
    walk.return_record(record, acts["returned"], reason)
    walk.submit(record, acts["submitted"])
    walk.approve(record, acts["signed_off"])
    walk.rows.write_training(arranged)

    assert rows_of(walk.participation) == rows_of(enrollment.participation)


def test_an_officer_who_left_the_class(arranged):
    c = chain()
    enrollment = begun(c)
    with acting_as(c.administrator):
        leave_class(c.administrator, enrollment, c.today)

    walk = walk_of(c)
    acts = begin(walk, enrollment.participation)
    walk.vet(acts["vetted"])
    record = walk.enroll(as_in(walk, enrollment), acts["enrolled"])
    walk.leave_class(record, c.today)
    walk.rows.write_training(arranged)

    assert rows_of(walk.participation) == rows_of(enrollment.participation)


def test_an_officer_who_was_not_approved(arranged):
    c = chain()
    theirs = nominated(c)
    with acting_as(c.manager):
        record_vetting(c.manager, theirs, result="not_approved", checked_on=c.today)

    walk = walk_of(c)
    begin(walk, theirs)
    walk.vet(c.today, approved=False)
    walk.rows.write_training(arranged)

    assert rows_of(walk.participation) == rows_of(theirs)


def test_an_officer_who_failed_twice(arranged):
    c = chain()
    enrollment = begun(c)
    module = enrollment.training_class.course_version.modules.exclude(exam_code="").get()
    with acting_as(c.registrar):
        for attempt, score in ((1, 60), (2, 65)):
            record_exam(
                c.registrar,
                enrollment,
                module,
                attempt=attempt,
                score=score,
                taken_on=enrollment.ends_on,
            )

    walk = walk_of(c)
    acts = begin(walk, enrollment.participation)
    walk.vet(acts["vetted"])
    record = walk.enroll(as_in(walk, enrollment), acts["enrolled"])
    walk.sit(record, scores=[60, 65])
    walk.disqualify(record)
    walk.rows.write_training(arranged)

    assert rows_of(walk.participation) == rows_of(enrollment.participation)


def authorized_pair(c):
    """An officer who was authorized by services, and the walk that came as far."""
    theirs = authorized(c)
    walk = walk_of(c)
    record, acts = whole_record(walk, theirs, theirs.enrollments.get())
    walk.submit(record, acts["submitted"])
    walk.approve(record, acts["signed_off"])
    walk.authorize(acts["authorized"])
    return theirs, walk


def compared(walk, theirs, arranged):
    walk.rows.write_training(arranged)
    return rows_of(walk.participation) == rows_of(theirs)


def test_an_officer_who_was_suspended(arranged):
    c = chain()
    theirs, walk = authorized_pair(c)
    with acting_as(c.director):
        suspend(c.director, theirs, reason="discipline", valid_from=c.today)
    walk.suspend(c.today, Suspension.Reason.DISCIPLINE)
    assert compared(walk, theirs, arranged)


@pytest.mark.parametrize("form", ["WSO-2025-02-15", "TFM-2025-03-07"])
def test_an_officer_who_was_revoked(arranged, form):
    c = chain(form)
    theirs, walk = authorized_pair(c)
    with acting_as(c.director):
        revoke(c.director, theirs, on=c.today, letter="R-1")
    walk.revoke(c.today)
    assert compared(walk, theirs, arranged)


def test_an_officer_who_left_and_returned_the_credentials(arranged):
    c = chain()
    theirs, walk = authorized_pair(c)
    with acting_as(c.administrator):
        separate(c.administrator, theirs.appointment, on=c.today)
        task = theirs.credentialreturns.first()
        if task is not None:
            record_credential_return(c.administrator, task, on=c.today)
    walk.separate(c.today)
    walk.return_credentials(c.today)
    assert compared(walk, theirs, arranged)


@pytest.mark.parametrize("kind", ["suspended", "terminated"])
def test_officers_of_an_agreement_that_was_ended(arranged, kind):
    c = chain()
    theirs, walk = authorized_pair(c)
    with acting_as(c.manager):
        record_agreement_act(
            c.manager, c.agreement, kind=kind, effective_on=c.today, evidence="Letter"
        )
    walk.end_with_agreement(AgreementActKind(kind), c.today, "Letter")
    assert compared(walk, theirs, arranged)
