from datetime import timedelta

from django.urls import reverse

from tests.support.pages import text


def passport(client, officer, **query):
    return client.get(reverse("officer", args=[officer.uuid]), query)


def test_status_and_compliance_stand_as_two_facts(story, signed_in):
    page = text(passport(signed_in(story.cast.administrator), story.overdue.officer))
    assert "Status, by a signed act" in page
    assert "Compliance, computed for today" in page
    assert "Overdue: citizenship" in page


def test_the_chain_says_who_did_what_and_when(story, signed_in):
    answer = passport(signed_in(story.cast.administrator), story.authorized.officer)
    chain = answer.context["shown"].chain
    assert [link.state for link in chain] == ["done"] * 5 + ["current"]
    assert all(link.on for link in chain)
    assert chain[0].who == story.cast.administrator.name
    assert chain[5].who == story.cast.director.name


def test_what_lies_ahead_is_shown_as_ahead(story, signed_in):
    answer = passport(signed_in(story.cast.administrator), story.nominated.officer)
    states = [link.state for link in answer.context["shown"].chain]
    assert states == ["current", *["ahead"] * 5]


def test_each_role_is_offered_its_own_next_act(story, signed_in):
    for viewer, subject, name in (
        (story.cast.manager, story.nominated, "vetting-add"),
        (story.cast.director, story.certified, "authorization-add"),
        (story.cast.supervisor, story.waiting, "record"),
    ):
        answer = passport(signed_in(viewer), subject.officer)
        assert answer.context["shown"].next_act.url == reverse(name, args=[subject.uuid])


def test_others_are_told_for_whom_the_officer_waits(story, signed_in):
    answer = passport(signed_in(story.cast.administrator), story.certified.officer)
    assert answer.context["shown"].next_act is None
    assert "field office director" in text(answer)


def test_a_day_in_the_past_shows_what_stood_then(story, signed_in):
    client = signed_in(story.cast.administrator)
    day = story.cast.today - timedelta(days=55)
    answer = passport(client, story.authorized.officer, on=day.isoformat())
    assert answer.context["shown"].status == "nominated"
    assert [change.what for change in answer.context["shown"].history] == ["Nominated"]


def test_a_day_that_is_none_is_refused_and_today_is_shown(story, signed_in):
    client = signed_in(story.cast.administrator)
    for day in ("31/11/2026", "1999-01-01", "9999-12-31", "nonsense"):
        answer = passport(client, story.authorized.officer, on=day)
        assert answer.status_code == 200
        assert answer.context["form"].errors["on"]
        assert answer.context["is_today"]


def test_an_officer_who_was_never_nominated_can_be_nominated(story, signed_in):
    page = text(passport(signed_in(story.cast.administrator), story.never_nominated))
    assert "Not nominated" in page
    assert reverse("nomination-add", args=[story.never_nominated.uuid]) in page


def test_an_outsider_does_not_learn_that_the_officer_exists(story, elsewhere, signed_in):
    cast, _ = elsewhere
    assert passport(signed_in(cast.administrator), story.authorized.officer).status_code == 404


def test_the_number_of_queries_is_fixed(story, signed_in, django_assert_max_num_queries):
    client = signed_in(story.cast.administrator)
    with django_assert_max_num_queries(37):
        passport(client, story.authorized.officer)
