"""Rules in the administration pages: drafted, compared, proposed and approved by two people."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import AUDITOR, PROGRAM_MANAGER
from tests.factories import viewer_as
from training.kinds import Kind
from training.models import RuleSet
from training.services.rule_set import draft_from, propose

pytestmark = pytest.mark.usefixtures("arranged")


def signed_in(viewer):
    client = Client()
    client.force_login(User.objects.get(pk=viewer.user_id))
    return client


@pytest.fixture
def author():
    return viewer_as(PROGRAM_MANAGER)


@pytest.fixture
def second():
    return viewer_as(PROGRAM_MANAGER)


@pytest.fixture
def in_force():
    return RuleSet.objects.get(form_revision__code="JEM-2025-02-15")


@pytest.fixture
def draft(author, in_force):
    return draft_from(author, in_force, author.today + timedelta(days=30))


def url(act, rule_set):
    return reverse(f"admin:training_ruleset_{act}", args=[rule_set.pk])


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def sent(draft, **changed):
    """The form of a draft as the browser sends it; `changed` by kind: {field: value}."""
    rows = list(draft.requirements.order_by("kind"))
    data = {
        "valid_from": draft.valid_from,
        "requirements-TOTAL_FORMS": len(rows),
        "requirements-INITIAL_FORMS": len(rows),
        "_continue": "1",
    }
    for n, row in enumerate(rows):
        fields = {
            "id": row.pk,
            "rule_set": draft.pk,
            "kind": row.kind,
            "soon_days": row.soon_days,
            "parameters": str(row.parameters).replace("'", '"'),
            "clause": row.clause,
            "section": row.section,
            "source": row.source,
            "mark": row.mark,
            **({"is_binding": "on"} if row.is_binding else {}),
            **changed.get(Kind(row.kind).name.lower(), {}),
        }
        fields["parameters"] = (
            fields["parameters"].replace("True", "true").replace("False", "false")
        )
        data.update({f"requirements-{n}-{name}": value for name, value in fields.items()})
    return data


def test_a_draft_is_begun_from_a_version_and_a_day(author, in_force):
    client = signed_in(author)
    assert url("draft", in_force) in text_of(client.get(url("change", in_force)))
    day = author.today + timedelta(days=30)
    response = client.post(url("draft", in_force), {"valid_from": day})
    made = RuleSet.objects.get(version=2, form_revision__code="JEM-2025-02-15")
    assert response.url == url("change", made)


def test_a_day_that_has_passed_is_refused_at_its_field(author, in_force):
    day = author.today - timedelta(days=1)
    text = text_of(signed_in(author).post(url("draft", in_force), {"valid_from": day}))
    assert "From is a day that has passed" in text


def test_a_draft_is_changed_on_its_page(author, draft):
    data = sent(draft, refresher={"soon_days": 60})
    assert signed_in(author).post(url("change", draft), data).status_code == 302
    assert draft.requirements.get(kind=Kind.REFRESHER).soon_days == 60


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ('{"clock": "anniversary"}', "parameters, months is missing"),
        ('{"clock": "anniversary", "months": -1}', "is -1, not between 1 and 600"),
        ('{"clock": "anniversary", "months": 12}', "is too short: the form says"),
        ("[3]", "parameters is not a table"),
        ("{", "is no JSON"),
    ],
)
def test_what_a_file_would_be_refused_for_stands_at_the_parameters(
    author, draft, parameters, words
):
    data = sent(draft, refresher={"parameters": parameters})
    assert words in text_of(signed_in(author).post(url("change", draft), data))


def test_the_comparison_shows_what_differs_and_proposes_it(author, draft):
    draft.requirements.filter(kind=Kind.EVALUATION).update(is_binding=True)
    client = signed_in(author)
    text = text_of(client.get(url("compare", draft)))
    assert "1 requirement differs" in text
    assert "Advisory" in text
    assert "Binding" in text

    response = client.post(url("compare", draft), follow=True)

    assert "Another program manager has to approve it" in text_of(response)
    draft.refresh_from_db()
    assert draft.proposed_by_id == author.user_id


def test_the_proposer_finds_no_button_to_approve(author, draft):
    propose(author, draft)
    text = text_of(signed_in(author).get(url("compare", draft)))
    assert "Approve and publish" not in text
    assert "Another program manager has to approve them" in text


def test_the_second_person_reads_and_approves(author, second, draft):
    propose(author, draft)
    client = signed_in(second)
    page = client.get(url("compare", draft))
    response = client.post(url("compare", draft), {"digest": page.context["digest"]}, follow=True)
    assert "Nothing that was issued has moved" in text_of(response)
    draft.refresh_from_db()
    assert draft.published_by_id == second.user_id
    assert 'name="_save"' not in text_of(client.get(url("change", draft)))


def test_proposed_rules_have_no_fields_until_they_are_taken_back(author, draft):
    propose(author, draft)
    client = signed_in(author)
    assert 'name="_save"' not in text_of(client.get(url("change", draft)))
    assert client.post(url("change", draft), sent(draft)).status_code == 403

    client.post(url("take_back", draft))

    assert 'name="_save"' in text_of(client.get(url("change", draft)))


def test_a_draft_is_discarded_on_a_page_of_its_own(author, draft):
    client = signed_in(author)
    assert "The draft is deleted" in text_of(client.get(url("discard", draft)))
    client.post(url("discard", draft))
    assert not RuleSet.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("act", ["draft", "compare", "take_back", "discard"])
def test_nobody_else_comes_near(draft, act):
    assert signed_in(viewer_as(AUDITOR)).get(url(act, draft)).status_code == 403


def test_published_rules_are_not_discarded(author, in_force):
    text = text_of(signed_in(author).post(url("discard", in_force)))
    assert "published and stay as they are" in text
