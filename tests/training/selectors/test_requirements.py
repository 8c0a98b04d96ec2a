"""Every requirement of an officer on a day, with the reason and what would mend it."""

from datetime import date, timedelta

import pytest
from django.db.models.functions import Now

from accounts.viewer import acting_as
from tests.support.chain import (
    authorized,
    certified,
    chain,
    enrolled,
    nominated,
    submitted,
    training_class,
    vetted,
)
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, Flag, ParticipationAct, Standing
from training.querysets import compliance_of
from training.selectors.coverage import coverage_periods
from training.selectors.requirements import requirements_on
from training.services.attestation import report_pending_discipline
from training.states import RequirementState

MET, MISSING = RequirementState.MET, RequirementState.MISSING
OVERDUE, DUE_SOON = RequirementState.OVERDUE, RequirementState.DUE_SOON
IN_PROGRESS = RequirementState.IN_PROGRESS


def on(participation, day):
    return {r.kind: r for r in requirements_on(participation, day)}


def states(participation, day):
    return {kind: r.state for kind, r in on(participation, day).items()}


def add_coverage(participation, kind, valid_from, valid_to, evidence=EvidenceKind.ACT):
    act = ParticipationAct.objects.filter(participation=participation).first()
    return Coverage.objects.create(
        agency_id=participation.agency_id,
        participation=participation,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        evidence_kind=evidence,
        evidence_id=act.pk,
    )


def test_an_officer_on_the_way_has_requirements_in_progress_and_none_missing(arranged):
    c = chain("WSO-2025-02-15")
    found = on(vetted(c), c.today)
    assert found[Kind.CITIZENSHIP].state is MET
    assert found[Kind.BACKGROUND_CHECK].state is MET
    assert found[Kind.INITIAL_COURSE].state is IN_PROGRESS
    assert found[Kind.AUTHORIZATION].state is IN_PROGRESS
    assert found[Kind.INITIAL_COURSE].mend == "Enroll the officer in a class and complete it"
    assert MISSING not in {r.state for r in found.values()}


def test_an_authorized_officer_has_everything_with_its_evidence(arranged):
    c = chain("WSO-2025-02-15")
    found = on(authorized(c), c.today)
    assert {r.state for r in found.values() if r.is_binding and r.kind != 12} == {MET}
    assert str(found[Kind.AUTHORIZATION].evidence) == "Letter L-1"
    assert str(found[Kind.BACKGROUND_CHECK].evidence) == "Result: approved"
    assert str(found[Kind.CERTIFICATION].evidence).startswith("Certificate ")
    assert found[Kind.CERTIFICATION].evidence.record is not None
    assert str(found[Kind.CITIZENSHIP].evidence) == "Attestation"
    assert found[Kind.SUPERVISOR].evidence.kind is EvidenceKind.SUPERVISOR_ASSIGNMENT
    assert found[Kind.CREDENTIAL_RETURN].state is RequirementState.NOT_APPLICABLE


def test_each_requirement_carries_clause_section_source_and_mark(arranged):
    c = chain("WSO-2025-02-15")
    found = on(nominated(c), c.today)
    course = found[Kind.INITIAL_COURSE]
    assert course.clause.startswith("The officer completes ICE's initial training")
    assert course.section == "Training of personnel"
    assert course.source.startswith("WSO form revised 02/15/2025")
    assert course.mark == "sourced"
    assert course.assumed_parameters == ("hours",)
    assert found[Kind.EVALUATION].is_assumed
    assert not found[Kind.EVALUATION].is_binding
    assert course.reason == (
        "No signed-off record of the 8-hour course with 70 in each exam"
        " (Training of personnel, WSO, revised Feb 15, 2025)."
    )


def test_the_refresher_counts_from_the_initial_course_and_says_so(arranged):
    c = chain("JEM-2025-02-15")
    participation = certified(c)
    refresher = on(participation, c.today)[Kind.REFRESHER]
    assert refresher.state is MET
    assert refresher.heading == "Refresher, every 24 months"
    assert refresher.reason == (
        "Due 24 months after the initial course (Training of personnel, JEM, revised Feb 15, 2025)."
    )
    assert str(refresher.evidence).startswith("Record of class CL")
    assert states(participation, refresher.due_on - timedelta(days=91))[Kind.REFRESHER] is MET
    assert states(participation, refresher.due_on - timedelta(days=90))[Kind.REFRESHER] is DUE_SOON
    overdue = on(participation, refresher.due_on)[Kind.REFRESHER]
    assert overdue.state is OVERDUE
    assert overdue.mend == "Book the 40-hour refresher"


def mends(participation, day):
    return {kind: (r.mend, r.mend_on) for kind, r in on(participation, day).items()}


