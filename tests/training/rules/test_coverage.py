"""Evidence into coverage, one table for each kind of requirement."""

from datetime import date

import pytest

from training.rules import (
    annual_training,
    attestation,
    background_check,
    certification,
    evaluation,
    initial_course,
    refresher,
    supervisor,
)
from training.rules.periods import FOREVER

DAY = date(2023, 3, 10)
MAY_31 = {"clock": "fiscal_year", "month": 5, "day": 31}


@pytest.mark.parametrize("rule", [attestation, initial_course, certification])
def test_what_happens_once_holds_without_an_end(rule):
    assert rule.coverage(DAY) == (DAY, FOREVER)


@pytest.mark.parametrize(
    ("parameters", "until"),
    [
        ({}, FOREVER),
        ({"advised_recheck_months": 60}, FOREVER),
        ({"recheck_months": 60}, date(2028, 3, 10)),
    ],
)
def test_a_background_check_ends_only_where_a_re_check_is_binding(parameters, until):
    assert background_check.coverage(DAY, parameters) == (DAY, until)


@pytest.mark.parametrize(
    ("completed", "months", "due"),
    [
        (date(2023, 3, 10), 24, date(2025, 3, 10)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 11, 8), 12, date(2025, 11, 8)),
    ],
)
def test_a_refresher_is_due_on_the_anniversary(completed, months, due):
    assert refresher.coverage(completed, {"months": months}) == (completed, due)


def test_a_refresher_without_an_interval_is_an_error_of_the_rule_set():
    with pytest.raises(ValueError, match="months"):
        refresher.coverage(DAY, {})


def test_annual_training_is_due_on_the_fixed_date_of_the_next_fiscal_year():
    assert annual_training.coverage(date(2026, 5, 4), MAY_31) == (
        date(2026, 5, 4),
        date(2027, 5, 31),
    )


def test_an_evaluation_holds_ninety_days():
    assert evaluation.coverage(date(2026, 9, 10), {"days": 90}) == (
        date(2026, 9, 10),
        date(2026, 12, 9),
    )


@pytest.mark.parametrize(
    ("assigned_from", "assigned_to", "expected"),
    [
        (date(2020, 1, 1), FOREVER, (DAY, FOREVER)),
        (date(2024, 1, 1), date(2025, 1, 1), (date(2024, 1, 1), date(2025, 1, 1))),
        (date(2020, 1, 1), DAY, None),
    ],
)
def test_a_supervisor_counts_from_the_authorization_while_assigned(
    assigned_from, assigned_to, expected
):
    assert supervisor.coverage(DAY, assigned_from, assigned_to) == expected
