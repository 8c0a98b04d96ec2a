"""The administration pages: every model, the viewer's permission, and a fixed number of queries."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.admin.viewed import ViewedAdmin
from accounts.roles import PROGRAM_MANAGER, ROLES, Scope
from agencies.models import Agency, Agreement, AgreementAct, FormRevision, Membership, Officer
from agencies.models.rows import name_key
from tests.factories import AgencyFactory, AgreementFactory, member
from tests.support.chain import authorized, chain, nominated, training_class, vetted
from training.models import (
    CourseVersion,
    Coverage,
    Participation,
    RuleSet,
    SignOff,
    TrainingClass,
    Vetting,
)

OURS = ("accounts", "agencies", "training", "intake", "reports")
pytestmark = pytest.mark.django_db


def urls(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def manager(client, arranged):
    """A program manager who is signed in."""
    user = member(PROGRAM_MANAGER)
    client.force_login(user)
    return user


def test_every_model_has_a_page():
    missing = [
        model._meta.label
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if model not in admin.site._registry
        and not hasattr(model, "pgh_tracked_model")
        and not model._meta.proxy  # a relation's own table: part of the form of what it is of
    ]
    assert missing == []


def test_every_page_goes_by_the_viewer():
    assert all(isinstance(page, ViewedAdmin) for page in admin.site._registry.values())


def every_page():
    """The index and all pages of all models; whether the row is there is not asked first."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        yield from (urls(model, page) for page in ("changelist", "add"))
        yield from (urls(model, page, 1) for page in ("change", "delete", "history"))


@pytest.mark.parametrize(
    "role", [r for r in ROLES.values() if r is not PROGRAM_MANAGER], ids=lambda role: role.name
)
def test_other_roles_are_refused_on_every_page(client, arranged, role):
    agency = AgencyFactory()
    place = {Scope.AGENCY: agency, Scope.FIELD_OFFICE: agency.field_office}.get(role.scope)
    client.force_login(member(role, place))
    answers = {address: client.get(address).status_code for address in every_page()}
    assert {a: status for a, status in answers.items() if status != 403} == {}


def test_nobody_who_is_not_signed_in_comes_in(client, arranged):
    for address in every_page():
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


READ_ONLY = [AgreementAct, SignOff, Vetting, Coverage, Officer, Participation]


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
def test_facts_have_no_buttons(client, manager, model):
    authorized(chain())
    row = model.objects.first()
    page = client.get(urls(model, "change", row.pk)).content.decode()
    assert 'name="_save"' not in page
    assert client.get(urls(model, "delete", row.pk)).status_code == 403
    assert client.post(urls(model, "change", row.pk), {}).status_code == 403


def test_no_form_lists_more_than_it_must(client, manager):
    AgencyFactory.create_batch(3)
    page = client.get(urls(Agreement, "add")).content.decode()
    assert "admin-autocomplete" in page
    assert page.count("Cypress County") == 0


def test_an_agency_is_offered_while_its_name_is_typed(client, manager):
    AgencyFactory(name="Sandhill County Jail", name_key="sandhill county jail")
    AgencyFactory(name="Cypress County Jail", name_key="cypress county jail")
    asked = {"app_label": "agencies", "model_name": "agreement", "field_name": "agency"}
    offered = client.get(reverse("admin:autocomplete"), {**asked, "term": "Sand"}).json()
    assert [result["text"] for result in offered["results"]] == ["Sandhill County Jail, FL"]


def test_a_long_list_is_not_counted_to_its_end(client, manager, monkeypatch):
    monkeypatch.setattr("accounts.admin.viewed.MOST", 2)
    AgencyFactory.create_batch(3)
    assert "2+ results" in client.get(urls(Agency, "changelist"), {"q": "c"}).content.decode()


def test_a_search_looks_among_what_the_filters_leave(client, manager, monkeypatch):
    monkeypatch.setattr("accounts.admin.viewed.MOST", 2)
    for number in range(3):
        AgencyFactory(state="FL", name_key=f"cypress {number}")
    AgencyFactory(state="GA", name_key="cypress 9")
    asked = {"q": "cypress", "state__exact": "GA"}
    assert "1 result" in client.get(urls(Agency, "changelist"), asked).content.decode()


def test_an_officer_is_found_by_the_beginning_of_the_name(client, manager):
    c = chain()
    nominated(c, last_name="Sample-Okafor", first_name="Blake",
              name_key=name_key("Sample-Okafor", "Blake"))  # fmt: skip
    nominated(c, last_name="Testcase", first_name="Noel", name_key=name_key("Testcase", "Noel"))
    for text in ("sample-ok", "Sample-Okafor, Blake"):
        page = client.get(urls(Officer, "changelist"), {"q": text}).content.decode()
        assert "Sample-Okafor" in page
        assert "Testcase" not in page