SIGN_OFF_LATER = "Complete the course first, then have the supervisor sign off its record"
AUTHORIZE_LATER = (
    "Have the officer certified first, then ask the field office director for the authorization"
)


def test_without_any_class_nobody_can_say_when_an_officer_is_certified(arranged):
    c = chain("WSO-2025-02-15")
    found = mends(nominated(c), c.today)
    assert found[Kind.INITIAL_COURSE] == ("Enroll the officer in a class and complete it", None)
    assert found[Kind.CERTIFICATION] == (SIGN_OFF_LATER, None)
    assert found[Kind.AUTHORIZATION] == (AUTHORIZE_LATER, None)


def test_an_offered_class_dates_what_follows_it(arranged):
    c = chain("WSO-2025-02-15")
    participation = nominated(c)
    end = training_class(c).ends_on
    found = mends(participation, c.today)
    assert found[Kind.INITIAL_COURSE] == ("Enroll the officer in a class and complete it", end)
    assert found[Kind.CERTIFICATION] == (SIGN_OFF_LATER, end)
    assert found[Kind.AUTHORIZATION] == (AUTHORIZE_LATER, end)


def test_nobody_is_certified_before_the_class_ends_in_which_they_sit(arranged):
    c = chain("WSO-2025-02-15")
    enrollment = enrolled(c)
    found = mends(enrollment.participation, c.today)
    in_class = "Complete the class and have its record signed off"
    assert found[Kind.INITIAL_COURSE] == (in_class, enrollment.ends_on)
    assert found[Kind.CERTIFICATION] == (SIGN_OFF_LATER, enrollment.ends_on)
    assert found[Kind.AUTHORIZATION] == (AUTHORIZE_LATER, enrollment.ends_on)


def test_a_record_that_waits_can_be_signed_off_today(arranged):
    c = chain("WSO-2025-02-15")
    found = mends(submitted(c).participation, c.today)
    assert found[Kind.INITIAL_COURSE] == ("Have the record of the class signed off", c.today)
    sign_off = ("Have the supervisor sign off the training record", c.today)
    assert found[Kind.CERTIFICATION] == sign_off
    assert found[Kind.AUTHORIZATION] == (AUTHORIZE_LATER, c.today)


def test_who_is_certified_can_be_authorized_today(arranged):
    c = chain("WSO-2025-02-15")
    found = mends(certified(c), c.today)
    ask = ("Ask the field office director for the authorization", c.today)
    assert found[Kind.AUTHORIZATION] == ask


def never_attested(participation):
    """The attestation of citizenship taken back: entered by mistake."""
    Coverage.objects.filter(participation=participation, kind=Kind.CITIZENSHIP).update(
        superseded_at=Now(), superseded_because="entered by mistake"
    )


@pytest.mark.parametrize(("days", "state"), [(90, "due_soon"), (91, "compliant")])
def test_a_waiver_that_runs_out_explains_that_the_officer_is_due_soon(arranged, days, state):
    c = chain("JEM-2025-02-15")
    participation = authorized(c)
    never_attested(participation)
    ends = c.today + timedelta(days=days)
    add_coverage(participation, Kind.CITIZENSHIP, c.today, ends, EvidenceKind.WAIVER)
    citizenship = on(participation, c.today)[Kind.CITIZENSHIP]
    assert citizenship.state is RequirementState.WAIVED
    assert citizenship.due_on == ends
    assert citizenship.needs_somebody == bool(citizenship.mend) == (state == "due_soon")
    standing = Standing.objects.get(
        participation=participation, valid_from__lte=c.today, valid_to__gt=c.today
    )
    assert compliance_of(standing.grade, standing.soon_from, c.today) == state


def test_what_was_only_ever_waived_is_missing_once_the_waiver_ends(arranged):
    c = chain("JEM-2025-02-15")
    participation = authorized(c)
    never_attested(participation)
    ends = c.today + timedelta(days=30)
    add_coverage(participation, Kind.CITIZENSHIP, c.today, ends, EvidenceKind.WAIVER)
    citizenship = on(participation, ends)[Kind.CITIZENSHIP]
    assert citizenship.state is MISSING
    assert citizenship.reason.startswith("The agency has not attested it; the waiver ended on ")
    standing = Standing.objects.get(
        participation=participation, valid_from__lte=ends, valid_to__gt=ends
    )
    assert compliance_of(standing.grade, standing.soon_from, ends) == "missing"


