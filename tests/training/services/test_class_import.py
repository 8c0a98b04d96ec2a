from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from accounts.gate import MissingPermission
from accounts.roles import AUDITOR
from accounts.viewer import Viewer
from intake.file import File
from tests.factories import viewer_as
from training.models import TrainingClass
from training.rules.class_length import is_likely
from training.services.class_import import import_classes

SUMMARY = Path(settings.BASE_DIR) / "demo" / "ice_287g_state_training_summary_2002_2008.csv"
HEAD = "class_id,start_date,end_date,calendar_days\n"
GOOD = "CL900,2008-08-25,2008-09-19,26\n"
pytestmark = pytest.mark.usefixtures("arranged")


def take(file, *, commit=True, strict=False):
    if isinstance(file, str):
        file = File("classes.csv", (HEAD + file).encode())
    return import_classes(Viewer.system("test"), file, commit=commit, strict=strict)


def counts(report):
    return (report.created, report.updated, report.unchanged, report.refused)


def test_the_state_training_summary_gives_33_classes_and_flags_six_lengths():
    report = take(File.at(SUMMARY))
    assert counts(report) == (33, 0, 127, 0)
    flagged = {note.value.partition(":")[0] for note in report.notes}
    assert flagged == {"CL001", "CL013", "CL014", "CL021", "CL022", "CL023"}
    assert TrainingClass.objects.filter(class_id__startswith="CL0").count() == 33


def test_the_summary_a_second_time_changes_nothing():
    take(File.at(SUMMARY))
    again = take(File.at(SUMMARY))
    assert counts(again) == (0, 0, 160, 0)


def test_a_check_writes_nothing():
    assert counts(take(GOOD, commit=False)) == (1, 0, 0, 0)
    assert not TrainingClass.objects.filter(class_id="CL900").exists()


def test_a_class_has_its_weekdays_and_holidays():
    take(GOOD)
    added = TrainingClass.objects.get(class_id="CL900")
    assert (added.starts_on, added.ends_on) == (date(2008, 8, 25), date(2008, 9, 19))
    assert added.course_version.course.code == "BASIC"
    assert added.days.count() == 20
    assert [d.day for d in added.days.exclude(holiday="")] == [date(2008, 9, 1)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",2008-08-25,2008-09-19,\n", "class_id"),
        (f"{'x' * 21},2008-08-25,2008-09-19,\n", "class_id"),
        ("CL901,2/30/2008,2008-09-19,\n", "start_date"),
        ("CL901,2008-08-25,,\n", "end_date"),
        ("CL901,2008-09-25,2008-09-19,\n", "end_date"),
        ("CL901,2008-09-20,2008-09-21,\n", "start_date"),
        ("CL901,1999-09-01,1999-09-21,\n", "start_date"),
        ("CL900,2008-08-26,2008-09-19,\n", "start_date"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_at_its_column(row, column):
    (problem,) = take(GOOD + row, commit=False).problems
    assert (problem.row, problem.column) == (3, column)
    assert problem.mend


def test_other_dates_than_those_on_record_are_refused():
    take(GOOD)
    (problem,) = take("CL900,2008-08-25,2008-09-26,\n").problems
    assert "other dates on record: 2008-08-25 – 2008-09-19" in problem.reason


def test_a_number_of_days_that_is_not_that_of_the_dates_is_noted():
    (note,) = take(GOOD.replace(",26", ",25")).notes
    assert (note.column, note.value) == ("calendar_days", "25")
    assert "26 days" in note.reason


@pytest.mark.parametrize(
    ("last", "likely"),
    [
        (date(2008, 9, 11), False),
        (date(2008, 9, 12), True),
        (date(2008, 9, 26), True),
        (date(2008, 9, 29), False),
    ],
)
def test_a_length_is_likely_within_a_quarter_of_the_course(last, likely):
    assert is_likely(date(2008, 8, 25), last, 20) is likely


def test_only_who_sets_up_classes_imports_them():
    with pytest.raises(MissingPermission):
        import_classes(viewer_as(AUDITOR), File.at(SUMMARY), commit=True, strict=False)
