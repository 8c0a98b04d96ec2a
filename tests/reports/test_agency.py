from datetime import timedelta

from django.urls import reverse

from accounts.roles import AUDITOR
from tests.factories import viewer_as
from tests.reports.conftest import lapse
from tests.support import chain
from tests.support.pages import text


def test_the_agencys_page_shows_how_it_stands_and_who_has_access(story, signed_in):
    answer = signed_in(story.cast.administrator).get(reverse("agency", args=[story.agency.uuid]))
    page = text(answer)
    assert "<strong>1 of 3</strong> authorized officers are compliant" in page
    assert "Warrant Service Officer" in page
    assert "Nominated, Avery" in page
    people = {person.role for person in answer.context["shown"].people}
    assert people == {"Agency administrator", "287(g) Field Program Manager"}


def test_counts_and_list_cannot_disagree(story, signed_in):
    answer = signed_in(story.cast.administrator).get(reverse("agency", args=[story.agency.uuid]))
    listed = [row.compliance for row in answer.context["rows"]]
    tally = answer.context["shown"].tally
    for state in ("compliant", "due_soon", "overdue", "missing", "conflict", "in_progress"):
        assert tally.of(state) == listed.count(state)


def test_an_agency_without_officers_says_so(arranged, signed_in):
    cast = chain.chain()
    page = text(signed_in(cast.administrator).get(reverse("agency", args=[cast.agency.uuid])))
    assert "No officer is authorized, and nobody is on the way" in page
    assert "No officers yet" in page


def test_an_outsider_does_not_learn_that_the_agency_exists(story, elsewhere, signed_in):
    cast, _ = elsewhere
    client = signed_in(cast.administrator)
    assert client.get(reverse("agency", args=[story.agency.uuid])).status_code == 404
    listed = client.get(reverse("agencies")).context["rows"]
    assert [row.agency for row in listed] == [cast.agency]


def test_the_list_is_searched_by_the_beginning_of_the_name(story, elsewhere, signed_in):
    client = signed_in(story.cast.manager)
    rows = client.get(reverse("agencies"), {"q": story.agency.name[:18]}).context["rows"]
    assert story.agency in [row.agency for row in rows]
    assert not client.get(reverse("agencies"), {"q": "county"}).context["rows"]
    assert not client.get(reverse("agencies"), {"state": "TX"}).context["rows"]


def test_the_number_of_queries_is_fixed(story, elsewhere, signed_in, django_assert_max_num_queries):
    client = signed_in(story.cast.manager)
    # What the forms ask of the agency takes five of them, however many agreements are in force.
    with django_assert_max_num_queries(44):
        client.get(reverse("agency", args=[story.agency.uuid]))
    with django_assert_max_num_queries(17):
        client.get(reverse("agencies"))


def test_the_numbers_of_another_day_lead_to_the_officers_of_that_day(story, signed_in):
    day = story.cast.today + timedelta(days=5)
    lapse(story.authorized, day + timedelta(days=40))
    client = signed_in(story.cast.manager)
    page = client.get(reverse("agency", args=[story.agency.uuid]), {"on": day})
    counted = {
        url: page.context["shown"].tally.of(s) for s, url in page.context["state_urls"].items()
    }
    counted |= {window["url"]: window["number"] for window in page.context["windows"]}
    assert sum(counted.values()) > 3
    for url, number in counted.items():
        listed = client.get(url)
        assert listed.context["day"] == day
        assert len(listed.context["rows"]) == number


def test_the_numbers_as_known_on_a_day_lead_to_what_was_known_then(story, signed_in):
    day = (story.cast.today - timedelta(days=1)).isoformat()
    client = signed_in(viewer_as(AUDITOR))
    page = client.get(reverse("agency", args=[story.agency.uuid]), {"on": day, "known": day})
    for url in page.context["state_urls"].values():
        assert f"on={day}&known={day}" in url
