from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import acting_as
from reports.selectors.officer_list import OfficerFilters, every_officer, officers_page
from tests.factories import AgreementFactory, viewer_as
from tests.reports.test_files import read
from tests.support import chain
from training.services.nomination import nominate


def names(viewer, **filters):
    asked = OfficerFilters(on=filters.pop("on", viewer.today), **filters)
    return [row.name.partition(",")[0] for row in officers_page(viewer, asked).rows]


@pytest.fixture
def administrator(story):
    return story.cast.administrator


def test_what_to_act_on_first_comes_first_and_the_never_nominated_last(administrator):
    assert names(administrator, worst_first=True) == [
        "Overdue",
        "Conflict",
        "Nominated",
        "Waiting",
        "Certified",
        "Authorized",
        "Never",
    ]


def test_an_officer_who_was_never_nominated_is_on_the_list(administrator):
    page = officers_page(administrator, OfficerFilters(on=administrator.today, q="Never"))
    (row,) = page.rows
    assert (row.status, row.compliance, row.participation) == (
        "not_nominated",
        "not_applicable",
        None,
    )


def test_the_first_thing_missing_or_due_is_said(administrator):
    rows = officers_page(administrator, OfficerFilters(on=administrator.today)).rows
    said = {row.name.partition(",")[0]: row.first.text for row in rows if row.first}
    assert said["Overdue"] == "Citizenship"
    assert said["Conflict"] == "Authorized for longer than the form allows"
    assert said["Certified"] == "Authorization not signed"
    assert said["Waiting"] == "Waiting for sign-off"
    assert said["Nominated"] == "Vetting not recorded"


NARROWED = [
    ({"compliance": "overdue"}, {"Overdue"}),
    ({"compliance": "conflict"}, {"Conflict"}),
    ({"compliance": "in_progress"}, {"Certified", "Waiting", "Nominated"}),
    ({"status": "certified"}, {"Certified"}),
    ({"status": "not_nominated"}, {"Never"}),
    ({"model": "JEM"}, set()),
    ({"q": "aut"}, {"Authorized"}),
    ({"q": "Never, Av"}, {"Never"}),
    ({"q": "zzz"}, set()),
]


def test_each_filter_narrows_the_list(administrator):
    for filters, found in NARROWED:
        assert set(names(administrator, **filters)) == found, filters


@pytest.mark.parametrize(
    ("filters", "models"),
    [
        ({}, ["JEM", "WSO"]),
        ({"status": "authorized"}, ["WSO"]),
        ({"compliance": "in_progress"}, ["JEM"]),
        ({"model": "JEM"}, ["JEM"]),
        ({"model": "WSO", "compliance": "in_progress"}, []),
    ],
)
def test_each_filter_is_asked_of_the_row_and_not_of_the_officers_other_agreement(
    story, administrator, filters, models
):
    cast, day = story.cast, administrator.today - timedelta(days=1)
    jem = AgreementFactory(agency=story.agency, form="JEM-2025-02-15")
    with acting_as(administrator):
        nominate(
            administrator,
            story.authorized.appointment,
            jem,
            on=day,
            citizenship_attested_on=day,
            experience_attested_on=day,
            discipline_attested_on=day,
        )
    asked = OfficerFilters(on=cast.today, q="Authorized", **filters)
    for viewer in (administrator, cast.manager):
        assert sorted(row.model for row in officers_page(viewer, asked).rows) == models


def test_search_with_a_digit_is_for_the_badge(story, administrator):
    badge = story.authorized.appointment.badge_number
    assert names(administrator, q=badge) == ["Authorized"]


def test_a_day_before_the_nomination_shows_no_compliance(story, administrator):
    long_ago = administrator.today - timedelta(days=400)
    rows = officers_page(administrator, OfficerFilters(on=long_ago)).rows
    assert {row.compliance for row in rows} == {"not_applicable"}


def paged(viewer, filters, size):
    after = ""
    while True:
        page = officers_page(viewer, filters, after, size)
        yield from ((row.officer, row.participation) for row in page.rows)
        if not page.after:
            return
        after = page.after


def test_paging_shows_every_row_once_in_either_order(administrator):
    for worst_first in (True, False):
        filters = OfficerFilters(on=administrator.today, worst_first=worst_first)
        for size in (1, 2, 3, 7):
            seen = list(paged(administrator, filters, size))
            assert len(seen) == len(set(seen)) == 7


def test_an_agency_sees_its_own_officers_only(story, elsewhere):
    cast, _ = elsewhere
    assert names(cast.administrator) == ["Elsewhere"]
    assert "Elsewhere" not in names(story.cast.administrator)
    assert {"Elsewhere", "Overdue"} <= set(names(story.cast.manager))


def test_another_agencys_address_in_the_filter_is_refused_as_unknown(story, elsewhere, signed_in):
    cast, _ = elsewhere
    address = f"{reverse('officers')}?agency={story.agency.uuid}"
    page = signed_in(cast.administrator).get(address)
    assert page.context["form"].errors["agency"]
    assert "Overdue, Avery" not in page.content.decode()


def test_a_value_that_nobody_offers_is_refused_at_its_field(administrator, signed_in):
    page = signed_in(administrator).get(reverse("officers"), {"compliance": "x", "on": "31/11"})
    assert set(page.context["form"].errors) == {"compliance", "on"}
    assert len(page.context["rows"]) == 7


def test_the_list_as_a_file_holds_every_row(administrator, signed_in):
    rows = read(signed_in(administrator).get(reverse("officers"), {"format": "csv"}))
    assert rows[0][:3] == ["Officer", "Badge", "Agency"]
    assert len(rows) == 1 + sum(
        1 for _ in every_officer(administrator, OfficerFilters(on=administrator.today))
    )
    assert {row[-1] for row in rows[1:]} == {"synthetic"}


def test_an_empty_list_says_why(arranged, signed_in):
    cast = chain.chain()
    page = signed_in(viewer_as(AGENCY_ADMINISTRATOR, cast.agency)).get(reverse("officers"))
    assert "No officers yet" in page.content.decode()


def test_the_number_of_queries_is_fixed(story, signed_in, django_assert_max_num_queries):
    chain.authorized(story.cast, last_name="Another")
    for who in ("administrator", "manager"):
        client = signed_in(getattr(story.cast, who))
        with django_assert_max_num_queries(21):
            assert client.get(reverse("officers")).status_code == 200