def test_an_agency_that_is_added_can_be_found(client, manager):
    data = {"name": "Fernhollow  County Jail", "state": "TN", "kind": "county", "county": "",
            "ori": "", "field_office": "", "time_zone": "America/Chicago"}  # fmt: skip
    assert client.post(urls(Agency, "add"), data).status_code == 302
    agency = Agency.objects.get(name_key="fernhollow county jail")
    assert agency.ori is None
    page = client.get(urls(Agency, "changelist"), {"q": "Fernh"})
    assert "Fernhollow" in page.content.decode()


def test_forms_that_were_inferred_are_confirmed_and_others_named(client, manager):
    inferred = AgreementFactory(form_inferred=True)
    unknown = AgreementFactory(form_inferred=False, form_revision=None, model="JEM")
    data = {"action": "confirm_inferred_form", "_selected_action": [inferred.pk, unknown.pk]}
    page = client.post(urls(Agreement, "changelist"), data, follow=True).content.decode()
    assert "1 row: form confirmed" in page
    assert "no form was inferred" in page
    inferred.refresh_from_db()
    assert not inferred.form_inferred


def test_an_act_is_recorded_on_the_agreements_own_page(client, manager):
    agreement = AgreementFactory()
    data = {"action": "record_act", "_selected_action": [agreement.pk]}
    response = client.post(urls(Agreement, "changelist"), data)
    assert response.url == reverse("agreement-act-add", args=[agreement.uuid])


def test_vetting_is_asked_for_and_then_recorded(client, manager):
    c = chain()
    row = nominated(c)
    data = {"action": "record_the_vetting", "_selected_action": [row.pk]}
    page = client.post(urls(Participation, "changelist"), data).content.decode()
    assert "Nothing is written before you confirm" in page
    assert not Vetting.objects.exists()
    answer = {**data, "asked": "yes", "result": "approved", "checked_on": c.today.isoformat()}
    client.post(urls(Participation, "changelist"), answer)
    assert Vetting.objects.get().result == "approved"
    page = client.post(urls(Participation, "changelist"), answer, follow=True).content.decode()
    assert "Only a nominated officer is vetted" in page
    assert Vetting.objects.count() == 1


def test_officers_are_enrolled_or_the_reason_is_shown(client, manager):
    from tests.support.chain import training_class

    c = chain()
    row = vetted(c)
    into = training_class(c)
    data = {"action": "enroll_in_a_class", "_selected_action": [row.pk], "asked": "yes"}
    data["training_class"] = into.pk
    client.post(urls(Participation, "changelist"), data)
    assert into.enrollments.get().participation == row
    page = client.post(urls(Participation, "changelist"), data).content.decode()
    assert "errorlist" in page
    assert into.enrollments.count() == 1


def class_to_open(c, **changes):
    start = c.today + timedelta(days=30)
    start += timedelta(days=(7 - start.weekday()) % 7)
    version = CourseVersion.objects.get(course__code="WSO")
    return {"class_id": "CL900", "course_version": version.pk, "place": "Charleston",
            "delivery": "in_person", "starts_on": start.isoformat(), "seats": 12,
            "instructors": [], **INLINE, **changes}  # fmt: skip


INLINE = {f"days-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS")}


def test_a_class_is_opened_by_the_service_with_its_days(client, manager):
    response = client.post(urls(TrainingClass, "add"), class_to_open(chain()))
    assert response.status_code == 302
    opened = TrainingClass.objects.get(class_id="CL900")
    assert opened.days.count() == 1
    page = client.get(urls(TrainingClass, "change", opened.pk)).content.decode()
    assert 'name="starts_on_0"' not in page
    assert 'name="starts_on"' not in page


def test_a_class_that_cannot_be_opened_says_why_at_the_field(client, manager):
    data = class_to_open(chain(), starts_on="2026-11-28")  # a Saturday
    page = client.post(urls(TrainingClass, "add"), data).content.decode()
    assert "A class starts on a weekday" in page
    assert not TrainingClass.objects.filter(class_id="CL900").exists()


def test_nobody_is_given_access_without_an_invitation(client, manager):
    assert client.get(urls(Membership, "add")).status_code == 403


