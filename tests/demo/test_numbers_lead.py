"""Every number leads to exactly the rows that it counts, on the day that its page is about."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from agencies.models import Agreement
from demo.accounts import CYPRESS
from tests.demo.story import TODAY
from training.models import Participation
from training.states import Compliance

# A day on which the demo's agencies had officers at every place; the pages default to another one.
DAY = TODAY - timedelta(days=150)
ON = {"on": DAY.isoformat()}
MANAGER, AUDITOR = "alex@program.example", "dana@program.example"
ADMINISTRATOR, DIRECTOR = "jordan@cypress.example", "reese@field-office.example"


@pytest.fixture
def sign_in(demo):
    def client_of(email):
        client = Client()
        client.force_login(User.objects.get(email=email))
        return client

    return client_of


def rows_behind(client, url):
    """Every row of the list at an address, page after page; all are about the day."""
    path, _, _query = url.partition("?")
    rows = []
    while url:
        context = client.get(url).context
        assert context["day"] == DAY, url
        rows += context["rows"]
        url = path + context["next_url"] if context["next_url"] else ""
    return rows


def assert_each_leads_to_its_rows(client, numbers):
    counted = {url: (number, len(rows_behind(client, url))) for number, url in numbers if url}
    assert counted
    assert {url: pair for url, pair in counted.items() if pair[0] != pair[1]} == {}
    return sum(number for number, _ in counted.values())


def by_compliance(context, tally):
    urls = context["state_urls"]
    assert set(urls) <= set(Compliance.values)
    return [(tally.of(state), url) for state, url in urls.items()]


@pytest.mark.parametrize("email", [MANAGER, AUDITOR, ADMINISTRATOR])
def test_a_home_leads_to_the_officers_it_counts_by_compliance(sign_in, email):
    client = sign_in(email)
    context = client.get(reverse("home"), ON).context
    assert assert_each_leads_to_its_rows(client, by_compliance(context, context["shown"].tally)) > 5


def test_the_home_of_the_nation_leads_to_the_compliance_of_each_model(sign_in):
    client = sign_in(MANAGER)
    page = client.get(reverse("home"), ON)
    for row in page.context["shown"].by_model:
        url = f"{reverse('report', args=['officer-compliance'])}?model={row.model}&on={ON['on']}"
        assert url.replace("&", "&amp;") in page.content.decode()
        report = client.get(url).context
        assert (report["day"], report["figure"].tally) == (DAY, row.tally)


def test_the_page_of_an_agency_leads_to_what_it_counts(sign_in):
    client = sign_in(MANAGER)
    agreements = Agreement.objects.filter(agency__is_invented=True).order_by("agency_id")
    agencies = {agreement.agency for agreement in agreements.select_related("agency")}
    numbers = []
    for agency in sorted(agencies, key=lambda agency: agency.name):
        context = client.get(reverse("agency", args=[agency.uuid]), ON).context
        numbers += by_compliance(context, context["shown"].tally)
        numbers += [(window["number"], window["url"]) for window in context["windows"]]
    assert assert_each_leads_to_its_rows(client, numbers) > 20


def test_the_page_of_an_agreement_leads_to_what_it_counts(sign_in):
    client = sign_in(MANAGER)
    numbers, statuses = [], set()
    for agreement in Agreement.objects.filter(agency__is_invented=True).order_by("pk"):
        context = client.get(reverse("agreement", args=[agreement.uuid]), ON).context
        numbers += [(window["number"], window["url"]) for window in context["windows"]]
        numbers += [(number, url) for _label, number, url in context["by_status"]]
        statuses |= {value for _label, value, _n in context["shown"].by_status}
    assert assert_each_leads_to_its_rows(client, numbers) > 20
    assert {"authorized", "separated"} <= statuses


ROW_LINK = re.compile(r'class="(?:row-link|card__title)"\s+href="([^"]+)"')


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("home", []),
        ("agencies", []),
        ("agreements", []),
        ("officers", []),
        *(("report", [slug]) for slug in ("program", "officer-compliance", "falling-due")),
        *(("report", [slug]) for slug in ("waiting-for-sign-off", "agreement-register")),
    ],
)
def test_the_rows_of_a_list_lead_to_pages_about_its_day(sign_in, name, arguments):
    people = [MANAGER, ADMINISTRATOR, DIRECTOR] if name == "home" else [MANAGER]
    for email in people:
        page = sign_in(email).get(reverse(name, args=arguments), ON).content.decode()
        led = ROW_LINK.findall(page)
        assert led
        assert [url for url in led if f"on={ON['on']}" not in url] == []


def test_what_was_known_goes_along(sign_in):
    known = {"known": (TODAY - timedelta(days=30)).isoformat(), **ON}
    agency = Participation.objects.filter(agency__name=CYPRESS)[0].agency
    for url in (reverse("officers"), reverse("agency", args=[agency.uuid])):
        page = sign_in(AUDITOR).get(url, {"agency": str(agency.uuid), **known}).content.decode()
        led = ROW_LINK.findall(page)
        assert led
        assert [url for url in led if f"known={known['known']}" not in url] == []
