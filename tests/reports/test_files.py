import csv
import io
from datetime import UTC, date, datetime

import pytest

from reports.selectors.written import cell
from reports.views.files import csv_file


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("O'Brien", "O'Brien"),
        (-1, "-1"),
        (0, "0"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (date(2026, 3, 10), "2026-03-10"),
        (date.max, ""),
        (datetime(2026, 3, 10, 8, 5, tzinfo=UTC), "2026-03-10T08:05+00:00"),
    ],
)
def test_a_cell_holds_iso_dates_and_is_never_a_formula(value, shown):
    assert cell(value) == shown


def read(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_demo_says_in_each_row_that_it_is_synthetic(settings):
    settings.DEMO = True
    rows = read(csv_file("x", date(2026, 3, 10), ["name"], [["Sample", "synthetic"]]))
    assert rows == [["name", "note"], ["Sample", "synthetic"]]


def test_a_real_installation_has_no_such_column(settings):
    settings.DEMO = False
    response = csv_file("x", date(2026, 3, 10), ["name"], [["Sample", "synthetic"]])
    assert read(response) == [["name"], ["Sample"]]
    assert response["Content-Disposition"] == 'attachment; filename="x-2026-03-10.csv"'
