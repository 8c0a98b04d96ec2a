from datetime import date

import pytest

from training.rules.course_completion import (
    DayFact,
    ExamFact,
    LengthFact,
    Missing,
    missing_from_record,
)

DAY = date(2026, 9, 22)


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (None, "Attendance on 22 Sep 2026, day 7, is not recorded."),
        (0, "Attendance on 22 Sep 2026, day 7: 0 of 8 hours."),
        (4, "Attendance on 22 Sep 2026, day 7: 4 of 8 hours."),
        (8, None),
        (9, None),
    ],
)
def test_each_day_that_is_not_full_is_named(hours, text):
    missing = missing_from_record([DayFact(DAY, 7, 8, hours)], [])
    assert missing == ([Missing(text, "attendance", "R7")] if text else [])


@pytest.mark.parametrize(
    ("scores", "text"),
    [
        ([], "The exam in Detention is not recorded."),
        ([66], "The exam in Detention was failed: 66, and 70 is the pass mark."),
        ([66, 69], "The exam in Detention was failed twice: 69, and 70 is the pass mark."),
        ([70], None),
        ([66, 70], None),
    ],
)
def test_each_exam_that_is_not_passed_is_named(scores, text):
    missing = missing_from_record([], [ExamFact("Detention", 70, scores)])
    assert missing == ([Missing(text, "exam", "R8")] if text else [])


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (16, "The form asks 16 hours, and the course has 8."),
        (8, None),
        (None, None),
    ],
)
def test_a_course_that_is_shorter_than_the_form_asks_is_named(asked, text):
    missing = missing_from_record([], [], LengthFact(asked, 8))
    assert missing == ([Missing(text, "attendance", "R7")] if text else [])


def test_everything_missing_is_said_at_once():
    days = [DayFact(date(2026, 9, d), d - 13, 8, None) for d in range(14, 19)]
    exams = [ExamFact("Detention", 70, []), ExamFact("Liability", 70, [50])]
    assert len(missing_from_record(days, exams)) == 7


def test_a_reason_stands_at_the_field_of_its_code():
    reason = Missing("text", "exam", "R8").as_reason()
    assert (reason.text, reason.field, reason.rule) == ("text", "exam", "R8")


def test_the_codes_are_those_under_which_a_record_returns():
    from training.models.sign_off import ReturnReason

    assert {"attendance", "exam"} <= set(ReturnReason.values)
