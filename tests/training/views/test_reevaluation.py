"""Re-evaluation in the browser: prepare, look, and apply as the second person."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import AUDITOR, PROGRAM_MANAGER
from tests.factories import viewer_as
from tests.support import chain
from training.kinds import Kind
from training.models import Reevaluation, RuleSet
from training.selectors.rule_set import digest_of
from training.services.rule_set import approve, draft_from, propose

pytestmark = pytest.mark.usefixtures("arranged")

FORM = "TFM-2025-03-07"


@pytest.fixture
def people():
    return viewer_as(PROGRAM_MANAGER), viewer_as(PROGRAM_MANAGER)


@pytest.fixture
def cast():
    made = chain.chain(FORM)
    chain.authorized(made)
    return made


@pytest.fixture
def rules(people, cast):
    """A next version, in force from today, in which an evaluation each 30 days is binding."""
    author, second = people
    draft = draft_from(author, RuleSet.objects.get(form_revision__code=FORM), author.today)
    draft.requirements.filter(kind=Kind.EVALUATION).update(is_binding=True, parameters={"days": 30})
    propose(author, draft)
    return approve(second, draft, digest=digest_of(draft))


@pytest.fixture
def sent(rules, people):
    """The form as a program manager would send it."""
    on = people[0].today + timedelta(days=60)
    return {"rule_set": rules.uuid, "effective_on": on, "name": "Each month", "reason": "Letter"}


@pytest.fixture
def prepared(signed_in, people, sent):
    response = signed_in(people[0]).post(reverse("reevaluation-add"), sent)
    made = Reevaluation.objects.get()
    assert response.url == reverse("reevaluation", args=[made.uuid])
    return made


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "name", ["reevaluations", "reevaluation-add", "reevaluation", "reevaluation-apply"]
)
def test_nobody_else_opens_these_pages(signed_in, prepared, name):
    args = [] if name in ("reevaluations", "reevaluation-add") else [prepared.uuid]
    client = signed_in(viewer_as(AUDITOR))
    assert client.get(reverse(name, args=args)).status_code == 403


def test_an_empty_list_says_why_and_what_to_do(signed_in, people):
    text = text_of(signed_in(people[0]).get(reverse("reevaluations")))
    assert "No re-evaluation so far" in text
    assert reverse("reevaluation-add") in text


def test_a_refusal_stands_at_its_field(signed_in, people, sent):
    sent["effective_on"] = people[0].today - timedelta(days=1)
    text = text_of(signed_in(people[0]).post(reverse("reevaluation-add"), sent))
    assert "has passed" in text
    assert not Reevaluation.objects.exists()


def test_the_preview_counts_and_names_agencies(signed_in, people, prepared, cast):
    text = text_of(signed_in(people[0]).get(reverse("reevaluation", args=[prepared.uuid])))
    assert "<strong>1 officer</strong> judged by the new rules" in text
    assert cast.agency.name.replace("'", "&#x27;") in text
    assert "Ask another program manager" in text
    assert reverse("reevaluation-apply", args=[prepared.uuid]) not in text


def test_one_agency_shows_its_officers_before_and_after(signed_in, people, prepared, cast):
    url = reverse("reevaluation", args=[prepared.uuid])
    text = text_of(signed_in(people[1]).get(url, {"agency": cast.agency.uuid}))
    assert "Sample" in text
    assert "becomes" in text
    assert "Overdue" in text
    assert "evaluation" in text


def test_an_agency_that_is_none_is_not_found(signed_in, people, prepared):
    url = reverse("reevaluation", args=[prepared.uuid])
    assert signed_in(people[1]).get(url, {"agency": "nonsense"}).status_code == 404


def test_the_second_person_applies_what_the_page_shows(signed_in, people, prepared):
    client, url = signed_in(people[1]), reverse("reevaluation-apply", args=[prepared.uuid])
    assert prepared.digest in text_of(client.get(url))
    response = client.post(url, {"digest": prepared.digest}, follow=True)
    assert "1 officer is judged by the new rules." in text_of(response)
    prepared.refresh_from_db()
    assert prepared.applied_by_id == people[1].user_id


def test_the_person_who_prepared_it_is_told_who_applies_it(signed_in, people, prepared):
    client, url = signed_in(people[0]), reverse("reevaluation-apply", args=[prepared.uuid])
    text = text_of(client.post(url, {"digest": prepared.digest}))
    assert "Another program manager has to apply it." in text
    assert 'name="digest"' not in text


def test_changed_records_are_shown_again_with_a_new_preview(signed_in, people, prepared, cast):
    chain.nominated(cast)
    client, url = signed_in(people[1]), reverse("reevaluation-apply", args=[prepared.uuid])

    text = text_of(client.post(url, {"digest": prepared.digest}))

    assert "have changed since this preview" in text
    assert "Judge 2 officers anew" in text
    prepared.refresh_from_db()
    assert prepared.digest in text
    assert client.post(url, {"digest": prepared.digest}).status_code == 302


def test_the_preview_can_be_made_anew(signed_in, people, prepared, cast):
    chain.nominated(cast)
    url = reverse("reevaluation-preview", args=[prepared.uuid])
    text = text_of(signed_in(people[0]).post(url, follow=True))
    assert "<strong>2 officers</strong> judged by the new rules" in text


def test_the_password_is_asked_again_before_it_is_applied(signed_in, people, prepared):
    client = signed_in(people[1], password_given_ago=3600)
    url = reverse("reevaluation-apply", args=[prepared.uuid])
    assert "We will ask for your password first" in text_of(client.get(url))
    assert client.post(url, {"digest": prepared.digest}).status_code == 302
    prepared.refresh_from_db()
    assert prepared.applied_at is None
