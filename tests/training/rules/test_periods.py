from datetime import date

import pytest

from training.rules.periods import (
    FOREVER,
    Period,
    add_days,
    add_months,
    fixed_date_on_or_after,
    next_fiscal_date,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 3, 10), 24, date(2025, 3, 10)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(9998, 6, 1), 24, FOREVER),
        (FOREVER, 12, FOREVER),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, months, expected):
    assert add_months(day, months) == expected


def test_days_stop_at_the_end_of_the_calendar():
    assert add_days(date(2026, 9, 10), 90) == date(2026, 12, 9)
    assert add_days(FOREVER, 90) == FOREVER


@pytest.mark.parametrize(
    ("completed", "due"),
    [
        # Fiscal year 2026 runs from 1 October 2025 to 30 September 2026.
        (date(2026, 5, 4), date(2027, 5, 31)),
        (date(2026, 6, 2), date(2027, 5, 31)),
        (date(2026, 9, 30), date(2027, 5, 31)),
        (date(2026, 10, 1), date(2028, 5, 31)),
        (date(2025, 10, 1), date(2027, 5, 31)),
    ],
)
def test_what_is_done_in_one_fiscal_year_is_asked_again_in_the_next(completed, due):
    assert next_fiscal_date(completed, 5, 31) == due


def test_a_fixed_date_in_the_first_quarter_belongs_to_the_fiscal_year_that_began():
    assert next_fiscal_date(date(2026, 5, 4), 11, 15) == date(2026, 11, 15)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 31), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2027, 5, 31)),
        (date(2026, 1, 2), date(2026, 5, 31)),
    ],
)
def test_the_first_fixed_date_is_not_before_the_day(day, expected):
    assert fixed_date_on_or_after(day, 5, 31) == expected


def test_a_period_does_not_cover_its_end():
    period = Period(date(2023, 3, 10), date(2025, 3, 10))
    assert period.covers(date(2023, 3, 10))
    assert period.covers(date(2025, 3, 9))
    assert not period.covers(date(2025, 3, 10))


def test_periods_that_touch_do_not_overlap():
    first = Period(date(2024, 1, 1), date(2025, 1, 1))
    assert not first.overlaps(Period(date(2025, 1, 1)))
    assert first.overlaps(Period(date(2024, 12, 31)))
