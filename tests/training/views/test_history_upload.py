"""Training history and class results in the browser: who brings them, and what the page says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    AUDITOR,
    PROGRAM_MANAGER,
    REGISTRAR,
)
from accounts.viewer import Viewer, acting_as
from agencies.models import Officer
from intake.models import Import
from tests.factories import AgencyFactory, AgreementFactory, member
from tests.support.pages import text
from tests.training.history_files import history
from training.models import Certification, Enrollment

SYSTEM = Viewer.system("test")


@pytest.fixture
def agency(transactional_db):
    with acting_as(SYSTEM):
        made = AgencyFactory()
        AgreementFactory(agency=made, form="JEM-2020", signed_on="2023-01-02")
    return made


@pytest.fixture
def as_role(agency, client):
    def sign_in(role):
        with acting_as(SYSTEM):
            client.force_login(member(role, agency if role is AGENCY_ADMINISTRATOR else None))
        return client

    return sign_in


@pytest.fixture
def manager(as_role):
    return as_role(PROGRAM_MANAGER)


def upload(client, agency, *rows):
    given = history(*(rows or ({},)), agency=agency)
    sent = SimpleUploadedFile(given.name, given.data)
    answer = client.post(reverse("import-add"), {"kind": "training", "file": sent})
    return text(client.get(answer.url))


def commit(client):
    with acting_as(SYSTEM):
        imported = Import.objects.get()
    answer = client.post(
        reverse("import-commit", args=[imported.uuid]), {"digest": imported.digest}
    )
    return imported, text(client.get(answer.url))


@pytest.mark.parametrize(
    ("role", "history_offered", "results_offered"),
    [
        (PROGRAM_MANAGER, True, False),
        (REGISTRAR, False, True),
        (AGENCY_ADMINISTRATOR, False, False),
    ],
)
def test_each_role_is_offered_the_files_that_it_may_bring(
    as_role, role, history_offered, results_offered
):
    page = as_role(role).get(reverse("import-add")).content.decode()
    assert ("Training history" in page) is history_offered
    assert ("Class results" in page) is results_offered


def test_the_template_has_all_columns_and_one_example(manager):
    answer = manager.get(reverse("import-template") + "?kind=training")
    head, example = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("agency_ori,state,agency,badge_number")
    assert len(head.split(",")) == len(example.split(","))


def test_history_is_checked_shown_and_imported_on_confirmation(manager, agency):
    page = upload(manager, agency, {"authorized_from": "2023-03-12"}, {"badge_number": ""})
    assert "The badge number is missing." in page
    assert "Go on without the 1 refused" in page
    _imported, page = commit(manager)
    assert "1 added, 0 changed" in page
    with acting_as(SYSTEM):
        assert Certification.objects.get().is_imported


def test_what_contradicts_itself_is_told_before_it_is_written(manager, agency):
    upload(manager, agency, {"authorized_from": "2023-03-12"})
    with acting_as(SYSTEM):
        imported = Import.objects.get()
    page = text(manager.get(reverse("import", args=[imported.uuid]) + "?show=notes"))
    assert "Authorized before certified" in page


def test_imported_history_is_not_taken_back_and_the_page_says_why(manager, agency):
    upload(manager, agency)
    imported, _page = commit(manager)
    page = text(manager.get(reverse("import-take-back", args=[imported.uuid])))
    assert "1 participations were recorded, which are never deleted." in page


def test_the_pages_of_the_officer_and_the_record_say_imported(manager, agency):
    upload(manager, agency)
    commit(manager)
    with acting_as(SYSTEM):
        officer, record = Officer.objects.get(), Enrollment.objects.get()
    page = text(manager.get(reverse("officer", args=[officer.uuid])))
    assert "Certificate C-2023-0042, imported: history.csv, row 2" in page
    page = text(manager.get(reverse("record", args=[record.uuid])))
    assert "Imported from history.csv, row 2" in page
    assert "on paper signed off by R. Example" in page


def test_the_file_of_requirements_says_imported(manager, agency):
    upload(manager, agency)
    commit(manager)
    url = reverse("report", args=["officer-compliance"])
    answer = manager.get(url + "?format=csv&detail=requirements")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "imported: history.csv, row 2" in body.decode("utf-8-sig")


def test_who_brings_no_files_is_refused(as_role):
    assert as_role(AUDITOR).get(reverse("import-add")).status_code == 403
