"""Files in the browser: upload, check, commit, refused rows, taking back. Jobs really run."""

import csv
import time
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    AUDITOR,
    PROGRAM_MANAGER,
    TRAINING_COORDINATOR,
)
from accounts.viewer import Viewer, acting_as
from agencies.models import Officer
from intake.models import Import
from intake.services import lock
from tests.agencies.ice_lists import ice_list, row
from tests.agencies.rosters import roster
from tests.factories import AgencyFactory, member
from tests.support.pages import text
from training.models import TrainingClass

SYSTEM = Viewer.system("test")
ANN = "O'Neil,Ann,12,ann@example.com,Deputy,3/4/2019,"
WRONG = "Sample,Bo,13,not-an-email,,,"


@pytest.fixture
def agency(transactional_db):
    with acting_as(SYSTEM):
        return AgencyFactory()


@pytest.fixture
def as_role(agency, client):
    def sign_in(role, place=agency):
        with acting_as(SYSTEM):
            client.force_login(member(role, place))
        return client

    return sign_in


@pytest.fixture
def administrator(as_role):
    return as_role(AGENCY_ADMINISTRATOR)


def upload(client, *lines, file=None, kind="roster", **more):
    given = file or roster(*lines)
    sent = SimpleUploadedFile(given.name, given.data)
    return client.post(reverse("import-add"), {"kind": kind, "file": sent, **more})


def page_of(client, answer):
    return client.get(answer.url)


def rows_of(answer):
    return rows_in(answer.getvalue())


def rows_in(sent):
    return list(csv.reader(StringIO(sent.decode("utf-8-sig"))))


def wait_until(is_done):
    """A larger file is worked on while its page is shown already."""
    deadline = time.monotonic() + 60
    while not is_done() and time.monotonic() < deadline:
        time.sleep(0.1)


def commit(client, imported):
    imported.refresh_from_db()
    url = reverse("import-commit", args=[imported.uuid])
    return client.post(url, {"digest": imported.digest})


@pytest.fixture
def only():
    """The one import there is, read as the system."""

    def read():
        with acting_as(SYSTEM):
            return Import.objects.get()

    return read


def officers():
    with acting_as(SYSTEM):
        return sorted(map(str, Officer.objects.all()))


def test_a_file_is_checked_and_shown_before_anything_is_written(administrator, only):
    page = text(page_of(administrator, upload(administrator, ANN, WRONG)))
    assert only().state == "planned"
    assert "not-an-email" in page
    assert "This is no e-mail address." in page
    assert "Go on without the 1 refused" in page
    assert officers() == []


def test_what_was_shown_is_imported_on_confirmation(administrator, only):
    upload(administrator, ANN, WRONG)
    with acting_as(SYSTEM):
        answer = commit(administrator, only())
    assert "1 added, 0 changed" in text(page_of(administrator, answer))
    assert officers() == ["O'Neil, Ann"]
    assert only().state == "committed"


def test_the_same_file_again_says_that_it_changes_nothing(administrator, only):
    upload(administrator, ANN)
    with acting_as(SYSTEM):
        commit(administrator, only())
    page = text(page_of(administrator, upload(administrator, ANN)))
    assert "This file changes nothing" in page


def test_a_change_is_shown_with_old_and_new(administrator, only):
    upload(administrator, ANN)
    with acting_as(SYSTEM):
        commit(administrator, only())
    page = text(page_of(administrator, upload(administrator, "O'Neil,Ann,12,,Sergeant,,")))
    assert "<del>Deputy</del> <ins>Sergeant</ins>" in page


def test_the_refused_rows_come_as_a_file_that_imports_once_mended(administrator, only):
    upload(administrator, ANN, "=Sample,Bo,13,not-an-email,,,")
    sent = administrator.get(reverse("import-refused-rows", args=[only().uuid])).getvalue()
    rows = rows_in(sent)
    assert rows[0] == [*roster().data.decode().split(","), "reason"]
    assert rows[1][0] == "'=Sample"
    assert "This is no e-mail address." in rows[1][-1]
    mended = sent.decode("utf-8-sig").replace("not-an-email", "bo@example.com")
    again = upload(administrator, file=roster(head=mended))
    with acting_as(SYSTEM):
        last = Import.objects.first()
        assert (last.created, last.refused) == (1, 0), last.findings
        commit(administrator, last)
    assert officers() == ["=Sample, Bo"]
    assert again.status_code == 302


