"""The three walks that the product is built around, in a real browser."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.roles import AUDITOR, PROGRAM_MANAGER, SUPERVISOR
from accounts.viewer import Viewer, day_in
from agencies.models import Agreement
from demo.build import build
from tests.factories import member, viewer_as
from tests.support import chain
from training.models import Certification, SignOff

LIST = Path(__file__).parents[2] / "demo" / "ice_participating_agencies_2025-07-18.xlsx"


@pytest.fixture
def record(system):
    """A complete record in the queue, with the cast around it."""
    with system():
        cast = chain.chain()
        return chain.submitted(cast, last_name="Needleman"), cast


def test_two_supervisors_sign_off_one_record_and_one_of_them_is_told_so(record, system, sit_down):
    waiting, cast = record
    with system():
        other = viewer_as(SUPERVISOR, cast.agency.field_office)
    first, second = sit_down(cast.supervisor), sit_down(other)
    for person in (first, second):
        person.open("sign-off-queue")
        person.follow("Needleman")
        assert "Nothing missing" in person.says or "8 of 8 hours" in person.says
        person.choose("Approve")

    first.press("Approve this record")
    assert "is certified, certificate" in first.says

    second.press("Approve this record")
    alert = second.main.get_by_role("alert")
    assert alert.get_by_role("listitem").count() == 1
    assert cast.supervisor.name in alert.inner_text()

    with system():
        assert SignOff.objects.filter(enrollment=waiting).count() == 1
        assert Certification.objects.filter(enrollment=waiting).count() == 1
    second.open("sign-off-queue")
    assert "Nothing waits for your sign-off" in second.says


def test_a_double_click_on_approve_gives_one_sign_off_and_no_alarm(record, system, sit_down):
    waiting, cast = record
    supervisor = sit_down(cast.supervisor)
    supervisor.open("record-sign-off", waiting.uuid)
    supervisor.choose("Approve")
    supervisor.main.get_by_role("button", name="Approve this record").dblclick()
    supervisor.page.get_by_text("is certified, certificate").wait_for()
    assert "Nothing was signed" not in supervisor.says
    with system():
        assert SignOff.objects.filter(enrollment=waiting).count() == 1


def test_the_program_sees_the_agreements_of_ices_own_list(system, sit_down):
    with pytest.raises(SystemExit):  # three rows are refused, and the exit code says so
        call_command("import_agreements", str(LIST), commit=True, verbosity=0)
    with system():
        manager = member(PROGRAM_MANAGER)
        known = Agreement.objects.count()
    assert known >= 829

    person = sit_down(manager)
    person.open("report", "agreement-register")
    assert f"{known}" in person.main.locator(".headline__figure").inner_text()

    person.open("agreements", query="?q=pinellas+county")
    person.main.get_by_role("table").get_by_role("link", name="Pinellas County").first.click()
    assert "Pinellas County" in person.says
    assert (
        person.main.locator('a[href*="ice.gov"]')
        .first.get_attribute("href")
        .startswith("https://www.ice.gov/")
    )
    assert "inferred" in person.says.lower()
    assert person.complaints == []


@pytest.fixture
def third_of_march(system):
    """The last one, in the demo's own year of history."""
    today = day_in(Viewer().zone)
    with system() as viewer:
        build(viewer, 287, today, "small")
    return date(today.year - (today < date(today.year, 3, 4)), 3, 3)


def test_an_auditor_asks_who_could_act_on_the_third_of_march(third_of_march, system, sit_down):
    with system():
        user = member(AUDITOR)
    auditor = sit_down(user)

    def ask() -> tuple[str, bytes]:
        auditor.open("reports")
        auditor.follow("Officer compliance by agency")
        auditor.main.locator("input[name=on]").fill(third_of_march.isoformat())
        auditor.press("Show")
        assert f"as of 3 Mar {third_of_march.year}" in auditor.says
        figure = auditor.main.locator(".headline").inner_text()
        with auditor.page.expect_download() as download:
            auditor.follow("CSV")
        assert third_of_march.isoformat() in download.value.suggested_filename
        return figure, Path(download.value.path()).read_bytes()

    figure, file = ask()
    rows = list(csv.DictReader(file.decode("utf-8-sig").splitlines()))
    authorized = sum(int(row["authorized"] or 0) for row in rows)
    assert authorized > 0
    assert f"of {authorized}" in " ".join(figure.split())
    assert ask() == (figure, file)

    # From the figure to the person: an officer's page says it for the same day.
    auditor.open("officers", query=f"?status=authorized&on={third_of_march.isoformat()}")
    auditor.main.locator("a.row-link").first.click()
    assert "May act on 3 Mar" in auditor.says, auditor.page.url + auditor.says
