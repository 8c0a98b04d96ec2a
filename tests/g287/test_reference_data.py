"""Reference data in and out of the administration pages: as CSV, checked, confirmed, permitted."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR, AUDITOR, PROGRAM_MANAGER
from agencies.models import Agency, FieldOffice, FormRevision
from tests.factories import AgencyFactory, FieldOfficeFactory, member
from training.models import Course, CourseVersion, Module

pytestmark = pytest.mark.usefixtures("arranged")
TABLES = [FieldOffice, FormRevision, Course, CourseVersion, Module]


@pytest.fixture
def manager(client):
    client.force_login(member(PROGRAM_MANAGER, None))
    return client


def address(model, act):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}")


def exported(client, model):
    sent = client.get(address(model, "export"))
    assert sent.status_code == 200
    return sent.content.decode()


def offered(client, model, text):
    """Upload a file; what the page says before anything is written, and its form to confirm."""
    file = SimpleUploadedFile("reference.csv", text.encode())
    page = client.post(address(model, "import"), {"import_file": file, "format": "0"})
    form = page.context["confirm_form"] if page.context and "confirm_form" in page.context else None
    return page, form


def confirmed(client, model, form):
    return client.post(
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_process_import"),
        form.initial,
        follow=True,
    )


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_what_went_out_comes_in_again_and_changes_nothing(manager, model):
    FieldOfficeFactory()
    events = model.pgh_event_model.objects.count()
    _page, form = offered(manager, model, exported(manager, model))
    answer = confirmed(manager, model, form)
    assert answer.status_code == 200
    assert model.pgh_event_model.objects.count() == events


def test_nothing_is_written_before_the_confirmation(manager):
    _page, form = offered(manager, FieldOffice, "name\nPalm Field Office\n")
    assert not FieldOffice.objects.filter(name="Palm Field Office").exists()
    confirmed(manager, FieldOffice, form)
    assert FieldOffice.objects.filter(name="Palm Field Office").exists()
    event = FieldOffice.pgh_event_model.objects.get(name="Palm Field Office")
    assert event.pgh_label == "insert"


def test_a_changed_row_is_recognized_by_what_people_call_it(manager):
    before = Course.objects.count()
    text = exported(manager, Course).replace('BASIC,"Basic', 'BASIC,"Changed basic')
    page, form = offered(manager, Course, text)
    assert "<ins>" in page.content.decode()
    assert " style=" not in page.content.decode()
    confirmed(manager, Course, form)
    assert Course.objects.get(code="BASIC").title.startswith("Changed ")
    assert Course.objects.count() == before


def test_a_module_is_written_with_its_version_by_name_and_its_topics_whole(manager):
    rows = list(csv.DictReader(StringIO(exported(manager, Module))))
    first = Module.objects.order_by("course_version", "position").first()
    version = first.course_version
    named = f"{version.course.code}, {version.version}"
    row = next(
        r for r in rows
        if r["course_version"] == named and r["position"] == str(first.position)
    )  # fmt: skip
    assert row["topics"] == "; ".join(first.topics)


def test_a_row_that_the_page_would_refuse_is_refused_here(manager):
    page, form = offered(manager, FieldOffice, f"name\n{'x' * 81}\n")
    assert form is None
    assert "at most 80 characters" in page.content.decode()


def test_agencies_go_out_and_come_in_by_their_lists_alone(manager):
    agency = AgencyFactory()
    assert agency.name in exported(manager, Agency)
    with pytest.raises(Exception, match="agencies_agency_import"):
        address(Agency, "import")


@pytest.mark.parametrize("role", [AGENCY_ADMINISTRATOR, AUDITOR], ids=lambda role: role.name)
@pytest.mark.parametrize("act", ["import", "export", "process_import"])
def test_who_may_not_administer_brings_in_and_takes_out_nothing(client, role, act):
    place = AgencyFactory() if role is AGENCY_ADMINISTRATOR else None
    client.force_login(member(role, place))
    assert client.get(address(FieldOffice, act)).status_code == 403
    assert client.post(address(FieldOffice, act), {}).status_code == 403