def test_how_long_somebody_has_a_role_is_changed_and_nothing_else(client, manager):
    agency = AgencyFactory()
    row = Membership.objects.get(user=member(ROLES["agency_administrator"], agency))
    data = {"valid_to": "2027-01-01", "role": "auditor", "agency": ""}
    assert client.post(urls(Membership, "change", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.role, row.agency, row.valid_to) == (
        "agency_administrator",
        agency,
        date(2027, 1, 1),
    )


def test_nobody_changes_their_own_access(client, manager):
    row = Membership.objects.get(user=manager)
    page = client.post(urls(Membership, "change", row.pk), {"valid_to": "2030-01-01"})
    assert "Nobody changes their own access" in page.content.decode()


def test_published_rules_are_kept_as_they_are(client, manager):
    rule_set = RuleSet.objects.exclude(published_at=None).first()
    page = client.get(urls(RuleSet, "change", rule_set.pk)).content.decode()
    assert 'name="_save"' not in page
    assert client.post(urls(RuleSet, "change", rule_set.pk), {}).status_code == 403


def test_history_names_the_person_and_the_change(client, manager):
    agreement = AgreementFactory(moa_url="")
    data = {"expires_on": "9999-12-31", "moa_url": "https://example.gov/moa.pdf",
            "addendum_url": "", "acts-TOTAL_FORMS": 0, "acts-INITIAL_FORMS": 0}  # fmt: skip
    response = client.post(urls(Agreement, "change", agreement.pk), data)
    assert response.status_code == 302
    page = client.get(urls(Agreement, "history", agreement.pk)).content.decode()
    assert "https://example.gov/moa.pdf" in page
    assert manager.name in page


def test_an_expiry_moves_by_an_act_alone_once_officers_take_part(client, manager):
    agreement = nominated(chain(expires_on=date(2099, 1, 1))).agreement
    sent = {"moa_url": "", "addendum_url": "", "acts-TOTAL_FORMS": 0, "acts-INITIAL_FORMS": 0}
    address = urls(Agreement, "change", agreement.pk)
    page = client.post(address, sent | {"expires_on": "2098-12-31"}).content.decode()
    assert "ended by an act" in " ".join(page.split())
    page = client.post(address, sent | {"expires_on": "2099-06-01"}).content.decode()
    assert "extended by an addendum" in " ".join(page.split())
    agreement.refresh_from_db()
    assert agreement.expires_on == date(2099, 1, 1)


def test_an_expiry_may_be_corrected_while_nobody_takes_part(client, manager):
    agreement = AgreementFactory(expires_on=date(2099, 1, 1))
    sent = {"moa_url": "", "addendum_url": "", "acts-TOTAL_FORMS": 0, "acts-INITIAL_FORMS": 0}
    address = urls(Agreement, "change", agreement.pk)
    assert client.post(address, sent | {"expires_on": "2098-12-31"}).status_code == 302


def test_a_list_says_no_end_in_the_place_of_the_last_day_there_is(client, manager):
    AgreementFactory()
    for model in (Agreement, Membership):
        page = client.get(urls(model, "changelist")).content.decode()
        assert "No end" in page
        assert "9999" not in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"model": "WSO", "signed_on": "2021-03-01"}, "This form is for another model."),
        ({"signed_on": "2008-01-01"}, "signed before this form was published"),
        ({"signed_on": "2099-01-01"}, "The signing date lies in the future."),
    ],
)
def test_an_agreement_is_added_as_the_import_would(client, manager, given, words):
    sent = {
        "agency": AgencyFactory().pk,
        "model": "JEM",
        "signed_on": "2021-03-01",
        "form_revision": FormRevision.objects.get(code="JEM-2020").pk,
        "expires_on": "9999-12-31",
        "acts-TOTAL_FORMS": 0,
        "acts-INITIAL_FORMS": 0,
    }
    page = client.post(urls(Agreement, "add"), sent | given).content.decode()
    assert words in " ".join(page.split())
    assert not Agreement.objects.exists()
    assert client.post(urls(Agreement, "add"), sent).status_code == 302


def test_what_a_class_is_held_by_stays_as_it_is(client, manager):
    held = training_class(chain()).course_version
    page = client.get(urls(CourseVersion, "change", held.pk)).content.decode()
    assert 'name="hours"' not in page
    assert 'name="source"' in page
    held.pass_mark = 100
    with pytest.raises(ValidationError, match="Add another version"):
        held.full_clean()
    module = held.modules.last()
    module.hours = 4
    with pytest.raises(ValidationError, match="Add another version"):
        module.full_clean()
    module.refresh_from_db()
    module.title = "Another title"
    module.full_clean()
