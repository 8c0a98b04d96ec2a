from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse

from agencies.models import AgreementAct
from tests.factories import AgreementFactory
from tests.reports.conftest import lapse
from tests.support import chain
from tests.support.pages import text


def test_the_page_shows_form_dates_acts_and_officers_by_status(story, signed_in):
    agreement = story.cast.agreement
    answer = signed_in(story.cast.administrator).get(reverse("agreement", args=[agreement.uuid]))
    page = text(answer)
    assert "In force</strong>" in page
    assert agreement.form_revision.title in page
    by_status = {value: n for _, value, n in answer.context["shown"].by_status}
    assert by_status == {"nominated": 1, "in_training": 1, "certified": 1, "authorized": 3}


def test_an_inferred_form_is_shown_as_inferred_to_all_and_confirmed_by_some(
    arranged, signed_in, story
):
    agreement = AgreementFactory(agency=story.agency, form="JEM-2025-02-15", form_inferred=True)
    address = reverse("agreement", args=[agreement.uuid])
    confirm = reverse("agreement-confirm-form", args=[agreement.uuid])
    for who, offered in ((story.cast.manager, True), (story.cast.administrator, False)):
        page = text(signed_in(who).get(address))
        assert "inferred from the signing date" in page
        assert (confirm in page) is offered


def test_an_agreement_of_another_agency_is_not_found(story, elsewhere, signed_in):
    cast, _ = elsewhere
    address = reverse("agreement", args=[story.cast.agreement.uuid])
    assert signed_in(cast.administrator).get(address).status_code == 404


def test_the_register_is_narrowed_by_what_stands_on_the_day(story, signed_in):
    ended = AgreementFactory(agency=story.agency, form="JEM-2025-02-15", form_inferred=True)
    AgreementAct.objects.create(
        agency=story.agency,
        agreement=ended,
        kind="terminated",
        effective_on=date(2025, 9, 1),
        evidence="Letter",
    )
    client = signed_in(story.cast.administrator)

    def found(**query):
        return {a.pk for a in client.get(reverse("agreements"), query).context["rows"]}

    standing = story.cast.agreement.pk
    assert found() == {standing, ended.pk}
    assert found(in_force="yes") == {standing}
    assert found(in_force="no") == {ended.pk}
    assert found(in_force="yes", on="2025-08-31") == {standing, ended.pk}
    assert found(form="inferred") == {ended.pk}
    assert found(model="WSO") == {standing}
    assert found(state="TX") == set()


def test_the_number_of_queries_is_fixed(story, signed_in, django_assert_max_num_queries):
    client = signed_in(story.cast.manager)
    with django_assert_max_num_queries(27):
        client.get(reverse("agreement", args=[story.cast.agreement.uuid]))
    with django_assert_max_num_queries(15):
        client.get(reverse("agreements"))


def test_each_number_leads_to_the_officers_it_counts(story, signed_in):
    cast, day = story.cast, story.cast.today + timedelta(days=5)
    lapse(story.authorized, day + timedelta(days=40))
    namesake = chain.chain()
    namesake.agency.name = f"{cast.agency.name} Annex"
    namesake.agency.name_key = f"{cast.agency.name_key} annex"
    namesake.agency.save()
    lapse(chain.authorized(namesake), day + timedelta(days=40))
    client = signed_in(cast.manager)
    by_name = {"q": cast.agency.name, "on": day}
    assert len(client.get(reverse("report", args=["falling-due"]), by_name).context["rows"]) == 2
    page = client.get(reverse("agreement", args=[cast.agreement.uuid]), {"on": day})
    windows = page.context["windows"]
    assert [window["number"] for window in windows] == [0, 1, 1]
    for window in windows:
        report = client.get(window["url"])
        assert report.context["day"] == day
        assert len(report.context["rows"]) == window["number"]
    assert page.context["by_status"]
    for _, number, url in page.context["by_status"]:
        listed = client.get(url)
        assert listed.context["day"] == day
        assert len(listed.context["rows"]) == number


def test_numbers_lead_nowhere_where_another_agreement_of_the_model_has_officers(story, signed_in):
    cast = story.cast
    later = AgreementFactory(agency=story.agency, form="WSO-2025-02-15", signed_on=date(2025, 6, 2))
    address = reverse("agreement", args=[cast.agreement.uuid])
    client = signed_in(cast.manager)
    assert all(window["url"] for window in client.get(address).context["windows"])
    chain.nominated(replace(cast, agreement=later))
    page = client.get(address)
    assert not any(window["url"] for window in page.context["windows"])
    assert not any(url for *_, url in page.context["by_status"])
    assert "officers within 90 days" in text(page)
    assert reverse("report", args=["falling-due"]) not in text(page)
