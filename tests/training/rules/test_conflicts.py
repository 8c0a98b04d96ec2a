import json
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from training.models import Flag
from training.rules import conflict_words
from training.rules.conflict_facts import (
    AuthorizationFact,
    CertificationFact,
    ClassFact,
    ExamFact,
    HistoryFacts,
    RecordFact,
)
from training.rules.conflicts import CONTRADICTING, FINDERS, conflicts_of, key_of
from training.rules.exam_ledger import ExamPolicy, Sitting
from training.rules.periods import FOREVER, Period

# The four-week course as it is held: Monday 5 January to Friday 30 January 2026. 19 January is a
# federal holiday.
STARTS, ENDS = date(2026, 1, 5), date(2026, 1, 30)
CERTIFIED, AUTHORIZED = date(2026, 2, 4), date(2026, 2, 16)
POLICY = ExamPolicy(pass_mark=70, remedial_exams=1, failures_disqualify=2)


def exam(score=85, attempt=1, taken_on=ENDS, code="W1", title="Week 1"):
    return ExamFact(Sitting(code, title, attempt, score), taken_on)


RECORD = RecordFact(
    key=1,
    class_id="CL001",
    starts_on=STARTS,
    ends_on=ENDS,
    training_days=20,
    hours_a_day=8,
    policy=POLICY,
    passed_on=CERTIFIED,
    exams=(exam(), exam(code="FINAL", title="Final")),
    hours_attended=152,
)
LETTER = AuthorizationFact("L-1", Period(AUTHORIZED), months=None)
GOOD = HistoryFacts(
    agreement_signed_on=date(2025, 3, 10),
    certified_on=CERTIFIED,
    authorizations=(LETTER,),
    certifications=(CertificationFact("C-1", ENDS, STARTS),),
    records=(RECORD,),
    evaluated_on=(date(2026, 5, 1),),
)


def with_record(**changes):
    return replace(GOOD, records=(replace(RECORD, **changes),))


def with_authorization(first, last=FOREVER, months=None):
    return replace(GOOD, authorizations=(AuthorizationFact("L-1", Period(first, last), months),))


def test_every_code_of_a_flag_is_looked_for():
    assert set(FINDERS) == set(Flag.Code.values)
    assert set(FINDERS) >= CONTRADICTING


def test_a_history_as_the_forms_have_it_contradicts_nothing():
    assert conflicts_of(GOOD) == []
    assert conflicts_of(HistoryFacts(agreement_signed_on=date(2025, 3, 10))) == []


class Told(NamedTuple):
    """A conflict as a person reads it."""

    code: str
    detail: str
    affected_from: date | None = None


def told(conflicts):
    return [Told(c.code, c.detail, c.affected_from) for c in conflicts]


CASES = {
    "authorized_never_certified": (
        replace(GOOD, certified_on=None),
        Told(
            "authorized_never_certified", "Letter L-1 from 16 Feb 2026; no certification on record"
        ),
    ),
    "authorized_before_certified": (
        with_authorization(date(2026, 2, 3)),
        Told(
            "authorized_before_certified",
            "Letter L-1 from 3 Feb 2026; certified 4 Feb 2026",
            date(2026, 2, 3),
        ),
    ),
    "authorized_before_agreement": (
        replace(GOOD, agreement_signed_on=date(2026, 2, 17)),
        Told(
            "authorized_before_agreement",
            "Letter L-1 from 16 Feb 2026; signed 17 Feb 2026",
            AUTHORIZED,
        ),
    ),
    "authorized_too_long": (
        with_authorization(AUTHORIZED, date(2028, 2, 17), months=24),
        Told(
            "authorized_too_long",
            "Letter L-1 holds 16 Feb 2026 until 17 Feb 2028; at most until 16 Feb 2028",
            AUTHORIZED,
        ),
    ),
    "authorized without an end": (
        with_authorization(AUTHORIZED, months=24),
        Told(
            "authorized_too_long",
            "Letter L-1 holds 16 Feb 2026 without an end; at most until 16 Feb 2028",
            AUTHORIZED,
        ),
    ),
    "authorized after the agreement's term": (
        replace(GOOD, agreement_ended_on=AUTHORIZED),
        Told(
            "authority_past_end",
            "Letter L-1 holds 16 Feb 2026 without an end; the agreement ended 16 Feb 2026",
        ),
    ),
    "left open past the act that ended the agreement": (
        replace(GOOD, agreement_ended_on=date(2026, 7, 1), ended_by_act=True),
        Told(
            "authority_past_end",
            "Letter L-1 holds 16 Feb 2026 without an end; the agreement ended 1 Jul 2026",
        ),
    ),
    "evaluated without authority": (
        replace(GOOD, authorizations=(AuthorizationFact("L-1", Period(AUTHORIZED, ENDS)),)),
        Told("authority_past_end", "Evaluated 1 May 2026; no authorization covers that day"),
    ),
    "failed_but_passed": (
        with_record(exams=(exam(60), exam(65, attempt=2))),
        Told("failed_but_passed", "CL001: Week 1 65; passed 4 Feb 2026", CERTIFIED),
    ),
    "two failures disqualify": (
        with_record(
            exams=(
                exam(60),
                exam(80, attempt=2),
                exam(60, code="W2", title="Week 2"),
                exam(80, attempt=2, code="W2", title="Week 2"),
            )
        ),
        Told(
            "failed_but_passed",
            "CL001: 2 failures, which disqualify; passed 4 Feb 2026",
            CERTIFIED,
        ),
    ),
    "finished_before_start": (
        with_record(ends_on=date(2026, 1, 2), exams=()),
        Told(
            "finished_before_start",
            "CL001: began 5 Jan 2026, ended 2 Jan 2026",
            date(2026, 1, 2),
        ),
    ),
    "completed before the class": (
        replace(GOOD, certifications=(CertificationFact("C-1", date(2026, 1, 4), STARTS),)),
        Told(
            "finished_before_start",
            "Certificate C-1: completed 4 Jan 2026, class began 5 Jan 2026",
            date(2026, 1, 4),
        ),
    ),
    "two_places": (
        replace(GOOD, other_classes=(ClassFact(7, "CL002", ENDS, date(2026, 2, 6)),)),
        Told("two_places", "CL001, 5 Jan 2026 to 30 Jan 2026; CL002, 30 Jan 2026 to 6 Feb 2026"),
    ),
    "exam_before_class": (
        with_record(exams=(exam(taken_on=date(2026, 1, 4)), exam(code="FINAL", title="Final"))),
        Told("exam_before_class", "Week 1, 4 Jan 2026; CL001 began 5 Jan 2026"),
    ),
    "two exams before the class": (
        with_record(
            exams=(
                exam(taken_on=date(2026, 1, 4)),
                exam(taken_on=date(2025, 12, 1), code="FINAL", title="Final"),
            )
        ),
        Told("exam_before_class", "Final and 1 more, 1 Dec 2025; CL001 began 5 Jan 2026"),
    ),
    "own_instructor": (
        with_record(signed_by_instructor=True),
        Told("own_instructor", "CL001: signed off by one of its instructors"),
    ),
    "four weeks in 13 days": (
        # CL021 of ICE's list: 20 August to 1 September 2007.
        with_record(
            starts_on=date(2007, 8, 20), ends_on=date(2007, 9, 1), hours_attended=0, exams=()
        ),
        Told(
            "unlikely_length",
            "CL001: 13 days, 10 of them weekdays; the course has 20 training days",
        ),
    ),
    "four weeks in 60 days": (
        with_record(ends_on=STARTS + timedelta(days=59), exams=(), hours_attended=160),
        Told(
            "unlikely_length",
            "CL001: 60 days, 44 of them weekdays; the course has 20 training days",
        ),
    ),
    "hours_do_not_fit": (
        with_record(hours_attended=153),
        Told(
            "hours_do_not_fit",
            "CL001: 153 hours attended; 19 days of 8 hours hold 152",
        ),
    ),
    "attendance_without_day": (
        with_record(days_without_class=(date(2026, 1, 24), date(2026, 1, 19))),
        Told("attendance_without_day", "CL001 did not meet on 19 Jan 2026 and 1 more"),
    ),
}


