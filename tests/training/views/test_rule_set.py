"""Rules as everybody may read them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR, AUDITOR, PROGRAM_MANAGER
from tests.factories import AgencyFactory, viewer_as
from training.models import RuleSet
from training.services.rule_set import draft_from

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def jem_rules():
    return RuleSet.objects.get(form_revision__code="JEM-2025-02-15")


@pytest.fixture
def agency_person(signed_in):
    return signed_in(viewer_as(AGENCY_ADMINISTRATOR, AgencyFactory()))


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_reads_which_rules_are_in_force(agency_person):
    text = page(agency_person, "rule-sets")
    assert "JEM-2025-02-15" in text
    assert "TFM-2025-03-07" in text
    assert "Re-evaluations" not in text


def test_a_requirement_stands_with_its_clause_its_source_and_its_figures(agency_person, jem_rules):
    text = page(agency_person, "rule-set", jem_rules.uuid)
    assert "not more often than every two years" in text
    assert "every 24 months" in text
    assert "CRS In Focus IF11898" in text
    assert text.count('<span class="badge">Sourced</span>') > 5
    assert text.count('<span class="badge">Assumed</span>') > 2


def test_what_is_asked_of_the_agency_stands_apart(agency_person, jem_rules):
    text = page(agency_person, "rule-set", jem_rules.uuid)
    officers, agency = text.split('id="duties"')
    assert "Complaint posters" not in officers
    assert "English and Spanish" in agency


def test_only_those_who_publish_see_a_draft(signed_in, jem_rules):
    manager = viewer_as(PROGRAM_MANAGER)
    draft = draft_from(manager, jem_rules, manager.today + timedelta(days=9))
    url = reverse("rule-set", args=[draft.uuid])
    assert signed_in(viewer_as(AUDITOR)).get(url).status_code == 404
    text = signed_in(manager).get(url).content.decode()
    assert "a draft for nominations from" in text
    assert "Edit the draft" in text
    assert "draft" not in signed_in(viewer_as(AUDITOR)).get(reverse("rule-sets")).content.decode()
