"""The demo shows every state, stands apart from real agencies, and is the same from one seed."""

from collections import Counter

import pytest
from django.db import connection
from django.db.models import F, Q

from accounts.models import User
from accounts.viewer import acting_as
from agencies.models import Agency, Agreement, Officer
from agencies.selectors.viewer import grants_of, viewer_for
from demo.accounts import ACCOUNTS, PASSWORD
from demo.places import FEW, OTHERS
from tests.demo.story import TODAY
from training.models import (
    ClassDay,
    Coverage,
    CredentialReturn,
    DutyDone,
    Enrollment,
    Flag,
    Notice,
    Participation,
    ParticipationAct,
    SignOff,
    Standing,
    TrainingClass,
)
from training.querysets import compliance_of
from training.selectors.duties import duties_on
from training.selectors.sign_off import digest_of, records_shown
from training.states import Compliance, Status


def standing_today():
    return Standing.objects.with_compliance_on(TODAY)


def test_every_status_is_there_today(demo):
    assert set(standing_today().values_list("status", flat=True)) == set(Status.values)


def test_every_compliance_is_there_today(demo):
    assert set(standing_today().values_list("compliance", flat=True)) == set(Compliance.values)


def test_the_agency_of_the_first_page_has_the_figures_that_were_drawn(demo):
    rows = standing_today().filter(agency__name__startswith="Cypress", status="authorized")
    counted = Counter(rows.values_list("compliance", flat=True))
    assert counted == {"compliant": 38, "due_soon": 3, "overdue": 3, "missing": 1, "conflict": 1}


def test_no_officer_serves_at_a_real_agency(demo):
    assert not Officer.objects.filter(agency__is_invented=False).exists()
    assert not Participation.objects.filter(agency__is_invented=False).exists()


def test_every_invented_agency_says_that_it_is_an_example():
    assert all(agency.name.endswith(" (example)") for agency in (*FEW, *OTHERS))
    assert len({agency.name for agency in (*FEW, *OTHERS)}) == 40


def test_addresses_of_people_lead_nowhere(demo):
    assert not User.objects.exclude(email__endswith=".example").exists()


def test_there_is_work_in_every_queue(demo):
    states = Counter(Enrollment.objects.values_list("state", flat=True))
    # Whether somebody's class came over from papers depends on the size and the day.
    lacking = {state for state in Enrollment.State.values if not states[state]}
    assert lacking <= {Enrollment.State.IMPORTED}
    steps = Counter(Participation.objects.values_list("step", flat=True))
    assert all(steps[step] for step in Participation.Step.values)
    decisions = set(SignOff.objects.values_list("decision", flat=True))
    assert decisions == set(SignOff.Decision.values)


def test_classes_ended_run_and_lie_ahead_with_officers_and_holidays(demo):
    assert TrainingClass.objects.filter(ends_on__lt=TODAY).exists()
    assert TrainingClass.objects.filter(starts_on__lte=TODAY, ends_on__gte=TODAY).exists()
    ahead = TrainingClass.objects.filter(starts_on__gt=TODAY)
    assert ahead.filter(seats_taken__gt=0, seats__gt=F("seats_taken")).exists()
    assert ClassDay.objects.exclude(holiday="").exists()


def test_standing_equals_what_coverage_adds_up_to(demo):
    columns = (
        "participation_id, valid_from, valid_to, status, grade, soon_from, compliant_until, may_act"
    )
    ids = list(Participation.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"(select {columns} from standing_of(%s, 'infinity') except"
            f" select {columns} from training_standing) union all"
            f" (select {columns} from training_standing except"
            f" select {columns} from standing_of(%s, 'infinity'))",
            [ids, ids],
        )
        assert cursor.fetchall() == []


def test_nothing_was_recorded_before_it_happened_or_after_now(demo):
    late = ParticipationAct.objects.filter(recorded_at__date__lt=F("effective_on"))
    # A refresher takes effect on the last day of its class, and is recorded with the sign-off.
    assert not late.exists()
    assert not Coverage.objects.filter(superseded_at__lt=F("recorded_at")).exists()


def test_nobody_signs_what_they_entered(demo):
    own = SignOff.objects.filter(
        Q(enrollment__recorded_by=F("signed_by"))
        | Q(enrollment__submitted_by=F("signed_by"))
        | Q(enrollment__attendance__recorded_by=F("signed_by"))
    )
    assert not own.exists()


def test_a_signature_is_over_the_record_as_it_was_shown(demo):
    signed = {s.enrollment_id: s.digest for s in SignOff.objects.filter(decision="approved")}
    records = list(
        Enrollment.objects.filter(pk__in=signed).select_related(
            "officer", "training_class__course_version"
        )
    )
    assert records
    for shown in records_shown(records):
        shown.enrollment.state = Enrollment.State.SUBMITTED
        digest = digest_of(shown.enrollment, shown.days, shown.exams)
        assert digest == signed[shown.enrollment.pk]


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
def test_each_account_signs_in_with_its_roles(demo, account):
    user = User.objects.filter(email=account.email).first()
    if user is None:
        assert "Bluestem" in " ".join(account.places)  # an agency of the whole demo only
        return
    assert user.check_password(PASSWORD)
    grants = grants_of(user)
    assert [grant.role for grant in grants] == list(account.roles)
    viewer = viewer_for(user, grants)
    with acting_as(viewer):
        seen = Agency.objects.visible_to(viewer)
        assert seen.exists()


def test_the_numbers_of_compliance_mean_what_pages_show(demo):
    for row in standing_today()[:200]:
        assert compliance_of(row.grade, row.soon_from, TODAY) == row.compliance


def test_only_the_records_that_should_contradict_each_other_do(demo):
    flagged = set(Flag.objects.values_list("participation__officer__last_name", "code"))
    assert flagged == {("Example", "authorized_too_long")}


def test_credentials_and_notices_are_still_owed(demo):
    assert CredentialReturn.objects.filter(returned_on=None).exists()
    assert Notice.objects.exists()


def test_agencies_did_some_of_what_is_asked_of_them_and_owe_the_rest(demo):
    states = {
        duty.state.value
        for agreement in Agreement.objects.all()
        for duty in duties_on(agreement, TODAY)
    }
    assert {"met", "missing"} <= states
    for done in DutyDone.objects.select_related("agreement"):
        assert done.agreement.signed_on <= done.done_on < TODAY
        assert done.done_on.weekday() < 5
