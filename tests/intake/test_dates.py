from datetime import date, datetime

import pytest

from intake.dates import date_of, suggestion_for

DAY = date(2020, 6, 9)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        datetime(2020, 6, 9, 14, 30),
        43991,
        43991.0,
        "43991",
        "6/9/2020",
        "06/09/2020",
        " 6/09/20 ",
        "6-9-2020",
        "6.9.20",
        "2020-06-09",
        "2020-06-09 00:00:00",
        "2020-06-09T00:00:00Z",
        "June 9, 2020",
        "Jun 9 2020",
        "9 Jun 2020",
        "9-June-2020",
        "June 9th, 2020",
    ],
)
def test_a_day_is_read_in_every_usual_shape(value):
    assert date_of(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        *(None, "", "pending", "7/72025", "05/082025", "13/1/2020", "2/30/2020", "2/29/2023"),
        *(True, 0, -5, 12.5, 2958466, 1e300, float("nan"), float("inf")),
        *("31/12/2020", "6/9", "2020", "Jum 9, 2020", "99999"),
    ],
)
def test_what_is_no_day_is_none(value):
    assert date_of(value) is None


def test_a_two_digit_year_lies_between_1969_and_2068():
    assert date_of("1/1/68") == date(2068, 1, 1)
    assert date_of("1/1/69") == date(1969, 1, 1)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("7/72025", "7/7/2025"), ("05/082025", "5/8/2025"), ("0508/2025", "5/8/2025"), ("x", "")],
)
def test_a_slip_of_the_keyboard_is_suggested_right(value, meant):
    assert suggestion_for(value) == meant
