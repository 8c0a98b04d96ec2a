"""Every answer says why, in the same words on the page, in CSV and in JSON."""

import csv
import io
import json
from html import escape

from django.urls import reverse

from reports.selectors.written import cell
from tests.reports.test_files import read
from tests.support.pages import text


def data(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    return json.loads(b"".join(answer.streaming_content))


def detail(client, kind):
    query = {"format": kind, "detail": "requirements"}
    return client.get(reverse("report", args=["officer-compliance"]), query)


def test_page_csv_and_json_say_the_same_words(story, signed_in):
    client = signed_in(story.cast.administrator)
    head, *rows = read(detail(client, "csv"))
    in_csv = [dict(zip(head, row, strict=True)) for row in rows]
    in_json = {row["officer"]: row for row in data(detail(client, "json"))["rows"]}
    for participation in (story.authorized, story.overdue, story.conflict, story.certified):
        name = str(participation.officer)
        address = reverse("officer", args=[participation.officer.uuid])
        page = " ".join(text(client.get(address)).split())
        (passport,) = data(client.get(address, {"format": "json"}))["rows"]
        assert passport == in_json[name]
        asked = passport["requirements"]
        assert len(asked) > 5
        for requirement, row in zip(
            asked, [row for row in in_csv if row["officer"] == name], strict=True
        ):
            for key in ("kind", "state", "reason", "mend", "clause", "section", "source", "mark"):
                assert row[key] == cell(requirement[key]), key
            assert row["evidence"] == cell(requirement["evidence"])
            assert row["due_on"] == (requirement["due_on"] or "")
            for key in ("requirement", "reason", "mend", "evidence", "clause", "source"):
                assert " ".join(requirement[key].split()) in page, key


def test_an_overdue_requirement_says_since_when_why_and_what_mends_it(story, signed_in):
    client = signed_in(story.cast.administrator)
    rows = data(detail(client, "json"))["rows"]
    (row,) = [row for row in rows if row["officer"] == "Overdue, Avery"]
    assert (row["status"], row["compliance"], row["authorized"]) == ("authorized", "overdue", True)
    (late,) = [r for r in row["requirements"] if r["state"] == "overdue"]
    assert late["kind"] == "citizenship"
    assert late["mend"] == "Have the agency attest citizenship"
    assert late["mend_on"] == story.cast.today.isoformat()
    assert late["clause"]
    assert late["evidence"] == "Attestation"
    assert late["advisory"] is False


def test_a_conflict_names_the_flag(story, signed_in):
    rows = data(detail(signed_in(story.cast.administrator), "json"))["rows"]
    (row,) = [row for row in rows if row["officer"] == "Conflict, Avery"]
    assert [flag["code"] for flag in row["flags"]] == ["authorized_too_long"]


def test_what_a_class_mends_is_dated_by_its_end(story, signed_in):
    client = signed_in(story.cast.administrator)
    rows = data(detail(client, "json"))["rows"]
    (row,) = [row for row in rows if row["officer"] == "Nominated, Avery"]
    (course,) = [r for r in row["requirements"] if r["kind"] == "initial_course"]
    assert course["state"] == "in_progress"
    assert course["mend_on"] is None


def test_each_report_is_json_too(story, signed_in):
    client = signed_in(story.cast.manager)
    for slug in ("program", "officer-compliance", "falling-due", "agreement-register"):
        address = reverse("report", args=[slug])
        found = data(client.get(address, {"format": "json"}))
        text_of_file = b"".join(client.get(address, {"format": "csv"}).streaming_content)
        rows = list(csv.DictReader(io.StringIO(text_of_file.decode("utf-8-sig"))))
        assert found["report"] == slug
        assert found["on"] == story.cast.today.isoformat()
        assert [{k: cell(v) for k, v in row.items()} for row in found["rows"]] == rows


def test_the_detail_of_an_agency_never_names_another(story, elsewhere, signed_in):
    cast, _ = elsewhere
    content = b"".join(detail(signed_in(cast.administrator), "csv").streaming_content).decode()
    assert "Elsewhere" not in content or story.agency.name not in content
    assert "Waiting" not in content


def test_the_number_of_queries_of_a_detail_file_is_fixed(
    story, signed_in, django_assert_max_num_queries
):
    client = signed_in(story.cast.administrator)
    with django_assert_max_num_queries(38):
        detail(client, "csv")


def test_html_in_words_is_escaped_on_the_page_and_plain_in_a_file(story, signed_in):
    story.authorized.officer.last_name = "O'<b>Brien"
    story.authorized.officer.save()
    client = signed_in(story.cast.administrator)
    address = reverse("officer", args=[story.authorized.officer.uuid])
    assert escape("O'<b>Brien") in client.get(address).content.decode()
    assert (
        "O'<b>Brien, Avery" in data(client.get(address, {"format": "json"}))["rows"][0]["officer"]
    )
