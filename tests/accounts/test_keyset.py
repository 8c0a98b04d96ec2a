import base64
import json

import pytest

from accounts.keyset import Keyset
from agencies.models import Agency
from tests.factories import AgencyFactory, FieldOfficeFactory

pytestmark = pytest.mark.usefixtures("arranged")

BY_NAME = Keyset("name_key", "uuid")


@pytest.fixture
def agencies():
    office = FieldOfficeFactory()
    # Names that several share: the second column has to tell them apart.
    return [
        AgencyFactory(name=f"Sheriff {n % 3}", state=state, field_office=office)
        for n, state in enumerate(["AL", "AK", "AZ", "AR", "CA", "CO", "CT"])
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_every_row_comes_once_whatever_the_size_of_a_page(agencies, size):
    pages = list(BY_NAME.every(Agency.objects.all(), size))
    found = [agency.pk for page in pages for agency in page.rows]
    assert sorted(found) == sorted(agency.pk for agency in agencies)
    assert len(found) == len(set(found))


def test_a_descending_order_loses_nothing_either(agencies):
    latest_first = Keyset("-name_key", "uuid")
    rows = [row for page in latest_first.every(Agency.objects.all(), 2) for row in page.rows]
    assert len({row.pk for row in rows}) == len(agencies)
    assert [row.name_key for row in rows] == sorted((a.name_key for a in agencies), reverse=True)


def test_a_row_that_comes_between_two_pages_moves_no_other(agencies):
    first = BY_NAME.page(Agency.objects.all(), size=3)
    AgencyFactory(name="Aardvark Police", state="FL")
    second = BY_NAME.page(Agency.objects.all(), first.after, 50)
    assert len({a.pk for a in first.rows} | {a.pk for a in second.rows}) == len(agencies)


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "WyJhIl0", "WzEsIjAiXQ", "WyJhXHUwMDAwIiwgIngiXQ"]
)
def test_a_cursor_that_cannot_be_read_begins_anew(agencies, cursor):
    page = BY_NAME.page(Agency.objects.all(), cursor, 50)
    assert len(page.rows) == len(agencies)
    assert page.is_whole


def test_a_cursor_names_a_row_by_its_uuid_and_tells_no_number_of_the_database(agencies):
    by_number = Keyset("field_office__name", "pk")
    pages = list(by_number.every(Agency.objects.all(), 3))
    assert [agency.pk for page in pages for agency in page.rows] == [a.pk for a in agencies]
    shown = base64.urlsafe_b64decode(pages[0].after + "==").decode()
    assert json.loads(shown) == [agencies[2].field_office.name, str(agencies[2].uuid)]


@pytest.mark.parametrize("uuid", ["none", "5f1c9a52-8c1e-4b7d-9f4e-2a3b4c5d6e7f", "5"])
def test_a_cursor_of_a_row_that_is_not_there_fails_nobody(agencies, uuid):
    cursor = base64.urlsafe_b64encode(json.dumps(["A", uuid]).encode()).decode()
    page = Keyset("field_office__name", "pk").page(Agency.objects.all(), cursor, 50)
    assert len(page.rows) == len(agencies)
