from datetime import timedelta

from django.urls import reverse

from reports.selectors.report import REPORTS
from reports.selectors.report.definition import ReportFilters
from tests.reports.conftest import lapse
from tests.reports.test_files import read
from tests.support import chain
from tests.support.pages import text
from training.models import Standing


def address(slug):
    return reverse("report", args=[slug])


def rows(story, slug, **filters):
    viewer = filters.pop("viewer", story.cast.administrator)
    asked = ReportFilters(on=filters.pop("on", viewer.today), **filters)
    report = REPORTS[slug]
    keys = [column.key for column in report.columns]
    return [dict(zip(keys, row.values, strict=True)) for row in report.rows(viewer, asked)]


def test_the_reports_are_listed_each_with_its_question(story, signed_in):
    page = signed_in(story.cast.administrator).get(reverse("reports")).content.decode()
    for report in REPORTS.values():
        assert str(report.title) in page
        assert address(report.slug) in page


def test_page_and_file_hold_the_same_rows(story, signed_in):
    client = signed_in(story.cast.manager)
    for slug, report in REPORTS.items():
        page = client.get(address(slug))
        assert page.status_code == 200
        file = read(client.get(address(slug), {"format": "csv"}))
        assert file[0] == [*(column.key for column in report.columns), "note"]
        assert len(file) - 1 == len(page.context["rows"])


def test_a_file_of_an_agency_never_names_another(story, elsewhere, signed_in):
    cast, _ = elsewhere
    client = signed_in(cast.administrator)
    for slug in REPORTS:
        file = client.get(address(slug), {"format": "csv"})
        content = b"".join(file.streaming_content).decode()
        assert story.agency.name not in content
        assert "Waiting" not in content


def test_officer_compliance_counts_by_agency(story):
    (row,) = rows(story, "officer-compliance")
    assert row["agency"] == story.agency.name
    counted = {key: row[key] for key in ("authorized", "compliant", "overdue", "conflict")}
    assert counted == {"authorized": 3, "compliant": 1, "overdue": 1, "conflict": 1}
    assert row["in_progress"] == 3
    assert row["percent"] == 33


def test_waiting_for_sign_off_answers_for_any_day(story):
    (row,) = rows(story, "waiting-for-sign-off")
    assert row["officer"] == "Waiting, Avery"
    assert row["days"] == 0
    yesterday = story.cast.today - timedelta(days=1)
    assert rows(story, "waiting-for-sign-off", on=yesterday) == []


def test_falling_due_says_what_and_when(story):
    due_on = story.cast.today + timedelta(days=40)
    lapse(story.authorized, due_on)
    assert rows(story, "falling-due", days=30) == []
    (row,) = rows(story, "falling-due", days=60)
    assert (row["officer"], row["requirement"]) == ("Authorized, Avery", "Citizenship")
    assert (row["due"], row["days"]) == (due_on, 40)


def test_falling_due_is_narrowed_to_one_agency_and_says_so(story, elsewhere, signed_in):
    due_on = story.cast.today + timedelta(days=40)
    lapse(story.authorized, due_on)
    cast, _ = elsewhere
    lapse(chain.authorized(cast), due_on)
    client = signed_in(story.cast.manager)
    assert len(client.get(address("falling-due")).context["rows"]) == 2
    query = {"agency": str(story.agency.uuid)}
    page = client.get(address("falling-due"), query)
    (row,) = page.context["rows"]
    assert row.values[0] == "Authorized, Avery"
    assert page.context["figure"].number == "1"
    assert f'name="agency" value="{story.agency.uuid}"' in text(page)
    assert len(read(client.get(address("falling-due"), query | {"format": "csv"}))) == 2


def test_falling_due_of_an_agency_out_of_sight_is_refused(story, elsewhere, signed_in):
    cast, _ = elsewhere
    client = signed_in(cast.administrator)
    page = client.get(address("falling-due"), {"agency": str(story.agency.uuid)})
    assert "There is no such agency among those you may see." in text(page)
    assert story.agency.name not in text(page)


def test_the_bar_leads_to_the_officers_it_counts_or_nowhere(story, elsewhere, signed_in):
    day = story.cast.today + timedelta(days=5)
    client = signed_in(story.cast.manager)
    query = {"model": "WSO", "on": day}
    for slug in ("officer-compliance", "program"):
        page = client.get(address(slug), query)
        tally = page.context["figure"].tally
        assert tally.judged == 3
        for state, url in page.context["state_urls"].items():
            listed = client.get(url)
            assert listed.context["day"] == day
            assert len(listed.context["rows"]) == tally.of(state)
        assert client.get(address(slug), query | {"state": "FL"}).context["state_urls"] == {}
    named = client.get(address("officer-compliance"), {"q": story.agency.name})
    assert named.context["state_urls"] == {}
    assert reverse("officers") + "?compliance" not in text(named)


def test_the_program_counts_by_state_and_model(story):
    (row,) = rows(story, "program", viewer=story.cast.manager)
    assert (row["state"], row["model"], row["agreements"]) == ("Florida", "WSO", 1)
    assert row["may_act"] == Standing.objects.on(story.cast.today).filter(may_act=True).count()


def test_the_register_says_where_each_agreement_stands(story):
    (row,) = rows(story, "agreement-register")
    assert row["standing"] == "In force"
    assert row["may_act"] == 3
    before = story.cast.agreement.signed_on - timedelta(days=1)
    (row,) = rows(story, "agreement-register", on=before)
    assert row["standing"] == "Not yet in force"


def test_a_report_of_another_day_says_so_in_its_title(story, signed_in):
    client = signed_in(story.cast.manager)
    page = client.get(address("program"), {"on": "2026-03-03"}).content.decode()
    assert "as of 3 Mar 2026" in " ".join(page.split())


def test_a_report_that_nobody_knows_is_not_found(story, signed_in):
    assert signed_in(story.cast.manager).get(address("nonsense")).status_code == 404


BUDGETS = {
    "agreement-register": 17,
    "officer-compliance": 17,
    "waiting-for-sign-off": 16,
    "falling-due": 18,
    "program": 18,
}


def test_the_number_of_queries_is_fixed(story, elsewhere, signed_in, django_assert_max_num_queries):
    client = signed_in(story.cast.manager)
    for slug in REPORTS:
        with django_assert_max_num_queries(BUDGETS[slug]):
            client.get(address(slug))
