import pytest
from django.urls import reverse

from accounts.roles import AGENCY_ADMINISTRATOR, AUDITOR, PROGRAM_MANAGER
from accounts.viewer import Viewer
from agencies.models import Agency, AgencyMatch
from agencies.services.agency_import import import_agencies
from tests.agencies.fbi_lists import fbi_list
from tests.agencies.fbi_lists import row as fbi_row
from tests.factories import AgencyFactory, member
from tests.support.pages import text

pytestmark = pytest.mark.usefixtures("arranged")
ADDRESS = reverse("agency-matches")


@pytest.fixture
def manager(signed_in):
    return signed_in(member(PROGRAM_MANAGER))


@pytest.fixture
def match():
    known = AgencyFactory(name="Cypress County Sheriff's Office")
    return AgencyMatch.objects.create(
        state="FL",
        name="Cypres County Sheriff's Office",
        name_key="cypres county sheriff's office",
        known=known,
        score=98,
        list_name="list.xlsx",
    )


def test_the_name_stands_beside_the_known_one(manager, match):
    page = text(manager.get(ADDRESS))
    assert "Cypres County Sheriff's Office" in page
    assert "Cypress County Sheriff's Office" in page
    assert "list.xlsx" in page


def test_a_program_manager_answers_and_the_answer_is_shown(manager, match):
    page = manager.post(ADDRESS, {"ticked": str(match.uuid), "answer": "same"}, follow=True)
    match.refresh_from_db()
    assert match.answer == "same"
    assert "1 name is now the known agency's." in text(page)
    assert "No name waits for an answer" in text(page)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"answer": "same"}, "Tick the rows"),
        ({"ticked": "nonsense", "answer": "same"}, "no longer there"),
        ({"ticked": "4d0d8f0e-6a0c-4c07-8a0b-3c2bd7f5c0de", "answer": "same"}, "no longer there"),
    ],
)
def test_what_cannot_be_answered_is_said(manager, match, sent, said):
    assert said in text(manager.post(ADDRESS, sent, follow=True))
    match.refresh_from_db()
    assert match.answer == ""


def test_a_proposed_ori_is_confirmed_on_the_page(manager):
    known = AgencyFactory(
        state="AL", name="Mobile County Sheriff's Office", county="Mobile County", kind="county"
    )
    listed = fbi_row(ori="AL0020000", name="Mobile", county="MOBILE", type="County")
    import_agencies(Viewer.system("test"), fbi_list(listed), commit=True, strict=True)
    assert "AL0020000" in text(manager.get(ADDRESS))
    manager.post(ADDRESS, {"ticked": f"{known.uuid}/AL0020000", "answer": "same"})
    assert Agency.objects.get().ori == "AL0020000"


def test_the_home_page_tells_what_waits(manager, match):
    assert "1 name in a list is almost a known agency's" in text(manager.get(reverse("home")))


@pytest.mark.parametrize("role", [AUDITOR, AGENCY_ADMINISTRATOR])
def test_nobody_else_may_open_it(role, signed_in, match):
    place = match.known if role is AGENCY_ADMINISTRATOR else None
    assert signed_in(member(role, place)).get(ADDRESS).status_code == 403
