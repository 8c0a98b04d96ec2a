from dataclasses import replace
from datetime import date

import pytest

from training.rules.periods import FOREVER
from training.rules.requirement_state import (
    CoverageFact,
    RequirementFacts,
    State,
    latest_row,
    state_on,
)

# A refresher: the initial course was completed on 10 March 2023.
FIRST = CoverageFact(date(2023, 3, 10), date(2025, 3, 10), "course")
REFRESHER = RequirementFacts(
    kind="refresher", soon_days=90, coverage=[FIRST], in_span=True, was_authorized=True
)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2023, 3, 9), State.MISSING),
        (date(2023, 3, 10), State.MET),
        (date(2024, 12, 9), State.MET),  # 91 days before
        (date(2024, 12, 10), State.DUE_SOON),  # 90 days before
        (date(2025, 3, 9), State.DUE_SOON),  # one day before
        (date(2025, 3, 10), State.OVERDUE),  # that day is overdue
        (date(2030, 1, 1), State.OVERDUE),
    ],
)
def test_the_state_turns_on_the_days_that_the_definition_says(day, state):
    assert state_on(REFRESHER, day).state is state


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"coverage": []}, State.MISSING),
        ({"coverage": [], "was_authorized": False}, State.IN_PROGRESS),
        ({"in_span": False}, State.NOT_APPLICABLE),
        ({"has_conflict": True}, State.CONFLICT),
        ({"was_authorized": False}, State.OVERDUE),  # what is late shows on its requirement
        (
            {"coverage": [CoverageFact(date(2025, 3, 10), FOREVER, is_waiver=True)]},
            State.WAIVED,
        ),
        (
            {"coverage": [CoverageFact(date(2025, 1, 1), date(2025, 3, 1), is_waiver=True)]},
            State.MISSING,  # a waiver met nothing
        ),
        (
            {
                "was_authorized": False,
                "coverage": [CoverageFact(date(2025, 1, 1), date(2025, 3, 1), is_waiver=True)],
            },
            State.IN_PROGRESS,
        ),
        (
            {
                "coverage": [
                    CoverageFact(date(2023, 1, 1), date(2025, 1, 1)),
                    CoverageFact(date(2025, 1, 1), date(2025, 3, 1), is_waiver=True),
                ]
            },
            State.OVERDUE,
        ),
        (
            {"soon_days": 14, "coverage": [CoverageFact(FIRST.valid_from, date(2025, 4, 4))]},
            State.MET,
        ),
        (
            {"soon_days": 14, "coverage": [CoverageFact(FIRST.valid_from, date(2025, 3, 24))]},
            State.DUE_SOON,
        ),
    ],
)
def test_what_else_decides_on_the_day_it_fell_due(change, state):
    assert state_on(replace(REFRESHER, **change), date(2025, 3, 10)).state is state


@pytest.mark.parametrize(("ends", "soon"), [(date(2025, 6, 8), True), (date(2025, 6, 9), False)])
def test_a_waiver_that_runs_out_within_the_window_stays_waived_and_says_so(ends, soon):
    row = CoverageFact(date(2025, 3, 10), ends, is_waiver=True)
    on_day = state_on(replace(REFRESHER, coverage=[row]), date(2025, 3, 10))
    assert (on_day.state, on_day.due_on, on_day.ends_soon) == (State.WAIVED, ends, soon)


def test_an_early_renewal_overlaps_and_the_later_end_counts():
    early = CoverageFact(date(2024, 12, 20), date(2026, 12, 20), "refresher")
    facts = replace(REFRESHER, coverage=[early, FIRST])
    assert state_on(facts, date(2024, 12, 19)).due_on == date(2025, 3, 10)
    assert state_on(facts, date(2024, 12, 20)).due_on == date(2026, 12, 20)


def test_a_renewal_that_begins_later_leaves_today_overdue():
    later = CoverageFact(date(2025, 12, 15), FOREVER)
    facts = replace(REFRESHER, coverage=[FIRST, later])
    assert state_on(facts, date(2025, 11, 24)).state is State.OVERDUE
    assert state_on(facts, date(2025, 12, 15)).state is State.MET


def test_of_rows_that_end_together_the_newest_is_the_evidence():
    old, new = CoverageFact(date(2020, 1, 1), FOREVER), CoverageFact(date(2021, 1, 1), FOREVER)
    assert latest_row([new, old], date(2022, 1, 1)) is new


@pytest.mark.parametrize(
    ("in_span", "was_authorized", "coverage", "state"),
    [
        (True, True, [], State.NOT_APPLICABLE),
        (False, True, [], State.MISSING),
        (False, False, [], State.NOT_APPLICABLE),
        (False, True, [CoverageFact(date(2025, 1, 1), FOREVER)], State.MET),
    ],
)
def test_credentials_are_asked_back_once_the_participation_has_ended(
    in_span, was_authorized, coverage, state
):
    facts = RequirementFacts("credential_return", 90, coverage, in_span, was_authorized)
    assert state_on(facts, date(2025, 3, 10)).state is state


def test_the_states_are_those_that_pages_show():
    from training.states import RequirementState

    assert {state.value for state in State} == set(RequirementState.values)
