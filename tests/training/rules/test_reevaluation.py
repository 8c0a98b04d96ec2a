"""What another rule set makes of evidence on record: a table of days."""

from datetime import date

import pytest

from training.rules.clocked import KINDS, coverage, same_clock
from training.rules.parameter_words import in_words
from training.rules.periods import Period
from training.rules.reevaluation import Row, correction, reasons_not_to_reevaluate

BEGAN, ON = date(2025, 3, 10), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("ended", "new_end", "closes", "adds"),
    [
        # shorter, and still ahead on the day: due on the new date
        ("2027-03-10", "2026-09-10", True, ("2025-03-10", "2026-09-10")),
        # shorter, and past by then: due on the day, and never before
        ("2027-03-10", "2026-03-10", True, ("2025-03-10", "2026-06-01")),
        ("2027-03-10", "2026-06-01", True, ("2025-03-10", "2026-06-01")),
        # shorter, but the old end was past already
        ("2026-05-01", "2026-03-10", False, None),
        # longer: a second row, so that the days before stay as they were
        ("2027-03-10", "2028-03-10", False, ("2026-06-01", "2028-03-10")),
        # longer, after it had run out: met again from the day on
        ("2026-03-10", "2026-09-10", False, ("2026-06-01", "2026-09-10")),
        # longer, and past by then all the same
        ("2026-03-10", "2026-05-10", False, None),
        # the same
        ("2027-03-10", "2027-03-10", False, None),
    ],
)
def test_a_row_is_corrected_from_the_day_on(ended, new_end, closes, adds):
    row = Row(1, BEGAN, date.fromisoformat(ended))
    change = correction([row], Period(BEGAN, date.fromisoformat(new_end)), ON)
    assert change.close == ((row,) if closes else ())
    expected = (Period(*map(date.fromisoformat, adds)),) if adds else ()
    assert change.add == expected
    assert bool(change) is bool(closes or adds)


def test_what_was_never_asked_is_covered_as_if_it_had_been():
    new = Period(date(2023, 1, 1), date(2025, 1, 1))
    assert correction([], new, ON).add == (new,)


def test_rows_of_earlier_re_evaluations_are_cut_together():
    rows = [Row(1, BEGAN, date(2027, 3, 10)), Row(2, date(2026, 1, 1), date(2028, 3, 10))]
    change = correction(rows, Period(BEGAN, date(2026, 9, 10)), ON)
    assert change.close == tuple(rows)
    assert change.add == (
        Period(BEGAN, date(2026, 9, 10)),
        Period(date(2026, 1, 1), date(2026, 9, 10)),
    )


def test_a_row_that_began_after_the_new_end_is_closed_without_another():
    rows = [Row(1, BEGAN, date(2027, 3, 10)), Row(2, date(2026, 12, 1), date(2028, 3, 10))]
    change = correction(rows, Period(BEGAN, date(2026, 9, 10)), ON)
    assert change.add == (Period(BEGAN, date(2026, 9, 10)),)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"is_published": False}, ["rule_set"]),
        ({"is_in_force": False}, ["rule_set"]),
        ({"today": date(2026, 6, 2)}, ["effective_on"]),
        ({"later": [("Yearly", date(2026, 7, 1))]}, ["effective_on"]),
        ({"is_in_force": False, "today": date(2026, 6, 2)}, ["rule_set", "effective_on"]),
    ],
)
def test_everything_that_stands_against_it_is_said_at_its_field(facts, fields):
    known = {"today": ON, "is_published": True, "is_in_force": True, "later": [], **facts}
    reasons = reasons_not_to_reevaluate(effective_on=ON, **known)
    assert [reason.field for reason in reasons] == fields


@pytest.mark.parametrize(
    ("kind", "parameters", "end"),
    [
        ("background_check", {}, "9999-12-31"),
        ("background_check", {"recheck_months": 60}, "2030-03-10"),
        ("background_check", {"advised_recheck_months": 60}, "9999-12-31"),
        ("refresher", {"months": 24}, "2027-03-10"),
        ("annual_training", {"month": 5, "day": 31}, "2026-05-31"),
        ("evaluation", {"days": 90}, "2025-06-08"),
    ],
)
def test_evidence_meets_a_clocked_requirement_from_its_day_on(kind, parameters, end):
    assert coverage(kind, BEGAN, parameters) == Period(BEGAN, date.fromisoformat(end))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_only_says_what_is_asked_sets_no_clock(kind):
    assert same_clock(kind, {"hours": 40, "months": 1}, {"hours": 8, "months": 1})


def test_another_interval_is_another_clock():
    assert not same_clock("refresher", {"months": 24}, {"months": 36})
    assert not same_clock("annual_training", {"month": 5, "day": 31}, {"month": 5, "day": 1})
    assert not same_clock("background_check", {}, {"recheck_months": 60})


@pytest.mark.parametrize(
    ("kind", "parameters", "lines"),
    [
        ("authorization", {}, ["Holds: until it is revoked"]),
        ("authorization", {"months": 24}, ["Holds: 24 months from its date"]),
        ("experience", {"years": 2}, ["At least: 2 years of law enforcement work"]),
        (
            "refresher",
            {"months": 24, "clock": "anniversary", "courses": ["REFRESHER"], "hours": 40},
            [
                "Course: Refresher, one week",
                "Length: 40 hours",
                "Interval: every 24 months",
                "Clock: from the last completed course",
            ],
        ),
        (
            "annual_training",
            {"clock": "fiscal_year", "month": 5, "day": 31},
            ["Due: each fiscal year by 31 May"],
        ),
        (
            "initial_course",
            {"courses": ["X"], "hours": 8, "remedial_exams": 1, "retry": "re-take"},
            [
                "Course: X",
                "Length: 8 hours",
                "Second sittings: 1 × re-take in the whole course",
                "Pass mark: not stated by the form",
            ],
        ),
        ("posters", {"languages": ["English", "Spanish"]}, ["Languages: English and Spanish"]),
        ("evaluation", {"days": "often"}, ["Interval: often"]),
        ("supervisor", {"new_key": 3}, ["New key: 3"]),
    ],
)
def test_parameters_are_said_in_plain_words(kind, parameters, lines):
    found = in_words(kind, parameters, {"REFRESHER": "Refresher, one week"})
    assert [f"{line.name}: {line.text}" for line in found] == lines


def test_what_no_document_states_is_marked():
    [line] = in_words("evaluation", {"days": 90, "assumed": ["days"]})
    assert line.is_assumed