@pytest.mark.parametrize(("history", "conflict"), CASES.values(), ids=CASES)
def test_each_contradiction_raises_exactly_its_own_conflict(history, conflict):
    assert told(conflicts_of(history)) == [conflict]


def test_every_code_has_a_case():
    assert {conflict.code for _, conflict in CASES.values()} == set(FINDERS)


@pytest.mark.parametrize(("_history", "conflict"), CASES.values(), ids=CASES)
def test_only_contradictory_dates_and_scores_touch_compliance(_history, conflict):
    assert (conflict.affected_from is not None) == (conflict.code in CONTRADICTING)


@pytest.mark.parametrize(
    "history",
    [
        # On the same day is not before.
        with_authorization(CERTIFIED),
        replace(GOOD, agreement_signed_on=AUTHORIZED),
        with_authorization(AUTHORIZED, date(2028, 2, 16), months=24),
        # 29 February and twelve months.
        replace(
            with_authorization(date(2028, 2, 29), date(2029, 2, 28), months=12), evaluated_on=()
        ),
        # A term that runs out ends authority by itself.
        replace(GOOD, agreement_ended_on=date(2026, 7, 1)),
        # Passed at the second sitting.
        with_record(exams=(exam(60), exam(70, attempt=2))),
        # Failed, and nobody says passed.
        with_record(exams=(exam(60),), passed_on=None),
        # What the old forms leave open disqualifies nobody.
        with_record(
            exams=(exam(60), exam(80, attempt=2), exam(60, code="W2"), exam(80, 2, code="W2")),
            policy=ExamPolicy(70, None, None),
        ),
        # One class after the other.
        replace(GOOD, other_classes=(ClassFact(7, "CL002", date(2026, 1, 31), date(2026, 2, 6)),)),
        with_record(exams=(exam(taken_on=STARTS),)),
        # Three weeks, and six.
        with_record(ends_on=date(2026, 1, 23), hours_attended=100, exams=()),
        with_record(ends_on=date(2026, 2, 13), exams=()),
    ],
)
def test_what_only_looks_odd_is_no_conflict(history):
    assert conflicts_of(history) == []


def test_one_of_two_overlapping_records_tells_it_once():
    second = replace(RECORD, key=2, class_id="CL002", passed_on=None, exams=())
    found = conflicts_of(replace(GOOD, records=(RECORD, second)))
    assert [c.detail for c in found] == [
        "CL001, 5 Jan 2026 to 30 Jan 2026; CL002, 5 Jan 2026 to 30 Jan 2026"
    ]


def test_the_facts_are_kept_as_they_were_found():
    for history, _conflict in CASES.values():
        for found in conflicts_of(history):
            kept = json.loads(key_of(found.facts))
            assert conflict_words.detail(found.code, kept) == found.detail
