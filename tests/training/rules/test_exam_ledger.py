import pytest

from training.rules.exam_ledger import (
    ExamPolicy,
    Sitting,
    disqualification,
    next_attempt,
    policy_of,
    reasons_not_to_enter,
)

JEM = ExamPolicy(70, remedial_exams=1, failures_disqualify=2)
WSO = ExamPolicy(70, remedial_exams=1, failures_disqualify=2, retry="re-take")
OPEN = ExamPolicy(70, remedial_exams=None, failures_disqualify=None)


def sitting(exam, attempt, score):
    return Sitting(exam, f"Exam {exam}", attempt, score)


W1, W1_FAILED = sitting("W1", 1, 80), sitting("W1", 1, 66)
W1_REMEDIAL, W1_REMEDIAL_FAILED = sitting("W1", 2, 75), sitting("W1", 2, 60)


@pytest.mark.parametrize(
    ("name", "recorded", "entry", "policy", "text"),
    [
        ("the first exam", [], W1, JEM, None),
        ("a score at the mark", [], sitting("W1", 1, 70), JEM, None),
        ("a score of 101", [], sitting("W1", 1, 101), JEM, "Enter a score between 0 and 100."),
        ("a score below 0", [], sitting("W1", 1, -1), JEM, "Enter a score between 0 and 100."),
        ("the remedial exam after a failure", [W1_FAILED], W1_REMEDIAL, JEM, None),
        (
            "a remedial exam without a first",
            [],
            W1_REMEDIAL,
            JEM,
            "Record the first exam before the remedial exam.",
        ),
        (
            "a re-take after a pass",
            [W1],
            W1_REMEDIAL,
            WSO,
            "The first exam was passed; there is nothing to repeat.",
        ),
        (
            "a third sitting",
            [W1_FAILED, W1_REMEDIAL],
            sitting("W1", 3, 90),
            WSO,
            "There is one exam and one re-take, no third.",
        ),
        (
            "another exam after two failures",
            [W1_FAILED, sitting("W2", 1, 50)],
            sitting("W3", 1, 90),
            JEM,
            "2 exams failed (Exam W1, 66; Exam W2, 50): the form disqualifies the officer.",
        ),
        (
            "a remedial exam after two failures",
            [W1_FAILED, sitting("W2", 1, 50)],
            W1_REMEDIAL,
            JEM,
            "2 exams failed (Exam W1, 66; Exam W2, 50): the form disqualifies the officer.",
        ),
        ("a correction of the failure", [W1_FAILED], sitting("W1", 1, 86), JEM, None),
        (
            "a correction to a pass beside a remedial exam",
            [W1_FAILED, W1_REMEDIAL],
            sitting("W1", 1, 86),
            JEM,
            "A remedial exam in Exam W1 is recorded, so the first one was not passed.",
        ),
        ("two remedial exams where none is limited", [W1_FAILED], W1_REMEDIAL, OPEN, None),
    ],
)
def test_the_next_sitting_is_refused_before_it_is_entered(name, recorded, entry, policy, text):
    reasons = [reason.text for reason in reasons_not_to_enter(recorded, entry, policy)]
    assert reasons == ([text] if text else [])


def test_the_whole_course_has_one_remedial_exam():
    # Three failures would disqualify here, so that the limit on remedial exams shows by itself.
    policy = ExamPolicy(70, remedial_exams=1, failures_disqualify=3)
    recorded = [W1_FAILED, W1_REMEDIAL, sitting("W2", 1, 50)]
    reasons = reasons_not_to_enter(recorded, sitting("W2", 2, 90), policy)
    assert [r.text for r in reasons] == ["The one remedial exam of the course was used in Exam W1."]


@pytest.mark.parametrize(
    ("name", "recorded", "policy", "disqualified"),
    [
        ("nothing failed", [W1], JEM, False),
        ("one failure", [W1_FAILED], JEM, False),
        ("one failure and its remedial passed", [W1_FAILED, W1_REMEDIAL], JEM, False),
        ("an exam and its remedial failed", [W1_FAILED, W1_REMEDIAL_FAILED], JEM, True),
        ("two different exams failed", [W1_FAILED, sitting("W4", 1, 69)], JEM, True),
        (
            "remedial passed, then another exam failed",
            [W1_FAILED, W1_REMEDIAL, sitting("W2", 1, 10)],
            JEM,
            True,
        ),
        ("the re-take failed", [W1_FAILED, W1_REMEDIAL_FAILED], WSO, True),
        ("what follows is not documented", [W1_FAILED, W1_REMEDIAL_FAILED], OPEN, False),
    ],
)
def test_two_failures_disqualify_where_the_form_says_so(name, recorded, policy, disqualified):
    assert (disqualification(recorded, policy) is not None) == disqualified


def test_disqualification_names_the_exams():
    reason = disqualification([W1_FAILED, W1_REMEDIAL_FAILED], WSO)
    assert reason is not None
    assert reason.rule == "R9"
    assert "(Exam W1, 66; Exam W1, re-take, 60)" in reason.text


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [([], 1), ([W1], None), ([W1_FAILED], 2), ([W1_FAILED, W1_REMEDIAL], None)],
)
def test_the_ledger_says_which_sitting_comes_next(recorded, expected):
    assert next_attempt(recorded, "W1", "Exam W1", JEM) == expected


def test_a_pass_mark_that_the_form_leaves_open_is_the_courses():
    assert policy_of({}, 75) == ExamPolicy(75, None, None)
    assert policy_of({"pass_mark": 70, "failures_disqualify": 2, "retry": "re-take"}, 75) == (
        ExamPolicy(70, None, 2, "re-take")
    )
