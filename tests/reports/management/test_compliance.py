"""`manage.py compliance` prints what the pages and the files say, for any day and any moment."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.viewer import Viewer, acting_as
from agencies.management.agency_argument import EXAMPLE
from reports.management.commands import compliance
from reports.selectors.answer import FIELDS
from tests.reports.conftest import lapse, told
from tests.reports.test_as_known import enter_late_papers, past  # noqa: F401 - a fixture
from tests.support import chain

NOBODY = "00000000-0000-4000-8000-000000000000"
NO_AGENCY = (
    f'There is no agency "{NOBODY}": give its ORI, its id, or state and name, such as {EXAMPLE}.'
)
ASKED = (
    *("kind", "state", "advisory", "clause", "source", "evidence", "reason", "due_on", "mend"),
)


def printed(capsys, on, **options):
    call_command("compliance", on=str(on), **options)
    return capsys.readouterr().out


def rows(capsys, on, **options):
    return json.loads(printed(capsys, on, **options))


def test_a_row_has_the_promised_fields_in_their_order(story, capsys):
    for row in rows(capsys, story.cast.today):
        # In the demo each row ends by saying that it is invented, as in every file.
        assert tuple(row) == (*FIELDS, "note")
        for requirement in row["requirements"]:
            assert tuple(requirement)[: len(ASKED)] == ASKED
        for flag in row["flags"]:
            assert set(flag) == {"code", "reason"}


def test_one_row_a_participation_by_name_each_on_a_line(story, capsys):
    written = printed(capsys, story.cast.today)
    names = [row["officer"].split(",")[0] for row in json.loads(written)]
    assert names == ["Authorized", "Certified", "Conflict", "Nominated", "Overdue", "Waiting"]
    assert len(written.splitlines()) == len(names) + 2


def test_it_says_what_the_passport_and_the_report_say(story, signed_in, capsys):
    found = {row["officer"]: row for row in rows(capsys, story.cast.today)}
    client = signed_in(story.cast.administrator)
    report = client.get(
        reverse("report", args=["officer-compliance"]),
        {"format": "json", "detail": "requirements"},
    )
    in_report = json.loads(b"".join(report.streaming_content))["rows"]
    assert {row["officer"]: row for row in in_report} == found
    for participation in (story.authorized, story.overdue, story.conflict, story.nominated):
        address = reverse("officer", args=[participation.officer.uuid])
        passport = json.loads(b"".join(client.get(address, {"format": "json"}).streaming_content))
        assert passport["rows"] == [found[str(participation.officer)]]


def test_csv_has_the_same_words_with_what_has_parts_as_json(story, capsys):
    asked = rows(capsys, story.cast.today)
    in_csv = list(csv.DictReader(io.StringIO(printed(capsys, story.cast.today, format="csv"))))
    assert len(in_csv) == len(asked)
    for row, wanted in zip(in_csv, asked, strict=True):
        assert tuple(row) == (*FIELDS, "note")
        assert json.loads(row["flags"]) == wanted["flags"]
        assert json.loads(row["requirements"]) == wanted["requirements"]
        assert row["officer"] == wanted["officer"]
        assert row["authorized"] == ("yes" if wanted["authorized"] else "no")
        assert row["compliant_until"] == (wanted["compliant_until"] or "")


def test_the_day_decides(story, capsys):
    today = story.cast.today
    days = (today - timedelta(days=4), today, today + timedelta(days=4000))
    overdue, authorized = (
        [
            next(r["compliance"] for r in rows(capsys, day) if r["officer"] == f"{name}, Avery")
            for day in days
        ]
        for name in ("Overdue", "Authorized")
    )
    assert overdue == ["in_progress", "overdue", "overdue"]
    assert authorized[1] == "compliant"
    assert {r["compliance"] for r in rows(capsys, "2003-01-01")} == {"not_applicable"}


def test_whoever_has_left_is_listed_as_not_applicable(story, capsys):
    from training.services.revocation import revoke

    director, today = story.cast.director, story.cast.today
    with acting_as(director):
        revoke(director, story.authorized, on=today, letter="R-1")
    (row,) = [r for r in rows(capsys, today) if r["officer"] == "Authorized, Avery"]
    assert (row["status"], row["compliance"], row["authorized"]) == (
        "revoked",
        "not_applicable",
        False,
    )


def test_it_narrows_to_one_agency(story, elsewhere, capsys):
    cast, participation = elsewhere
    (row,) = rows(capsys, cast.today, agency=str(cast.agency.uuid))
    assert row["officer"] == str(participation.officer)


def test_an_agency_without_officers_is_an_empty_list(arranged, capsys):
    cast = chain.chain()
    assert rows(capsys, cast.today, agency=str(cast.agency.uuid)) == []


def test_chunks_do_not_change_what_is_printed(story, capsys, monkeypatch):
    whole = printed(capsys, story.cast.today)
    monkeypatch.setattr(compliance, "CHUNK", 2)
    assert printed(capsys, story.cast.today) == whole


def test_a_page_long_file_is_printed_in_few_queries(story, django_assert_max_num_queries, capsys):
    with django_assert_max_num_queries(30):
        rows(capsys, story.cast.today)


@pytest.mark.django_db(transaction=True)
def test_what_was_known_stays_the_same_whatever_is_entered_later(past, capsys):  # noqa: F811
    known = str(past.cast.today - timedelta(days=10))
    days = [past.cast.today + timedelta(days=n) for n in (-20, 0, 200)]
    before = [printed(capsys, day, known_at=known) for day in days]
    enter_late_papers(past)
    assert [printed(capsys, day, known_at=known) for day in days] == before
    assert "Newcomer" not in before[1]
    assert "Newcomer" in printed(capsys, days[1])


@pytest.mark.django_db(transaction=True)
def test_late_papers_are_left_out_of_what_was_known(transactional_db, capsys):
    with acting_as(Viewer.system("test")):
        story = told()
    moment = timezone.now()
    with acting_as(Viewer.system("test")):
        lapse(story.authorized, story.cast.today)

    def compliance_of_officer(**options):
        found = rows(capsys, story.cast.today, **options)
        return {r["officer"]: r["compliance"] for r in found}["Authorized, Avery"]

    earlier = pytest.MonkeyPatch()
    earlier.setattr("training.selectors.known.LONGEST_WRITE", timedelta(0))
    try:
        assert compliance_of_officer(known_at=moment.isoformat()) == "compliant"
    finally:
        earlier.undo()
    assert compliance_of_officer() == "overdue"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Say for which day: --on 2026-03-03."),
        ({"on": "3/3/2026"}, "--on is a day like 2026-03-03, not '3/3/2026'."),
        ({"on": "2026-02-30"}, "--on is a day like 2026-03-03, not '2026-02-30'."),
        (
            {"on": "2026-03-03", "known_at": "yesterday"},
            "--known-at is a moment like 2026-03-24T17:00-04:00, not 'yesterday'.",
        ),
        (
            {"on": "2026-03-03", "known_at": "9000-01-01T00:00"},
            "--known-at is at least ten minutes ago: what is known now is not complete.",
        ),
        (
            {"on": "2026-03-03", "known_at": "9000-01-01"},
            "--known-at: Choose a day that is over: what was known today is not complete.",
        ),
        ({"on": "2026-03-03", "format": "xml"}, "--format is json or csv, not 'xml'."),
        ({"on": "0001-01-01"}, "--on: Enter a day of the years 1950 to 2100."),
        ({"on": "9999-12-31"}, "--on: Enter a day of the years 1950 to 2100."),
        (
            {"on": "2026-03-03", "known_at": "0001-01-02"},
            "--known-at: Enter a day of the years 1950 to 2100.",
        ),
        ({"on": "2026-03-03", "agency": NOBODY}, NO_AGENCY),
    ],
)
def test_a_bad_argument_is_answered_in_one_sentence(arranged, capsys, options, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("compliance", **options)
    assert str(refused.value) == sentence
    assert capsys.readouterr().out == ""


def test_a_moment_without_an_offset_is_that_of_the_settings(arranged):
    found = compliance._moment("2026-03-24T17:00")
    assert found == datetime.fromisoformat("2026-03-24T17:00-04:00")
    assert compliance._moment("2026-03-24") == datetime.fromisoformat("2026-03-25T00:00-04:00")
