from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from training.models import Notice
from training.rules.notice import (
    AUTHORITY_ENDED,
    CLOCKS,
    COMPLAINT,
    TERMINATION,
    clock_of,
    due_at,
    due_before,
    is_late,
    started_at,
)

NEW_YORK, PHOENIX, GUAM = "America/New_York", "America/Phoenix", "Pacific/Guam"


def local(zone, *parts):
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def due(notice, form, zone, *parts):
    return due_at(clock_of(notice, form), local(zone, *parts), zone)


def test_the_notices_are_those_of_the_records():
    assert {clock.notice for clock in CLOCKS} == set(Notice.Kind.values)


@pytest.mark.parametrize(
    ("notice", "form", "hours", "days", "stops"),
    [
        (AUTHORITY_ENDED, "TFM-2025-02-12", 48, 0, False),
        (AUTHORITY_ENDED, "TFM-2025-03-07", 48, 0, False),
        (TERMINATION, "JEM-2020", 0, 90, False),
        (TERMINATION, "WSO-2019", 0, 90, False),
        (TERMINATION, "TFM-2025-03-07", 0, 90, False),
        (COMPLAINT, "JEM-2025-02-15", 48, 0, True),
        (COMPLAINT, "WSO-2025-02-14", 48, 0, True),
    ],
)
def test_a_form_gives_a_notice_its_clock(notice, form, hours, days, stops):
    clock = clock_of(notice, form)
    assert (clock.hours, clock.days, clock.stops_on_weekends) == (hours, days, stops)
    assert clock.clause.endswith(".")
    assert clock.source


@pytest.mark.parametrize(
    ("notice", "form"),
    [
        (AUTHORITY_ENDED, "JEM-2020"),
        (AUTHORITY_ENDED, "WSO-2019"),
        (COMPLAINT, "TFM-2025-03-07"),
        (COMPLAINT, "MOA-2009-10"),
        (TERMINATION, "MOU-2002"),
        (TERMINATION, ""),
    ],
)
def test_where_a_form_states_no_time_nothing_is_made_up(notice, form):
    assert clock_of(notice, form) is None


@pytest.mark.parametrize(
    ("zone", "started", "expected"),
    [
        # Weekend or not, 48 hours pass.
        (NEW_YORK, (2026, 3, 20, 15, 30), (2026, 3, 22, 15, 30)),
        # The clocks go forward on 8 March 2026 and back on 1 November.
        (NEW_YORK, (2026, 3, 7, 15, 0), (2026, 3, 9, 16, 0)),
        (NEW_YORK, (2026, 10, 31, 15, 0), (2026, 11, 2, 14, 0)),
        (PHOENIX, (2026, 3, 7, 15, 0), (2026, 3, 9, 15, 0)),
    ],
)
def test_forty_eight_hours_are_hours_that_pass(zone, started, expected):
    found = due(AUTHORITY_ENDED, "TFM-2025-03-07", zone, *started)
    assert found == local(zone, *expected)


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        # 1 March and 90 days is 30 May; the time of day stays, also over a change of the clocks.
        ((2026, 3, 1, 9, 0), (2026, 5, 30, 9, 0)),
        ((2026, 9, 1, 17, 45), (2026, 11, 30, 17, 45)),
        ((2028, 1, 1, 0, 0), (2028, 3, 31, 0, 0)),
    ],
)
def test_ninety_days_are_days_of_the_calendar(started, expected):
    assert due(TERMINATION, "JEM-2020", NEW_YORK, *started) == local(NEW_YORK, *expected)


