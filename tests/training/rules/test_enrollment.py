from dataclasses import replace
from datetime import date

import pytest

from training.rules.course_completion import LengthFact
from training.rules.enrollment import (
    EnrollmentFacts,
    OtherClass,
    reasons_class_is_closed,
    reasons_not_to_enroll,
)
from training.rules.periods import FOREVER

GOOD = EnrollmentFacts(
    status="vetted",
    model="JEM",
    course_code="BASIC",
    course_title="Basic course, four weeks",
    course_models=("JEM", "TFM"),
    accepted_courses=("BASIC",),
    fulfills="initial_course",
    version_from=date(2002, 1, 1),
    version_to=FOREVER,
    starts_on=date(2026, 9, 14),
    ends_on=date(2026, 10, 9),
    agreement_in_force=True,
    already_in_class=False,
)
WRONG_COURSE = "Basic course, four weeks is not the course that the agreement's form asks for."


def test_a_vetted_officer_may_be_enrolled():
    assert reasons_not_to_enroll(GOOD) == []


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"status": ""}, "The officer is not vetted yet."),
        ({"status": "nominated"}, "The officer is not vetted yet."),
        ({"status": "not_approved"}, "The officer's participation has ended."),
        ({"status": "separated"}, "The officer's participation has ended."),
        (
            {"status": "disqualified"},
            "The officer was disqualified. Only a new nomination leads back to a class.",
        ),
        ({"status": "certified"}, "The officer has completed the initial course already."),
        ({"fulfills": "refresher"}, "A refresher is for certified officers."),
        ({"agreement_in_force": False}, "The agreement is not in force."),
        ({"model": "WSO"}, WRONG_COURSE),
        ({"accepted_courses": ("TFM",)}, WRONG_COURSE),
        (
            {"version_from": date(2027, 1, 1)},
            "This version of the course is not taught on these days.",
        ),
        (
            {"length": LengthFact(160, 40)},
            "The form asks 160 hours, and the course has 40.",
        ),
        ({"already_in_class": True}, "The officer is enrolled in this class already."),
        (
            {"other_classes": (OtherClass("CL007", date(2026, 10, 9), date(2026, 11, 5)),)},
            "The officer sits in class CL007 from 9 Oct 2026 to 5 Nov 2026.",
        ),
    ],
)
def test_each_thing_against_it_is_said(change, text):
    assert [r.text for r in reasons_not_to_enroll(replace(GOOD, **change))] == [text]


def test_a_class_that_begins_after_the_other_ended_is_free():
    other = OtherClass("CL007", date(2026, 10, 10), date(2026, 11, 5))
    assert reasons_not_to_enroll(replace(GOOD, other_classes=(other,))) == []


def test_an_authorized_officer_may_take_the_refresher():
    facts = replace(GOOD, status="authorized", fulfills="refresher", accepted_courses=())
    assert reasons_not_to_enroll(facts) == []


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        ({}, []),
        ({"seats_left": 0}, ["The class is full. Choose another class."]),
        ({"wanted": 3}, ["You chose 3 officers, and 2 seats are left."]),
        ({"wanted": 0}, ["Choose at least one officer."]),
        ({"canceled": True}, ["The class is canceled."]),
        ({"day": date(2026, 9, 14)}, []),
        ({"day": date(2026, 9, 15)}, ["The class began on 14 Sep 2026."]),
    ],
)
def test_a_class_says_why_it_takes_nobody(change, texts):
    facts = {
        "seats_left": 2,
        "wanted": 2,
        "starts_on": date(2026, 9, 14),
        "canceled": False,
        "day": date(2026, 9, 1),
    }
    assert [r.text for r in reasons_class_is_closed(**(facts | change))] == texts
