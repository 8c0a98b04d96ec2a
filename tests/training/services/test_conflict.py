"""Histories as papers tell them, each with one contradiction, written past the services."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.permissions import MissingPermission
from accounts.refusal import Refused
from accounts.roles import AUDITOR, PROGRAM_MANAGER
from accounts.viewer import acting_as
from agencies.models import AgreementAct
from agencies.models.rows import FOREVER
from tests.factories import AppointmentFactory, OfficerFactory, viewer_as
from tests.support import chain
from tests.support.papers import paper_of
from training.kinds import EvidenceKind, Kind
from training.models import (
    Attendance,
    Authorization,
    Certification,
    CourseVersion,
    Coverage,
    Enrollment,
    Evaluation,
    ExamAttempt,
    Flag,
    Participation,
    ParticipationAct,
    RuleAssignment,
    SignOff,
    Standing,
    TrainingClass,
)
from training.models.act import ActKind
from training.rules.class_days import class_days
from training.rules.conflicts import CONTRADICTING
from training.selectors.facts import rule_set_for
from training.selectors.sign_off import record_shown
from training.services.conflict import detect, dispose
from training.services.sign_off import approve

SIGNED = date(2025, 3, 10)
# Four weeks from a Monday; 4 July is a holiday among them.
STARTS, ENDS = date(2025, 6, 16), date(2025, 7, 11)
CERTIFIED, AUTHORIZED = date(2025, 7, 14), date(2025, 8, 1)


@dataclass
class Papers:
    """One officer, taken over from papers, certified and authorized after a four-week class."""

    cast: chain.Chain
    participation: Participation
    training_class: TrainingClass
    record: Enrollment

    @property
    def owned(self):
        return {"agency": self.cast.agency, "participation": self.participation}

    def found(self):
        detect(self.cast.manager, [self.participation.pk])
        return {flag.code: flag for flag in Flag.objects.filter(participation=self.participation)}

    def grade_on(self, day):
        standing = Standing.objects.on(day).filter(participation=self.participation).first()
        return standing.get_grade_display() if standing else None

    def exam(self, score=85, attempt=1, taken_on=ENDS):
        version = self.training_class.course_version
        ExamAttempt.objects.create(
            agency=self.cast.agency,
            enrollment=self.record,
            module=version.modules.exclude(exam_code="").first(),
            attempt=attempt,
            score=score,
            taken_on=taken_on,
        )

    def attend(self, hours, day):
        Attendance.objects.create(
            agency=self.cast.agency, enrollment=self.record, class_day=day, hours=hours
        )

    def certify(self, certified_on=CERTIFIED, completed_on=ENDS, record=None):
        row = Certification.objects.create(
            **self.owned,
            certificate_number=f"P-{self.participation.pk}",
            certified_on=certified_on,
            completed_on=completed_on,
            course_version=self.training_class.course_version,
            enrollment=record,
            paper=self.record.paper,
        )
        for kind in (Kind.CERTIFICATION, Kind.INITIAL_COURSE):
            self.cover(kind, certified_on, FOREVER, EvidenceKind.CERTIFICATION, row.pk)

    def authorize(self, valid_from=AUTHORIZED, valid_to=FOREVER, covered_until=None):
        row = Authorization.objects.create(
            **self.owned,
            valid_from=valid_from,
            valid_to=valid_to,
            letter="P-1",
            paper=self.record.paper,
        )
        self.act(ActKind.AUTHORIZED, valid_from)
        covered = (valid_from, covered_until or valid_to)
        self.cover(Kind.AUTHORIZATION, *covered, EvidenceKind.AUTHORIZATION, row.pk)

    def act(self, kind, on):
        return ParticipationAct.objects.create(
            **self.owned, kind=kind, effective_on=on, status_after=str(kind)
        )

    def cover(self, kind, first, last, evidence_kind, evidence):
        Coverage.objects.create(
            **self.owned,
            kind=kind,
            valid_from=first,
            valid_to=last,
            evidence_kind=evidence_kind,
            evidence_id=evidence,
        )


def class_of(class_id, starts_on=STARTS, ends_on=ENDS, code="BASIC"):
    version = CourseVersion.objects.get(course__code=code)
    made = TrainingClass.objects.create(
        class_id=class_id,
        course_version=version,
        place="Charleston",
        starts_on=starts_on,
        ends_on=ends_on,
        seats=24,
    )
    for plan in class_days(starts_on, version.training_days, version.hours_a_day):
        made.days.create(day=plan.day, number=plan.number, hours=plan.hours, holiday=plan.holiday)
    return made


def papers(form="JEM-2025-02-15", starts_on=STARTS, ends_on=ENDS, signed_on=SIGNED, until=FOREVER):
    cast = chain.chain(form, signed_on=signed_on)
    appointment = AppointmentFactory(officer=OfficerFactory(agency=cast.agency))
    participation = Participation.objects.create(
        agency=cast.agency,
        officer=appointment.officer,
        appointment=appointment,
        agreement=cast.agreement,
        model=cast.agreement.model,
        name_key=appointment.officer.name_key,
    )
    number = TrainingClass.objects.count() + 1
    training_class = class_of(f"CL{number:03d}", min(starts_on, ends_on), max(starts_on, ends_on))
    record = Enrollment.objects.create(
        agency=cast.agency,
        participation=participation,
        training_class=training_class,
        officer=appointment.officer,
        starts_on=starts_on,
        ends_on=ends_on,
        state=Enrollment.State.IMPORTED,
        paper=paper_of(participation),
    )
    told = Papers(cast, participation, training_class, record)
    began = date(2025, 5, 1)
    nominated = told.act(ActKind.NOMINATED, began)
    told.cover(Kind.PARTICIPATION, began, until, EvidenceKind.ACT, nominated.pk)
    RuleAssignment.objects.create(
        **told.owned, rule_set=rule_set_for(cast.agreement, cast.today), valid_from=began
    )
    return told


def as_it_should_be():
    told = papers()
    told.certify()
    told.authorize()
    told.exam()
    for day in told.training_class.days.filter(holiday=""):
        told.attend(8, day)
    Evaluation.objects.create(
        **told.owned,
        outcome="continue",
        evaluated_on=date(2025, 10, 1),
        evaluated_by_id=told.cast.supervisor.user_id,
    )
    return told


def authorized_never_certified():
    told = papers()
    told.authorize()
    return told


def authorized_before_certified():
    told = papers()
    told.certify()
    told.authorize(CERTIFIED - timedelta(days=1))
    return told


def authorized_before_agreement():
    told = papers(signed_on=AUTHORIZED + timedelta(days=1))
    told.certify()
    told.authorize()
    return told


def authorized_too_long():
    told = papers("TFM-2025-03-07")
    told.certify()
    told.authorize(AUTHORIZED, date(2027, 8, 2))
    return told


def authority_past_end():
    ended = date(2025, 12, 1)
    told = papers(until=ended)
    told.certify()
    told.authorize(covered_until=ended)
    AgreementAct.objects.create(
        agency=told.cast.agency,
        agreement=told.cast.agreement,
        kind="terminated",
        effective_on=ended,
        evidence="Letter 9",
    )
    return told


def failed_but_passed():
    told = papers()
    told.certify(record=told.record)
    told.authorize()
    told.exam(score=69)
    return told


def finished_before_start():
    told = papers(starts_on=ENDS, ends_on=STARTS)
    told.certify()
    told.authorize()
    return told


def two_places():
    told = papers()
    told.certify()
    other = class_of("CL900", ENDS, ENDS + timedelta(days=6), code="REFRESHER")
    Enrollment.objects.create(
        **told.owned,
        training_class=other,
        officer=told.participation.officer,
        starts_on=other.starts_on,
        ends_on=other.ends_on,
        paper=told.record.paper,
    )
    return told


def exam_before_class():
    told = papers()
    told.certify()
    told.exam(taken_on=STARTS - timedelta(days=1))
    return told


def own_instructor():
    told = papers()
    told.certify()
    told.training_class.instructors.add(told.cast.supervisor.user_id)
    SignOff.objects.create(
        **told.owned,
        enrollment=told.record,
        decision="approved",
        statement="I reviewed it.",
        digest="0" * 64,
        signed_by_id=told.cast.supervisor.user_id,
        position_title="Supervisor",
    )
    return told


def unlikely_length():
    told = papers(ends_on=STARTS + timedelta(days=59))
    told.certify(completed_on=STARTS + timedelta(days=59))
    return told


def four_weeks_in_thirteen_days():
    told = papers(ends_on=STARTS + timedelta(days=12))
    told.certify()
    return told


def hours_do_not_fit():
    told = papers()
    told.certify()
    for day in told.training_class.days.filter(holiday=""):
        told.attend(9, day)
    return told


def attendance_without_day():
    told = papers()
    told.certify()
    told.attend(8, told.training_class.days.exclude(holiday="").first())
    return told


def attendance_in_another_class():
    told = papers()
    told.certify()
    told.attend(
        8, class_of("CL900", ENDS + timedelta(days=3), ENDS + timedelta(days=28)).days.first()
    )
    return told


HISTORIES = {
    "authorized_never_certified": authorized_never_certified,
    "authorized_before_certified": authorized_before_certified,
    "authorized_before_agreement": authorized_before_agreement,
    "authorized_too_long": authorized_too_long,
    "authority_past_end": authority_past_end,
    "failed_but_passed": failed_but_passed,
    "finished_before_start": finished_before_start,
    "two_places": two_places,
    "exam_before_class": exam_before_class,
    "own_instructor": own_instructor,
    "unlikely_length": unlikely_length,
    "hours_do_not_fit": hours_do_not_fit,
    "attendance_without_day": attendance_without_day,
}


def test_every_code_has_a_history():
    assert set(HISTORIES) == set(Flag.Code.values)


def test_papers_that_agree_raise_nothing(arranged):
    assert as_it_should_be().found() == {}


@pytest.mark.parametrize(("code", "tell"), HISTORIES.items(), ids=HISTORIES)
def test_a_history_raises_exactly_its_own_flag(arranged, code, tell):
    found = tell().found()
    assert set(found) == {code}
    assert found[code].detail
    assert (found[code].affected_from is not None) == (code in CONTRADICTING)


@pytest.mark.parametrize(
    ("code", "tell"),
    [
        ("unlikely_length", four_weeks_in_thirteen_days),
        ("attendance_without_day", attendance_in_another_class),
    ],
)
def test_it_is_told_in_either_way(arranged, code, tell):
    assert set(tell().found()) == {code}


@pytest.mark.parametrize("code", sorted(CONTRADICTING))
def test_a_contradiction_shows_as_conflict_from_its_day_on(arranged, code):
    told = HISTORIES[code]()
    flag = told.found()[code]
    assert told.grade_on(flag.affected_from) == "Records conflict"
    assert told.grade_on(flag.affected_from - timedelta(days=1)) != "Records conflict"


def test_an_oddity_leaves_compliance_as_it_is(arranged):
    told = unlikely_length()
    told.authorize(date(2025, 9, 1))
    before = told.grade_on(told.cast.today)
    assert set(told.found()) == {"unlikely_length"}
    assert told.grade_on(told.cast.today) == before != "Records conflict"


def test_looking_again_flags_nothing_twice(arranged):
    told = authorized_before_certified()
    assert detect(told.cast.manager, [told.participation.pk]) == 1
    assert detect(told.cast.manager, [told.participation.pk]) == 0


def settle(told, flag, viewer=None, **values):
    viewer = viewer or told.cast.manager
    given = {"disposition": "explained", "evidence": "Letter of 3 Mar 2026"} | values
    with acting_as(viewer):
        return dispose(viewer, flag, **given)


def test_settling_ends_the_conflict_and_what_was_known_before_stays(arranged):
    told = authorized_before_certified()
    flag = told.found()["authorized_before_certified"]
    known = timezone.now()
    settled = settle(told, flag)
    assert settled.disposed_by_id == told.cast.manager.user_id
    assert settled.disposition_evidence == "Letter of 3 Mar 2026"
    assert told.grade_on(told.cast.today) != "Records conflict"
    assert grade_known(told, told.cast.today, known) == Standing.Grade.CONFLICT
    assert grade_known(told, told.cast.today, timezone.now()) != Standing.Grade.CONFLICT


def grade_known(told, day, known):
    with connection.cursor() as cursor:
        cursor.execute(
            "select grade from standing_of(%s, %s) where valid_from <= %s and valid_to > %s",
            [[told.participation.pk], known, day, day],
        )
        return cursor.fetchone()[0]


def test_what_was_settled_comes_back_only_when_the_facts_change(arranged):
    told = authorized_before_certified()
    settle(told, told.found()["authorized_before_certified"])
    assert detect(told.cast.manager, [told.participation.pk]) == 0
    Authorization.objects.filter(participation=told.participation).update(
        superseded_at=timezone.now(), superseded_because="wrong day"
    )
    Authorization.objects.create(
        **told.owned,
        valid_from=CERTIFIED - timedelta(days=4),
        letter="P-1",
        paper=told.record.paper,
    )
    assert detect(told.cast.manager, [told.participation.pk]) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"disposition": "forget it"}, "disposition"),
        ({"evidence": "  "}, "evidence"),
        ({"evidence": "x" * 201}, "evidence"),
    ],
)
def test_a_disposition_is_coded_and_names_a_document(arranged, values, field):
    told = authorized_before_certified()
    flag = told.found()["authorized_before_certified"]
    with pytest.raises(Refused) as refused:
        settle(told, flag, **values)
    assert [reason.field for reason in refused.value.reasons] == [field]


def test_whoever_entered_the_records_does_not_settle_them(arranged):
    told = authorized_before_certified()
    told.exam()
    ExamAttempt.objects.filter(enrollment=told.record).update(
        recorded_by_id=told.cast.manager.user_id
    )
    flag = told.found()["authorized_before_certified"]
    with pytest.raises(Refused, match="You entered part of these records"):
        settle(told, flag)
    assert settle(told, flag, viewer_as(PROGRAM_MANAGER)).disposed_at


def test_nobody_settles_what_is_about_themselves(arranged):
    told = authorized_before_certified()
    officer = told.participation.officer
    officer.email = told.cast.manager.email
    officer.save()
    flag = told.found()["authorized_before_certified"]
    with pytest.raises(Refused, match="your own record"):
        settle(told, flag)


def test_a_flag_is_settled_once(arranged):
    told = authorized_before_certified()
    flag = told.found()["authorized_before_certified"]
    settle(told, flag)
    with pytest.raises(Refused, match="settled already"):
        settle(told, flag, viewer_as(PROGRAM_MANAGER))


@pytest.mark.parametrize("who", ["administrator", "supervisor", "director", "registrar"])
def test_only_the_program_manager_settles(arranged, who):
    told = authorized_before_certified()
    flag = told.found()["authorized_before_certified"]
    with pytest.raises(MissingPermission):
        settle(told, flag, getattr(told.cast, who))
    with pytest.raises(PermissionDenied):
        settle(told, flag, viewer_as(AUDITOR))


def test_an_agency_looks_only_at_its_own(arranged):
    told, other = authorized_before_certified(), authorized_before_certified()
    viewer = told.cast.administrator
    with acting_as(viewer):
        assert detect(viewer, [told.participation.pk, other.participation.pk]) == 1
    assert not Flag.objects.filter(participation=other.participation).exists()


def test_the_queries_do_not_grow_with_the_officers(arranged, django_assert_num_queries):
    few = [authorized_before_certified().participation.pk]
    many = [as_it_should_be().participation.pk, two_places().participation.pk] + [
        told.participation.pk for told in (failed_but_passed() for _ in range(4))
    ]
    with connection.execute_wrapper(count := Counter()):
        detect(arranged, few)
    alone = count.n
    with django_assert_num_queries(alone):
        detect(arranged, many)


class Counter:
    n = 0

    def __call__(self, execute, sql, params, many, context):
        self.n += 1
        return execute(sql, params, many, context)


def test_a_sign_off_by_the_instructor_of_the_class_is_flagged_at_once(arranged):
    cast = chain.chain()
    record = chain.submitted(cast)
    record.training_class.instructors.add(cast.supervisor.user_id)
    with acting_as(cast.supervisor):
        approve(cast.supervisor, record, digest=record_shown(record).digest)
    assert list(Flag.objects.values_list("code", flat=True)) == ["own_instructor"]


def test_the_whole_way_through_the_services_raises_no_flag(arranged):
    for form in ("WSO-2025-02-15", "JEM-2025-02-15", "TFM-2025-03-07"):
        chain.authorized(chain.chain(form))
    detect(arranged, Participation.objects.values_list("pk", flat=True))
    assert not Flag.objects.exists()


def test_the_command_looks_at_everybody_or_at_one_agency(arranged, capsys):
    told, other = authorized_before_certified(), authorized_before_certified()
    call_command("detect_conflicts", agency=str(told.cast.agency.uuid))
    assert capsys.readouterr().out == "1 new conflicts in 1 participations.\n"
    call_command("detect_conflicts")
    assert capsys.readouterr().out == "1 new conflicts in 2 participations.\n"
    assert Flag.objects.filter(participation=other.participation).exists()
