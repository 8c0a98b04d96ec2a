"""Dates as people say them."""

from datetime import UTC, date, datetime

import pytest

from g287.templatetags.dates import distance, person_date, person_time, short_date

TODAY = date(2026, 11, 24)


def test_a_date_is_said_with_the_month_in_letters():
    assert person_date(date(2026, 3, 10)) == "10 Mar 2026"
    assert short_date(date(2026, 3, 10)) == "10 Mar"


def test_the_last_day_there_is_means_no_end():
    assert person_date(date(9999, 12, 31)) == "No end"
    assert distance(date(9999, 12, 31), TODAY) == ""


def test_no_date_is_a_dash():
    assert person_date(None) == "–"
    assert person_time(None) == "–"
    assert distance(None, TODAY) == ""


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "in 1 day"),
        (date(2026, 12, 6), "in 12 days"),
        (date(2026, 11, 8), "16 days ago"),
        (date(2027, 5, 31), "in 6 months"),
        (date(2029, 11, 25), "in 3 years"),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "1 day ago"),
    ],
)
def test_distance_grows_coarser_as_it_grows(day, words):
    assert distance(day, TODAY) == words
