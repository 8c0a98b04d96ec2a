from datetime import date

import pytest

from training.rules.federal_holidays import federal_holidays, holiday_on


def test_the_eleven_holidays_of_2026_are_on_the_published_days():
    # As the Office of Personnel Management publishes them; Independence Day is a Saturday.
    assert federal_holidays(2026) == {
        date(2026, 1, 1): "New Year's Day",
        date(2026, 1, 19): "Birthday of Martin Luther King, Jr.",
        date(2026, 2, 16): "Washington's Birthday",
        date(2026, 5, 25): "Memorial Day",
        date(2026, 6, 19): "Juneteenth",
        date(2026, 7, 3): "Independence Day",
        date(2026, 9, 7): "Labor Day",
        date(2026, 10, 12): "Columbus Day",
        date(2026, 11, 11): "Veterans Day",
        date(2026, 11, 26): "Thanksgiving Day",
        date(2026, 12, 25): "Christmas Day",
    }


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2021, 12, 31), "New Year's Day"),  # 1 January 2022 is a Saturday
        (date(2022, 1, 1), ""),
        (date(2023, 1, 2), "New Year's Day"),  # 1 January 2023 is a Sunday
        (date(2021, 6, 18), "Juneteenth"),  # the first year
        (date(2020, 6, 19), ""),
        (date(2022, 12, 26), "Christmas Day"),
        (date(2008, 11, 11), "Veterans Day"),
        (date(2025, 1, 20), "Birthday of Martin Luther King, Jr."),
        (date(2025, 10, 14), ""),
    ],
)
def test_a_holiday_is_known_by_the_day_on_which_it_is_observed(day, name):
    assert holiday_on(day) == name


@pytest.mark.parametrize("year", range(2002, 2060))
def test_every_observed_holiday_is_a_weekday(year):
    assert all(day.weekday() < 5 and day.year == year for day in federal_holidays(year))
