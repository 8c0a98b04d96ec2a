"""Attendance and scores of a class by file: what the grids refuse is refused here."""

import csv
from io import StringIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.gate import MissingPermission
from accounts.refusal import Refused
from accounts.viewer import acting_as
from intake.file import File
from intake.kinds import Origin
from intake.table import find_table
from tests.support import chain
from training.models import (
    Attendance,
    ClassDay,
    Enrollment,
    ExamAttempt,
    Participation,
    ParticipationAct,
)
from training.services.results_import import ResultsImporter, import_results
from training.services.results_line import COLUMNS

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def record():
    """A WSO officer in a class of one day, a week ago."""
    cast = chain.chain()
    made = chain.begun(cast, last_name="O'Neil")
    made.cast = cast
    return made


def row(record, **cells):
    appointment = record.participation.appointment
    return {
        "class_id": record.training_class.class_id,
        "badge_number": appointment.badge_number,
    } | {name.replace("_", ":", 1) if name[:4] in ("day_", "exam") else name: value
         for name, value in cells.items()}  # fmt: skip


def results(*rows):
    out = StringIO()
    writer = csv.DictWriter(out, [column.name for column in COLUMNS])
    writer.writeheader()
    writer.writerows(rows)
    return File("results.csv", out.getvalue().encode())


def take(record, *rows, commit=True, strict=False):
    registrar = record.cast.registrar
    with acting_as(registrar):
        return import_results(registrar, results(*rows), commit=commit, strict=strict)


def counts(report):
    return (report.created, report.updated, report.unchanged, report.refused)


def test_hours_and_scores_are_recorded_and_begin_the_class(record):
    assert counts(take(record, row(record, day_1=8, exam_FINAL=88))) == (1, 0, 0, 0)
    assert Attendance.objects.get(enrollment=record).hours == 8
    attempt = ExamAttempt.objects.get(enrollment=record)
    assert (attempt.score, attempt.taken_on) == (88, record.training_class.starts_on)
    assert ParticipationAct.objects.filter(kind="in_training").exists()
    assert Attendance.objects.get().recorded_by_id == record.cast.registrar.user_id


def test_a_check_writes_nothing(record):
    assert counts(take(record, row(record, day_1=8), commit=False)) == (1, 0, 0, 0)
    assert not Attendance.objects.exists()


def test_the_same_file_again_changes_nothing(record):
    take(record, row(record, day_1=8, exam_FINAL="60;75"))
    assert counts(take(record, row(record, day_1=8, exam_FINAL="60;75"))) == (0, 0, 1, 0)
    assert ExamAttempt.objects.count() == 2


def test_a_correction_is_told_with_the_old_and_the_new_value(record):
    take(record, row(record, day_1=8))
    report = take(record, row(record, day_1=6, exam_FINAL=90))
    assert counts(report) == (0, 1, 0, 0)
    assert [(c.column, c.old, c.new) for c in report.changes] == [
        ("day:1", "8", "6"),
        ("exam:FINAL", "", "90"),
    ]
    assert Attendance.objects.get().hours == 6


@pytest.mark.parametrize("write", ["add", "correct", "sit"])
def test_the_database_takes_nothing_for_a_closed_record(record, write):
    take(record, row(record, day_1=8))
    Enrollment.objects.filter(pk=record.pk).update(state="submitted", submitted_at=timezone.now())
    of_record = {"agency": record.agency, "enrollment": record}
    module = record.training_class.course_version.modules.exclude(exam_code="").first()
    writes = {
        "add": lambda: Attendance.objects.bulk_create(
            [Attendance(**of_record, class_day=ClassDay.objects.get(), hours=8)],
            update_conflicts=True,
            unique_fields=["enrollment", "class_day"],
            update_fields=["hours"],
        ),
        "correct": lambda: Attendance.objects.update(hours=5),
        "sit": lambda: ExamAttempt.objects.create(
            **of_record, module=module, score=90, taken_on=record.starts_on
        ),
    }
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        writes[write]()
    assert error.value.__cause__.diag.constraint_name == "record_is_open"


def test_hours_that_somebody_corrected_meanwhile_are_not_written_over(record):
    take(record, row(record, day_1=8))
    registrar = record.cast.registrar
    with acting_as(registrar):
        plan = ResultsImporter(registrar, Origin("results.csv")).plan(
            find_table(results(row(record, day_1=6)).sheets(), COLUMNS)
        )
    Attendance.objects.update(hours=7)
    with pytest.raises(Refused, match="Somebody entered results just now"), acting_as(registrar):
        plan.write()
    assert Attendance.objects.get().hours == 7


