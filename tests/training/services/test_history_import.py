"""History from papers: what it becomes, what is refused, what is flagged, and what follows."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.permissions import MissingPermission
from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER, REGISTRAR
from accounts.viewer import Viewer, acting_as
from agencies.models import Appointment, Officer
from intake.models import Import
from tests.factories import (
    AgencyFactory,
    AgreementFactory,
    AppointmentFactory,
    OfficerFactory,
    viewer_as,
)
from tests.support import chain
from tests.support.papers import paper_of
from tests.training.history_files import REFRESHER, WHOLE, history
from training.kinds import EvidenceKind, Kind
from training.models import (
    Authorization,
    Certification,
    Coverage,
    Enrollment,
    ExamAttempt,
    Flag,
    PaperRecord,
    Participation,
    ParticipationAct,
    SignOff,
    Standing,
    TrainingClass,
)
from training.selectors.standing import differences
from training.services.history_import import import_training

SYSTEM = Viewer.system("test")
SIGNED = date(2023, 1, 2)
pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def agency():
    agency = AgencyFactory(ori="FL0123400")
    AgreementFactory(agency=agency, form="JEM-2020", signed_on=SIGNED)
    return agency


@pytest.fixture
def take(agency):
    def run(*rows, commit=True, strict=False, file=None, **options):
        file = file or history(*(rows or ({},)), agency=agency, **options)
        return import_training(SYSTEM, file, commit=commit, strict=strict)

    return run


def counts(report):
    return (report.created, report.updated, report.unchanged, report.refused)


def only_problem(report):
    (problem,) = report.problems
    return problem.row, problem.column, problem.value, problem.reason


def compliance_on(day):
    row = Standing.objects.on(day).get()
    return row.get_grade_display(), row.status, row.may_act


def flags():
    return {flag.code: flag for flag in Flag.objects.all()}


# --- what a row becomes -----------------------------------------------------------------------


def test_a_row_adds_the_officer_the_class_and_all_that_it_says(take, agency):
    assert counts(take()) == (1, 0, 0, 0)
    officer = Officer.objects.get()
    assert (str(officer), officer.law_enforcement_since) == ("O'Neil, Ann", date(2015, 6, 1))
    assert Appointment.objects.get().badge_number == "12"
    assert Appointment.objects.get().valid_from == date(2023, 1, 9)
    taught = TrainingClass.objects.get(class_id="CL700")
    assert (taught.starts_on, taught.ends_on) == (date(2023, 2, 13), date(2023, 3, 10))
    assert taught.days.filter(holiday="").count() == 19
    record = Enrollment.objects.get()
    assert (record.state, record.is_imported) == ("imported", True)
    sittings = ExamAttempt.objects.values_list("module__exam_code", "attempt", "score")
    assert sorted(sittings) == [
        ("FINAL", 1, 90), ("W1", 1, 88), ("W2", 1, 65), ("W2", 2, 78), ("W3", 1, 91), ("W4", 1, 85)
    ]  # fmt: skip
    certification = Certification.objects.get()
    assert certification.certificate_number == "C-2023-0042"
    assert certification.certified_on == date(2023, 3, 13)
    authorization = Authorization.objects.get()
    assert (authorization.valid_from, authorization.valid_to.year) == (date(2023, 3, 20), 9999)
    assert not Flag.objects.exists()


def test_imported_history_carries_its_paper_and_no_sign_off_is_made(take):
    take()
    assert not SignOff.objects.exists()
    (paper,) = PaperRecord.objects.all()
    assert paper.document == "history.csv, row 2"
    assert (paper.signed_off_by, paper.result) == ("R. Example", "passed")
    assert paper.imported_from == Import.objects.get(state="committed", kind="training")
    for model in (Enrollment, Certification, Authorization, ParticipationAct):
        assert {row.paper for row in model.objects.all()} == {paper}


def test_its_standing_is_that_of_the_days_it_tells_of(take):
    take()
    assert compliance_on(date(2023, 1, 9)) == ("In progress", "nominated", False)
    assert compliance_on(date(2023, 2, 13))[1] == "in_training"
    assert compliance_on(date(2023, 3, 19)) == ("In progress", "certified", False)
    assert compliance_on(date(2023, 3, 20)) == ("Compliant", "authorized", True)
    # Two years after the course the refresher is due.
    assert compliance_on(date(2025, 3, 10))[0] == "Overdue"
    assert not list(differences(0, Participation.objects.get().pk))


def test_a_refresher_starts_its_clock_anew(take):
    take({}, REFRESHER)
    assert compliance_on(date(2026, 9, 1))[0] == "Compliant"
    evidence = Coverage.objects.filter(kind=Kind.REFRESHER).latest("valid_from")
    assert evidence.evidence_kind == EvidenceKind.PAPER


def test_a_stated_end_of_authority_is_its_first_day_no_longer_covered(take):
    take({"authorized_until": "2024-03-20"})
    assert compliance_on(date(2024, 3, 19))[2] is True
    assert compliance_on(date(2024, 3, 20)) == ("Overdue", "lapsed", False)


def test_an_empty_end_is_the_period_of_the_form(agency, take):
    AgreementFactory(agency=agency, form="TFM-2025-02-12", signed_on=date(2025, 2, 20))
    tfm = {"model": "TFM", "course": "TFM", "class_id": "CL701", "authorized_from": "2025-05-01"}
    dates = {"started_on": "2025-04-07", "completed_on": "2025-04-11", "certified_on": "2025-04-14"}
    exams = {f"exam:W{n}": "" for n in range(1, 5)}
    take(tfm | dates | exams)
    assert Authorization.objects.get().valid_to == date(2027, 5, 1)


def test_the_agency_is_known_by_its_ori_or_by_state_and_name(take, agency):
    one = {"agency_ori": agency.ori, "agency": "", "state": ""}
    two = {"state": "Florida", "badge_number": "13", "last_name": "Sample", "first_name": "Bo",
           "certificate_number": ""}  # fmt: skip
    assert counts(take(one, two)) == (2, 0, 0, 0)


def test_columns_after_the_course_may_be_empty(take):
    bare = dict.fromkeys(WHOLE, "") | {
        name: WHOLE[name]
        for name in ("state", "badge_number", "last_name", "first_name", "model", "course")
    }
    bare.pop("agency", None)
    assert counts(take(bare)) == (1, 0, 0, 0)
    assert Participation.objects.get().model == "JEM"
    assert not Enrollment.objects.exists()


def test_a_later_file_fills_what_was_empty(take):
    later = ("result", "certified_on", "certificate_number", "authorized_from", "signed_off_by",
             "signed_off_on", "supervisor", "exam:FINAL")  # fmt: skip
    take(dict.fromkeys(later, ""))
    assert not Certification.objects.exists()
    report = take()
    assert counts(report) == (0, 1, 0, 0)
    assert {change.column for change in report.changes} == set(later) - {"certificate_number"}
    assert compliance_on(date(2023, 3, 20)) == ("Compliant", "authorized", True)
    assert counts(take()) == (0, 0, 1, 0)
    assert not list(differences(0, Participation.objects.get().pk))


def test_a_course_that_goes_on_is_an_open_record(take, arranged):
    begun = (arranged.today - timedelta(days=7)).isoformat()
    late = ("certified_on", "certificate_number", "authorized_from", "signed_off_on", "result",
            "completed_on", *(f"exam:{e}" for e in ("W1", "W2", "W3", "W4", "FINAL")))  # fmt: skip
    take(dict.fromkeys(late, "") | {"started_on": begun})
    assert Enrollment.objects.get().state == "open"
    assert Participation.objects.get().step == "in_training"


def test_an_older_failure_ends_nothing_that_came_later(take):
    none = ("certified_on", "certificate_number", "authorized_from", "signed_off_on")
    older = {"class_id": "CL1", "started_on": "2018-02-12", "completed_on": "2018-03-09"}
    failed = {"result": "failed", "exam:W1": "50;55", "exam:FINAL": ""}
    take()
    row, column, _value, reason = only_problem(take(dict.fromkeys(none, "") | older | failed))
    assert (row, column) == (2, "started_on")
    assert "serves at the agency since 2023-01-09" in reason
    Appointment.objects.update(valid_from=date(2017, 1, 1))
    take(dict.fromkeys(none, "") | older | failed)
    assert Enrollment.objects.count() == 2
    assert compliance_on(date(2023, 3, 20))[1:] == ("authorized", True)


def test_two_failures_disqualify_as_the_form_says(take):
    none = ("certified_on", "certificate_number", "authorized_from", "signed_off_on")
    take(dict.fromkeys(none, "") | {"result": "failed", "exam:W2": "65;60", "exam:FINAL": ""})
    assert Enrollment.objects.get().state == "disqualified"
    assert compliance_on(date(2023, 3, 10)) == ("Not applicable", "disqualified", False)


def test_whoever_did_not_finish_left_the_class(take):
    none = ("certified_on", "certificate_number", "authorized_from", "signed_off_on")
    take(dict.fromkeys(none, "") | {"result": "incomplete", "exam:FINAL": ""})
    assert Enrollment.objects.get().state == "left"
    assert compliance_on(date(2023, 3, 10))[1] == "vetted"


def test_history_joins_an_officer_who_is_known_and_takes_part_here(take, agency):
    c = chain.Chain(
        agency, agency.agreements.get(), viewer_as(AGENCY_ADMINISTRATOR, agency),
        *(viewer_as(PROGRAM_MANAGER) for _ in range(4)),
    )  # fmt: skip
    participation = chain.nominated(c, last_name="O'Neil", first_name="Ann")
    badge = participation.appointment.badge_number
    assert counts(take({"badge_number": badge, "le_service_since": ""})) == (1, 0, 0, 0)
    assert Participation.objects.get() == participation
    assert compliance_on(date(2023, 3, 20)) == ("Compliant", "authorized", True)
    assert not list(differences(0, participation.pk))


# --- the machinery ----------------------------------------------------------------------------


def test_a_check_writes_nothing(take):
    assert counts(take(commit=False)) == (1, 0, 0, 0)
    assert not Participation.objects.exists()
    assert not TrainingClass.objects.filter(class_id="CL700").exists()


def test_the_same_file_again_changes_nothing(take):
    take({}, REFRESHER)
    tables = (Coverage, ParticipationAct, PaperRecord, ExamAttempt, Authorization)
    before = [table.objects.count() for table in tables]
    assert counts(take({}, REFRESHER)) == (0, 0, 2, 0)
    assert [table.objects.count() for table in tables] == before


def test_with_strict_nothing_is_written_where_a_row_is_refused(take):
    bad = {"badge_number": ""}
    report = take({}, bad, strict=True)
    assert (counts(report), report.committed) == ((1, 0, 0, 1), False)
    assert not Participation.objects.exists()
    assert not Import.objects.exists()


def test_the_command_prints_one_json_object_and_ends_with_1_where_rows_are_refused(
    agency, tmp_path, capsys
):
    path = tmp_path / "history.csv"
    path.write_bytes(history({}, {"badge_number": ""}, agency=agency).data)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_training", path, commit=True, json=True, stdout=out)
    assert ended.value.code == 1
    assert '"created": 1' in out.getvalue()


@pytest.mark.parametrize("role", [AGENCY_ADMINISTRATOR, REGISTRAR])
def test_only_a_program_manager_takes_history_over(agency, role):
    viewer = viewer_as(role, agency if role is AGENCY_ADMINISTRATOR else None)
    with acting_as(viewer), pytest.raises(MissingPermission):
        import_training(viewer, history({}, agency=agency), commit=True, strict=False)


def test_a_program_manager_takes_history_over(agency):
    manager = viewer_as(PROGRAM_MANAGER)
    with acting_as(manager):
        report = import_training(manager, history({}, agency=agency), commit=True, strict=False)
    assert counts(report) == (1, 0, 0, 0)
    assert Certification.objects.get().recorded_by_id == manager.user_id


def test_no_agency_can_pass_its_own_word_off_as_a_paper(take, agency):
    take()
    certification = Certification.objects.get()
    refused = pytest.raises(IntegrityError, match="only an import")
    with acting_as(viewer_as(AGENCY_ADMINISTRATOR, agency)), refused, transaction.atomic():
        Certification.objects.create(
            agency=agency,
            participation_id=certification.participation_id,
            certificate_number="C-FORGED",
            certified_on=date(2024, 1, 1),
            completed_on=date(2024, 1, 1),
            course_version_id=certification.course_version_id,
            paper_id=certification.paper_id,
        )


def test_nothing_is_added_to_an_import_that_is_over(take):
    take()
    participation = Participation.objects.get()
    paper = PaperRecord.objects.get()
    with pytest.raises(IntegrityError, match="only an import"), transaction.atomic():
        ParticipationAct.objects.create(
            agency=participation.agency,
            participation=participation,
            kind="certified",
            effective_on=date(2024, 1, 1),
            status_after="certified",
            paper=paper,
        )


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"badge_number": ""}, "badge_number", "The badge number is missing."),
        ({"last_name": ""}, "last_name", "The last name is missing."),
        ({"model": "XYZ"}, "model", "This is no model of the program."),
        ({"course": "YOGA"}, "course", "This is no course of the program."),
        ({"state": "Freedonia"}, "state", "This is no state or territory."),
        ({"agency": ""}, "agency", "The row does not say which agency."),
        ({"agency": "Nowhere Police"}, "agency", "No agency of this name is known in FL."),
        ({"agency_ori": "XX0000000"}, "agency_ori", "No agency has this ORI."),
        ({"model": "WSO"}, "model", "has no agreement for this model."),
        ({"certified_on": "soon"}, "certified_on", "This is no date."),
        ({"certified_on": "2123-01-01"}, "certified_on", "This day lies ahead."),
        ({"certified_on": ""}, "certified_on", "The certificate has no day."),
        ({"authorized_until": "2023-03-20"}, "authorized_until", "ends before it begins"),
        ({"authorized_from": "", "authorized_until": "2024-01-01"}, "authorized_from", "no begin"),
        ({"result": "maybe"}, "result", "This is no result."),
        ({"exam:W1": "101"}, "exam:W1", "This is no score."),
        ({"exam:W1": "60;61;62"}, "exam:W1", "no third"),
        ({"class_id": ""}, "class_id", "The scores belong to no class."),
        ({"started_on": ""}, "started_on", "The class is not known"),
        (REFRESHER | {"class_id": ""}, "class_id", "The refresher has no class."),
        (REFRESHER | {"exam:W1": "80"}, "exam:W1", "has no such exam"),
        (REFRESHER | {"certified_on": "2025-03-07"}, "certified_on", "certifies nobody"),
        (REFRESHER | {"started_on": "2016-03-07", "completed_on": "2016-03-11"}, "course",
         "No version of the course REFRESHER"),
    ],
)  # fmt: skip
def test_a_row_is_refused_with_its_column_and_reason(take, cells, column, reason):
    report = take(cells)
    (problem,) = report.problems
    assert (problem.row, problem.column) == (2, column)
    assert reason in problem.reason
    assert not Participation.objects.exists()


def test_a_badge_held_by_another_name_is_refused(take, agency):
    AppointmentFactory(
        officer=OfficerFactory(agency=agency, last_name="Other", first_name="Cy"), badge_number="12"
    )
    assert only_problem(take()) == (2, "badge_number", "12", "Other, Cy has this badge.")


def test_a_namesake_with_another_badge_is_refused(take, agency):
    known = OfficerFactory(agency=agency, last_name="O'Neil", first_name="Ann")
    AppointmentFactory(officer=known, badge_number="77")
    row, column, _value, reason = only_problem(take())
    assert (row, column, reason) == (2, "last_name", "An officer of this name has the badge 77.")


def test_one_badge_with_two_names_refuses_both_rows(take):
    report = take({}, {"last_name": "Other", "certificate_number": ""})
    assert [problem.row for problem in report.problems] == [2, 3]


def test_one_name_with_two_badges_refuses_both_rows(take):
    report = take({}, {"badge_number": "13", "certificate_number": ""})
    assert [problem.row for problem in report.problems] == [2, 3]
    assert "several badges: 12, 13" in report.problems[0].reason


def test_several_agreements_of_the_model_are_refused_until_one_is_named(take, agency):
    AgreementFactory(agency=agency, form="JEM-2025-02-15", signed_on=date(2025, 3, 1))
    assert only_problem(take())[1:3] == ("model", "JEM")
    assert counts(take({"agreement_signed_on": "2023-01-02"})) == (1, 0, 0, 0)


def test_a_class_that_has_other_days_on_record_is_refused(take):
    take()
    other = {"badge_number": "13", "last_name": "Sample", "certificate_number": "",
             "completed_on": "2023-03-17"}  # fmt: skip
    _row, column, value, reason = only_problem(take(other))
    assert (column, value) == ("completed_on", "2023-03-17")
    assert reason == "The class CL700 has other days on record: 2023-02-13 to 2023-03-10."


def test_the_days_of_a_new_class_are_those_that_most_rows_state(take):
    rows = [
        {"badge_number": str(n), "last_name": f"Sample{n}", "certificate_number": ""}
        for n in range(3)
    ]
    rows[0]["completed_on"] = "2023-03-17"
    assert only_problem(take(*rows))[:2] == (2, "completed_on")


def test_a_row_that_is_given_twice_is_refused_once(take):
    report = take({}, {})
    assert counts(report) == (1, 0, 0, 1)
    assert report.problems[0].reason == "Row 2 states the same officer, course and class."


def test_a_certificate_of_somebody_else_is_refused(take):
    take()
    report = take({"badge_number": "13", "last_name": "Sample"})
    assert report.problems[0].reason == "This number is that of another certification."


def test_what_the_records_say_otherwise_is_refused(take):
    take()
    report = take({"exam:W1": "90", "certified_on": "2023-03-14"})
    assert {problem.column for problem in report.problems} == {
        "exam:W1",
        "certified_on",
        "certificate_number",
    }


def test_authority_that_overlaps_another_is_refused(take):
    until = {"authorized_until": "2024-03-20"}
    report = take(until, REFRESHER | {"authorized_from": "2024-01-01"})
    assert only_problem(report)[:3] == (3, "authorized_from", "2024-01-01")


def test_a_record_that_was_kept_here_is_refused(take, agency):
    c = chain.Chain(
        agency, agency.agreements.get(), viewer_as(AGENCY_ADMINISTRATOR, agency), None, None,
        viewer_as(REGISTRAR), viewer_as(PROGRAM_MANAGER),
    )  # fmt: skip
    record = chain.enrolled(c, last_name="O'Neil", first_name="Ann")
    row = {
        "badge_number": record.participation.appointment.badge_number,
        "class_id": record.training_class.class_id,
        "started_on": "",
        "completed_on": "",
        "le_service_since": "",
    }
    assert only_problem(take(row))[3] == "The training record of this class was kept here."


# --- what is kept and flagged -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "code", "day"),
    [
        ({"authorized_from": "2023-03-12"}, "authorized_before_certified", date(2023, 3, 12)),
        ({"authorized_from": "2022-12-30", "certified_on": "2022-12-20",
          "started_on": "2022-11-21", "completed_on": "2022-12-16"},
         "authorized_before_agreement", date(2022, 12, 30)),
        ({"exam:FINAL": "50"}, "failed_but_passed", date(2023, 3, 13)),
        ({"result": "failed"}, "failed_but_passed", date(2023, 3, 13)),
        ({"completed_on": "2023-02-01"}, "finished_before_start", date(2023, 2, 1)),
    ],
)  # fmt: skip
def test_a_contradiction_is_kept_flagged_and_read_as_conflict(take, cells, code, day):
    report = take(cells)
    assert counts(report) == (1, 0, 0, 0)
    assert code in flags()
    assert compliance_on(day)[0] == "Records conflict"
    assert compliance_on(date(2023, 6, 1))[0] == "Records conflict"
    assert str(Flag.Code(code).label) in {note.reason for note in report.notes}
    assert not list(differences(0, Participation.objects.get().pk))


def test_authority_for_longer_than_the_form_allows_is_kept_and_flagged(agency, take):
    AgreementFactory(agency=agency, form="TFM-2025-02-12", signed_on=date(2025, 2, 20))
    exams = {f"exam:W{n}": "" for n in range(1, 5)}
    take(
        {"model": "TFM", "course": "TFM", "class_id": "CL701", "started_on": "2025-04-07",
         "completed_on": "2025-04-11", "certified_on": "2025-04-14",
         "authorized_from": "2025-05-01", "authorized_until": "2028-05-01"} | exams
    )  # fmt: skip
    assert "authorized_too_long" in flags()
    assert Authorization.objects.get().valid_to == date(2028, 5, 1)
    assert compliance_on(date(2025, 5, 1))[0] == "Records conflict"


def test_authority_before_the_agreement_lets_nobody_act(take):
    take({"authorized_from": "2022-12-30", "certified_on": "2022-12-20",
          "started_on": "2022-11-21", "completed_on": "2022-12-16"})  # fmt: skip
    assert compliance_on(date(2022, 12, 31))[2] is False
    assert compliance_on(date(2023, 1, 2))[2] is True


def test_an_exam_before_its_class_is_flagged(take):
    take({"exam:W1": "88 on 2023-02-01"})
    assert set(flags()) == {"exam_before_class"}


def test_a_class_of_odd_length_is_flagged_and_lowers_nothing(take):
    take({"completed_on": "2023-02-25", "certified_on": "2023-03-13"})
    assert set(flags()) == {"unlikely_length"}
    assert compliance_on(date(2023, 3, 20))[0] == "Compliant"


# --- what was known when ----------------------------------------------------------------------


def test_imported_papers_were_known_from_the_import_on(take):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (before,) = cursor.fetchone()
    take()
    ids = [Participation.objects.get().pk]
    with connection.cursor() as cursor:
        for known, rows in ((before, False), ("infinity", True)):
            cursor.execute("select count(*) from standing_of(%s, %s)", [ids, known])
            assert bool(cursor.fetchone()[0]) is rows


def test_an_imported_authorization_can_be_revoked_like_any_other(take, agency):
    from training.services.authority import close_authorizations

    take()
    participation = Participation.objects.get()
    close_authorizations(SYSTEM, [participation.pk], date(2024, 1, 1), "revoked")
    shorter = Authorization.objects.get(superseded_at=None)
    assert (shorter.valid_to, shorter.is_imported) == (date(2024, 1, 1), True)
    assert compliance_on(date(2024, 1, 1))[2] is False


def test_the_paper_behind_a_record_stays(take):
    take()
    other = paper_of(Participation.objects.get())
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Enrollment.objects.update(paper=other)


def test_ten_times_the_rows_take_no_more_statements(agency, django_assert_max_num_queries):
    def rows(first, number):
        return [
            {"badge_number": str(n), "last_name": f"Sample{n}", "certificate_number": f"C-{n}"}
            for n in range(first, first + number)
        ]

    for first, number in ((100, 3), (200, 30)):
        with django_assert_max_num_queries(110):
            import_training(
                SYSTEM, history(*rows(first, number), agency=agency), commit=True, strict=True
            )