def test_the_file_of_refused_rows_holds_more_than_a_page_shows(administrator, only):
    wrong = [f"Sample,Bo,{number},not-an-email,,1/1/2050," for number in range(2100)]
    answer = upload(administrator, ANN, *wrong, ANN)
    wait_until(lambda: only().state == "planned")
    assert "the file of refused rows holds all" in text(page_of(administrator, answer))
    rows = rows_of(administrator.get(reverse("import-refused-rows", args=[only().uuid])))
    assert [row[2] for row in rows[1:]] == [*map(str, range(2100)), "12"]
    assert rows[1][-1].startswith("email: This is no e-mail address. Write")
    assert "hired_on: This day lies ahead." in rows[1][-1]
    assert len(only().findings["problems"]) == 2000


def test_a_file_that_is_no_spreadsheet_is_refused_as_a_whole(administrator, only):
    file = roster(head="%PDF-1.7", name="roster.pdf")
    page = text(page_of(administrator, upload(administrator, file=file)))
    assert "The file cannot be imported" in page
    assert "no spreadsheet but PDF" in page
    assert only().state == "refused"


def test_an_import_is_taken_back_from_its_page(administrator, only):
    upload(administrator, ANN)
    with acting_as(SYSTEM):
        commit(administrator, only())
    url = reverse("import-take-back", args=[only().uuid])
    assert "1 added rows are deleted" in text(administrator.get(url))
    administrator.post(url)
    assert only().state == "undone"
    assert officers() == []


def test_a_commit_of_what_was_not_shown_imports_nothing(administrator, only):
    upload(administrator, ANN)
    administrator.post(reverse("import-commit", args=[only().uuid]), {"digest": "0" * 64})
    assert officers() == []
    assert only().state == "planned"


def test_an_import_whose_process_is_gone_says_that_it_did_not_happen(administrator, only):
    upload(administrator, ANN)
    with acting_as(SYSTEM):
        Import.objects.update(state="committing")
    page = text(administrator.get(reverse("import", args=[only().uuid])))
    assert "The import did not happen" in page
    assert "Did not happen" in text(administrator.get(reverse("imports")))
    administrator.post(reverse("import-check", args=[only().uuid]))
    assert only().state == "planned"


def test_an_import_that_somebody_works_on_is_followed(administrator, only):
    import threading

    upload(administrator, ANN)
    imported = only()
    with acting_as(SYSTEM):
        Import.objects.update(state="committing", phase="write", rows_read=1200)
    holding, done = threading.Event(), threading.Event()

    def hold():
        from django.db import connection

        with lock.held(imported.uuid):
            holding.set()
            done.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert holding.wait(10)
        page = text(administrator.get(reverse("import", args=[imported.uuid])))
        found = administrator.get(reverse("import-progress", args=[imported.uuid])).json()
    finally:
        done.set()
        thread.join(10)
    assert "data-follow" in page
    assert found == {"under_way": True, "words": "Writing: 1,200 rows"}


def test_the_template_has_the_columns_and_one_example(administrator):
    answer = administrator.get(reverse("import-template"), {"kind": "roster"})
    rows = rows_of(answer)
    assert rows[0][:3] == ["last_name", "first_name", "badge_number"]
    assert len(rows) == 2


def test_an_auditor_sees_what_was_imported_and_can_do_nothing(as_role, only, client):
    upload(as_role(AGENCY_ADMINISTRATOR), ANN)
    auditor = as_role(AUDITOR, None)
    page = text(auditor.get(reverse("import", args=[only().uuid])))
    assert "Import it" not in page
    assert auditor.post(reverse("import-commit", args=[only().uuid])).status_code == 403


def test_a_coordinator_may_not_import(as_role):
    assert as_role(TRAINING_COORDINATOR).get(reverse("import-add")).status_code == 403