def test_an_empty_cell_changes_nothing(record):
    take(record, row(record, day_1=8))
    assert counts(take(record, row(record))) == (0, 0, 1, 0)
    assert Attendance.objects.get().hours == 8


def test_the_second_failure_disqualifies_as_in_the_grid(record):
    take(record, row(record, exam_FINAL="60;65"))
    record.refresh_from_db()
    assert record.state == Enrollment.State.DISQUALIFIED
    assert Participation.objects.get().step == "nothing_open"


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"class_id": "CL999"}, "class_id", "No class has this ID."),
        ({"class_id": ""}, "class_id", "The class ID is missing."),
        ({"badge_number": ""}, "badge_number", "The badge number is missing."),
        ({"badge_number": "NOBODY"}, "badge_number", "No officer with this badge sits"),
        ({"last_name": "Other", "first_name": "Cy"}, "last_name", "has this badge."),
        ({"agency": "Nowhere"}, "agency", "No officer with this badge sits"),
        ({"day_1": 9}, "day:1", "Enter hours between 0 and 8, the day's hours."),
        ({"day_1": "all"}, "day:1", "This is no number of hours."),
        ({"day_2": 8}, "day:2", "The class has 1 training days."),
        ({"exam_FINAL": 101}, "exam:FINAL", "This is no score."),
        ({"exam_W1": 80}, "exam:W1", "This course has no such exam."),
        ({"exam_FINAL": "90;95"}, "exam:FINAL", "there is nothing to repeat"),
        ({"exam_FINAL": "90 on 2020-01-01"}, "exam:FINAL", "cannot be before the class began"),
    ],
)
def test_a_row_is_refused_with_its_column_and_reason(record, cells, column, reason):
    report = take(record, row(record, **cells))
    (problem,) = report.problems
    assert (problem.row, problem.column) == (2, column)
    assert reason in problem.reason
    assert not Attendance.objects.exists()
    assert not ExamAttempt.objects.exists()


def test_a_day_that_has_not_come_is_refused(record):
    ahead = chain.enrolled(record.cast)
    ahead.cast = record.cast
    (problem,) = take(ahead, row(ahead, day_1=8)).problems
    assert problem.reason == "That day has not come yet."


def test_a_closed_record_stays(record):
    take(record, row(record, exam_FINAL="60;65"))
    (problem,) = take(record, row(record, day_1=8)).problems
    assert problem.reason == "The officer was disqualified in this class."
    assert counts(take(record, row(record, exam_FINAL="60;65"))) == (0, 0, 1, 0)


def test_an_officer_who_is_given_twice_is_refused(record):
    report = take(record, row(record, day_1=8), row(record, day_1=7))
    assert counts(report) == (1, 0, 0, 1)


def test_with_strict_nothing_is_written_where_a_row_is_refused(record):
    take(record, row(record, day_1=8), row(record, badge_number="NOBODY"), strict=True)
    assert not Attendance.objects.exists()


def test_only_who_records_results_brings_them(record):
    administrator = record.cast.administrator
    with acting_as(administrator), pytest.raises(MissingPermission):
        import_results(administrator, results(row(record, day_1=8)), commit=True, strict=False)


@pytest.mark.parametrize(("demo", "head", "end"), [(True, ",note", ",synthetic"), (False, "", "")])
def test_the_class_gives_the_file_that_its_import_takes(record, client, settings, demo, head, end):
    settings.DEMO = demo
    take(record, row(record, day_1=8, exam_FINAL="60;75"))
    from accounts.models import User

    client.force_login(User.objects.get(pk=record.cast.registrar.user_id))
    answer = client.get(reverse("class-file", args=[record.training_class.uuid]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    columns = "class_id,state,agency,badge_number,last_name,first_name,day:1,exam:FINAL"
    assert lines[1] == columns + head
    assert lines[2].endswith(",8,60;75" + end)
    with acting_as(record.cast.registrar) as registrar:
        file = File("again.csv", answer.content)
        report = import_results(registrar, file, commit=True, strict=True)
    assert counts(report) == (0, 0, 1, 0)
