import pytest
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR, AUDITOR
from tests.factories import viewer_as
from tests.support.pages import text


def found(client, q):
    return client.get(reverse("search"), {"q": q}).context["found"]


def test_officers_agencies_and_classes_are_found_by_how_they_begin(story, signed_in):
    client = signed_in(story.cast.administrator)
    assert [row.name for row in found(client, "wait").officers] == ["Waiting, Avery"]
    assert found(client, story.agency.name[:20].upper()).agencies == [story.agency]
    training_class = story.waiting.training_class
    assert training_class in found(client, training_class.class_id.lower()).classes


def test_a_badge_is_found_too(story, signed_in):
    badge = story.authorized.appointment.badge_number
    rows = found(signed_in(story.cast.manager), badge).officers
    assert "Authorized, Avery" in [row.name for row in rows]


def test_nobody_finds_what_they_may_not_see(story, elsewhere, signed_in):
    cast, _ = elsewhere
    client = signed_in(cast.administrator)
    assert not found(client, "wait").officers
    assert not found(client, story.agency.name).agencies


def test_nothing_that_is_typed_breaks_the_page(arranged, signed_in):
    client = signed_in(viewer_as(AUDITOR))
    for q in ("", "   ", "%", "x" * 500, "'; drop table--"):
        assert client.get(reverse("search"), {"q": q}).status_code == 200


@pytest.mark.parametrize("name", ["search", "people", "officers", "agencies"])
def test_an_address_with_a_nul_in_it_is_not_found(name, story, signed_in):
    client = signed_in(viewer_as(AGENCY_ADMINISTRATOR, story.agency))
    assert client.get(reverse(name), {"q": "\0", "after": "\0"}).status_code == 404


def test_finding_nothing_says_what_search_does(arranged, signed_in):
    page = text(signed_in(viewer_as(AUDITOR)).get(reverse("search"), {"q": "zzz"}))
    assert "Nothing begins with that" in page