def test_another_agency_finds_no_trace_of_an_import(as_role, only):
    upload(as_role(AGENCY_ADMINISTRATOR), ANN)
    with acting_as(SYSTEM):
        elsewhere = AgencyFactory()
    other = as_role(AGENCY_ADMINISTRATOR, elsewhere)
    assert other.get(reverse("import", args=[only().uuid])).status_code == 404
    assert "roster.csv" not in text(other.get(reverse("imports")))


def test_the_list_asks_the_same_number_of_queries_for_many(
    administrator, agency, django_assert_max_num_queries
):
    with acting_as(SYSTEM):
        for _ in range(30):
            Import.objects.create(
                agency=agency, kind="roster", file_name="a.csv", sha256="0" * 64, size=1,
                content=b"x", state="planned",
            )  # fmt: skip
    administrator.get(reverse("imports"))
    with django_assert_max_num_queries(15):
        administrator.get(reverse("imports"))


def test_a_file_is_seen_by_its_agency_only(agency, administrator, only):
    upload(administrator, ANN)
    with acting_as(SYSTEM):
        elsewhere = AgencyFactory()
    other = Viewer(role=AGENCY_ADMINISTRATOR, agency_ids=frozenset({elsewhere.pk}))
    with acting_as(other):
        assert not Import.objects.exists()
        assert not Import.objects.visible_to(other, Permission.IMPORT).exists()


@pytest.mark.parametrize("before", ["²", "9" * 5000, "-1", "x"])
def test_an_address_that_somebody_mangled_begins_at_the_newest(administrator, before):
    assert administrator.get(reverse("imports"), {"before": before}).status_code == 200


def test_all_or_nothing_offers_no_import_where_a_row_is_refused(administrator, only):
    page = text(page_of(administrator, upload(administrator, ANN, WRONG, strict="on")))
    assert "Nothing can be imported: all or nothing was asked for" in page
    assert "Go on without" not in page
    with acting_as(SYSTEM):
        commit(administrator, only())
    assert officers() == []
    assert only().state == "planned"


def test_all_or_nothing_imports_where_none_is_refused(administrator, only):
    upload(administrator, ANN, strict="on")
    with acting_as(SYSTEM):
        commit(administrator, only())
    assert (only().state, only().strict) == ("committed", True)
    assert officers() == ["O'Neil, Ann"]


@pytest.fixture
def manager(as_role):
    return as_role(PROGRAM_MANAGER, None)


def test_past_classes_are_imported_and_taken_back_in_the_browser(manager, only):
    lines = "class_id,start_date,end_date\nCL900,2008-08-25,2008-09-19"
    upload(manager, file=roster(head=lines, name="classes.csv"), kind="classes")
    with acting_as(SYSTEM):
        commit(manager, only())
    assert only().created == 1
    with acting_as(SYSTEM):
        assert TrainingClass.objects.get(class_id="CL900").days.count() == 20
    manager.post(reverse("import-take-back", args=[only().uuid]))
    assert only().state == "undone"
    with acting_as(SYSTEM):
        assert not TrainingClass.objects.filter(class_id="CL900").exists()


def test_a_name_to_compare_stands_beside_the_known_one_with_the_way_to_the_answer(manager, only):
    with acting_as(SYSTEM):
        AgencyFactory(name="Cypress County Sheriff Office", state="AL")
    page = text(page_of(manager, upload(manager, file=ice_list(row()), kind="agreements")))
    assert "Names to compare" in page
    assert reverse("agency-matches") in page
    assert only().findings["comparisons"] == [
        {
            "row": 2,
            "given": "Cypress County Sheriff's Office, AL",
            "known": "Cypress County Sheriff Office, AL",
        }
    ]


def test_what_was_never_imported_says_that_its_file_is_gone(administrator, only):
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        upload(administrator, ANN)
    forgotten = only()
    upload(administrator, ANN)
    page = text(administrator.get(reverse("import", args=[forgotten.uuid])))
    assert "Never imported: the file was deleted 7 days after its check." in page
    assert "SHA-256" in page