@pytest.mark.parametrize(
    ("zone", "started", "expected"),
    [
        # 16 March 2026 is a Monday.
        (NEW_YORK, (2026, 3, 16, 10, 0), (2026, 3, 18, 10, 0)),
        (NEW_YORK, (2026, 3, 18, 10, 0), (2026, 3, 20, 10, 0)),
        (NEW_YORK, (2026, 3, 19, 10, 0), (2026, 3, 23, 10, 0)),
        (NEW_YORK, (2026, 3, 20, 10, 0), (2026, 3, 24, 10, 0)),
        # What happens on a weekend counts from Monday.
        (NEW_YORK, (2026, 3, 21, 10, 0), (2026, 3, 25, 0, 0)),
        (NEW_YORK, (2026, 3, 22, 23, 59), (2026, 3, 25, 0, 0)),
        # To the minute: the last minute of Friday, and the first of Monday.
        (NEW_YORK, (2026, 3, 20, 23, 59), (2026, 3, 24, 23, 59)),
        (NEW_YORK, (2026, 3, 23, 0, 0), (2026, 3, 25, 0, 0)),
        # A Thursday midnight: Thursday and Friday are over when Saturday begins.
        (NEW_YORK, (2026, 3, 19, 0, 0), (2026, 3, 21, 0, 0)),
        # The clocks change on a Sunday, which does not count.
        (NEW_YORK, (2026, 3, 6, 10, 0), (2026, 3, 10, 10, 0)),
        (NEW_YORK, (2026, 10, 30, 10, 0), (2026, 11, 3, 10, 0)),
        (GUAM, (2026, 3, 20, 10, 0), (2026, 3, 24, 10, 0)),
    ],
)
def test_weekends_do_not_count_for_a_complaint(zone, started, expected):
    assert due(COMPLAINT, "JEM-2025-02-15", zone, *started) == local(zone, *expected)


def test_it_is_the_weekend_of_the_agency_that_does_not_count():
    """One moment: Saturday morning in Guam, Friday evening in New York."""
    moment = datetime(2026, 3, 20, 23, 0, tzinfo=UTC)
    clock = clock_of(COMPLAINT, "WSO-2019")
    assert due_at(clock, moment, GUAM) == local(GUAM, 2026, 3, 25, 0, 0)
    assert due_at(clock, moment, NEW_YORK) == local(NEW_YORK, 2026, 3, 24, 19, 0)


@pytest.mark.parametrize(
    ("sent", "now", "late"),
    [
        (None, (2026, 3, 1, 12, 0), False),
        (None, (2026, 3, 1, 12, 1), True),
        ((2026, 3, 1, 12, 0), (2026, 4, 1, 0, 0), False),
        ((2026, 3, 1, 12, 1), (2026, 4, 1, 0, 0), True),
    ],
)
def test_a_notice_is_late_once_its_time_has_passed(sent, now, late):
    limit = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    sent_at = datetime(*sent, tzinfo=UTC) if sent else None
    assert is_late(limit, sent_at, datetime(*now, tzinfo=UTC)) is late


@pytest.mark.parametrize(
    ("notice", "form", "act_on", "recorded", "expected"),
    [
        # 26 November 2026 is a Thursday; what is recorded ten days later was due long before.
        (AUTHORITY_ENDED, "TFM-2025-02-12", (2026, 11, 26), (2026, 12, 6, 9), (2026, 11, 28, 0)),
        (AUTHORITY_ENDED, "TFM-2025-03-07", (2026, 11, 26), (2026, 11, 26, 9), (2026, 11, 28, 9)),
        # Forms say weekends; Thanksgiving counts.
        (COMPLAINT, "JEM-2020", (2026, 11, 26), (2026, 12, 6, 9), (2026, 11, 28, 0)),
        (COMPLAINT, "WSO-2019", (2026, 11, 27), (2026, 12, 6, 9), (2026, 12, 1, 0)),
        (COMPLAINT, "JEM-2025-02-15", (2026, 11, 28), (2026, 12, 6, 9), (2026, 12, 2, 0)),
        (COMPLAINT, "WSO-2025-02-15", (2026, 11, 26), (2026, 11, 26, 9), (2026, 11, 30, 9)),
        # A day that has not come starts its clock as it begins.
        (AUTHORITY_ENDED, "TFM-2025-03-07", (2026, 12, 8), (2026, 12, 6, 9), (2026, 12, 10, 0)),
    ],
)
def test_the_clock_starts_with_the_act_and_not_with_its_entry(
    notice, form, act_on, recorded, expected
):
    for zone in (NEW_YORK, PHOENIX, GUAM):
        started = started_at(date(*act_on), local(zone, *recorded), zone)
        found = due_at(clock_of(notice, form), started, zone)
        assert found == local(zone, *expected)


@pytest.mark.parametrize("form", ["JEM-2020", "WSO-2019", "TFM-2025-03-07"])
def test_ninety_days_are_counted_back_from_the_act(form):
    due = due_before(clock_of(TERMINATION, form), date(2026, 11, 26), NEW_YORK)
    assert due == local(NEW_YORK, 2026, 8, 28, 0)