def test_pending_discipline_is_not_told_as_attested(arranged):
    c = chain("TFM-2025-03-07")
    participation = authorized(c)
    with acting_as(c.administrator):
        report_pending_discipline(c.administrator, participation, on=c.today)
    found = on(participation, c.today)[Kind.NO_PENDING_DISCIPLINE]
    assert found.state is OVERDUE
    assert found.reason.startswith("The agency's word that none is pending ended on ")
    assert found.mend.startswith("Remove the officer from the program until it is settled")


def test_the_worst_comes_first(arranged):
    c = chain("JEM-2025-02-15")
    participation = authorized(c)
    due = on(participation, c.today)[Kind.REFRESHER].due_on
    assert requirements_on(participation, due)[0].kind in {Kind.REFRESHER, Kind.ANNUAL_TRAINING}
    found = [r.state for r in requirements_on(participation, due)]
    assert found.index(OVERDUE) < found.index(MET)


def test_an_officer_without_a_rule_set_has_no_requirements(arranged):
    c = chain("WSO-2025-02-15", form_revision=None)
    assert requirements_on(nominated(c), c.today) == []


def test_nothing_is_asked_before_the_first_act(arranged):
    c = chain("WSO-2025-02-15")
    participation = nominated(c)
    first = participation.participationacts.get().effective_on
    assert requirements_on(participation, first - timedelta(days=1)) == []
    assert requirements_on(participation, first) != []


def test_an_open_flag_shows_at_the_requirement_that_it_is_about(arranged):
    c = chain("WSO-2025-02-15")
    participation = authorized(c)
    Flag.objects.create(
        agency_id=participation.agency_id,
        participation=participation,
        code=Flag.Code.AUTHORIZED_TOO_LONG,
        affected_from=c.today,
    )
    found = states(participation, c.today)
    assert found[Kind.AUTHORIZATION] is RequirementState.CONFLICT
    assert found[Kind.CERTIFICATION] is MET


def test_a_row_that_a_correction_closed_counts_no_more(arranged):
    c = chain("JEM-2025-02-15")
    participation = authorized(c)
    row = Coverage.objects.get(participation=participation, kind=Kind.BACKGROUND_CHECK)
    Coverage.objects.filter(pk=row.pk).update(
        superseded_at=row.recorded_at, superseded_because="entered by mistake"
    )
    assert states(participation, c.today)[Kind.BACKGROUND_CHECK] is MISSING


def test_the_number_of_queries_does_not_grow_with_the_evidence(
    arranged, django_assert_max_num_queries
):
    c = chain("JEM-2025-02-15")
    participation = authorized(c)
    for month in range(1, 13):
        day = date(2026, month, 1)
        add_coverage(participation, Kind.EVALUATION, day, day + timedelta(days=90))
    with django_assert_max_num_queries(12):
        requirements_on(participation, c.today)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        # Met all along: an early renewal overlaps and is one stretch.
        ([(0, 40), (30, 400)], [(0, 365, True)]),
        # A gap between two rows, and one after the last until today.
        (
            [(0, 40), (60, 100)],
            [(0, 40, True), (40, 60, False), (60, 100, True), (100, 200, False)],
        ),
        # Nothing before it was first met; what lies ahead is met, not judged.
        ([(150, 300)], [(150, 300, True)]),
        # Begun before the window, ended before it: only the gap is left.
        ([(-300, -10)], [(0, 200, False)]),
    ],
)
def test_the_chart_shows_what_was_met_and_what_was_not(arranged, periods, expected):
    c = chain("JEM-2025-02-15")
    participation = nominated(c)
    start = c.today - timedelta(days=200)

    def day(number):
        return start + timedelta(days=number)

    for first, end in periods:
        add_coverage(participation, Kind.EVALUATION, day(first), day(end))
    rows = coverage_periods(participation, start, day(365), c.today)
    row = next(row for row in rows if row.kind is Kind.EVALUATION)
    assert row.label == "Supervisor's evaluation, every 90 days"
    assert [(s.start, s.end, s.met) for s in row.periods] == [
        (day(first), day(end), met) for first, end, met in expected
    ]


def test_the_chart_says_until_when_and_for_how_long_it_was_not_met(arranged):
    c = chain("JEM-2025-02-15")
    participation = nominated(c)
    start = c.today - timedelta(days=100)
    add_coverage(participation, Kind.EVALUATION, start, c.today - timedelta(days=16))
    add_coverage(participation, Kind.BACKGROUND_CHECK, start, date.max)
    rows = coverage_periods(participation, start, c.today + timedelta(days=100), c.today)
    found = {row.kind: row for row in rows}
    assert found[Kind.EVALUATION].note == "not met, 16 days"
    assert found[Kind.BACKGROUND_CHECK].periods[-1].label == "no end"
    assert Kind.CITIZENSHIP not in found
