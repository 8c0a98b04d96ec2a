"""Every page that stands at an address without arguments asks a fixed number of queries.

That is each home, list, queue and report. It is asked with a few rows, and again with four times as
many: the number stays the same, and within a budget. Pages of one object have budgets of their own.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import FIELD_OFFICE_DIRECTOR, PROGRAM_MANAGER, REGISTRAR, SUPERVISOR
from agencies.models import Agency, AgencyMatch
from reports.selectors.report import REPORTS
from tests.architecture.urls import SURNAME, our_pages, place_of, scene
from tests.factories import AgreementFactory, member

# Who asks (session, person, grants) and the scope take 12 of each.
BUDGET = 20
MORE = {"home": 32, "officers": 21, "search, found": 23, "sign-off-queue": 24}
ADDRESSES = {
    **{page.name: reverse(page.name) for page in our_pages() if not page.takes_arguments},
    **{f"report {slug}": reverse("report", args=[slug]) for slug in REPORTS},
    "classes, planned": reverse("classes") + "?when=upcoming",
    "classes, ended": reverse("classes") + "?when=ended",
    "search, found": f"{reverse('search')}?q={SURNAME.lower()}",
}


def add_rows(office=None):
    """An officer at each place of the chain of another agency, and what lists hold beside."""
    stage = scene()
    agency = stage.cast.agency
    AgreementFactory(agency=agency, form="JEM-2025-02-15")
    if office is not None:
        Agency.objects.filter(pk=agency.pk).update(field_office=office)
    AgencyMatch.objects.create(
        state=agency.state,
        name=f"{agency.name} Dept",
        name_key=agency.name_key,
        known=agency,
        score=90,
    )
    return stage


def queries_of(client):
    """How many queries each page asks that this person may open."""
    asked = {}
    for name, url in ADDRESSES.items():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        if response.status_code == 200:
            asked[name] = len(queries)
    return asked


@pytest.mark.parametrize(
    "role", [PROGRAM_MANAGER, REGISTRAR, SUPERVISOR, FIELD_OFFICE_DIRECTOR], ids=lambda r: r.name
)
def test_a_list_asks_as_many_queries_for_many_rows_as_for_few(arranged, role):
    stage = add_rows()
    client = Client()
    client.force_login(member(role, place_of(role, stage.cast)))
    queries_of(client)  # what is kept from one request to the next
    few = queries_of(client)
    for _ in range(3):
        add_rows(stage.cast.agency.field_office)
    many = queries_of(client)
    assert {name: (few[name], n) for name, n in many.items() if n > few[name]} == {}
    assert {name: n for name, n in many.items() if n > MORE.get(name, BUDGET)} == {}
