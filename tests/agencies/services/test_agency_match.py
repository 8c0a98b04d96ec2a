from datetime import date

import pytest

from accounts.gate import MissingPermission
from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER
from accounts.viewer import Viewer
from agencies.models import Agency, AgencyMatch, Agreement, AgreementAct
from agencies.selectors.agency_match import open_matches, ori_proposals
from agencies.services.agency_import import import_agencies
from agencies.services.agency_match import answer_match, answer_ori
from agencies.services.agreement_import import import_agreements
from tests.agencies import fbi_lists
from tests.agencies.ice_lists import ice_list, row
from tests.factories import AgencyFactory, AgreementFactory, viewer_as

pytestmark = pytest.mark.usefixtures("arranged")
LATER = "https://www.ice.gov/moa-2.pdf"
SLIPPED = "Cypres County Sheriff's Office"


def take(*rows, commit=True, strict=False):
    return import_agreements(Viewer.system("test"), ice_list(*rows), commit=commit, strict=strict)


def counts(report):
    return (report.created, report.updated, report.unchanged, report.refused)


def asked():
    """The one open question after the slipped name came in a list."""
    take(row())
    take(row(agency=SLIPPED, signed="4/1/2025", url=LATER))
    (match,) = open_matches(Viewer.system("test"))
    return match


def test_a_name_that_almost_equals_a_known_one_waits_and_is_shown_beside_it():
    take(row())
    report = take(row(agency=SLIPPED, signed="4/1/2025", url=LATER), row(agency="Other Agency"))
    (problem,) = report.problems
    assert (problem.row, problem.column, problem.value) == (2, "LAW ENFORCEMENT AGENCY", SLIPPED)
    assert '"Cypress County Sheriff\'s Office" (Cypress County)' in problem.reason
    assert counts(report) == (1, 0, 0, 1)
    match = AgencyMatch.objects.get()
    assert (match.name, match.known.name) == (SLIPPED, "Cypress County Sheriff's Office")
    assert match.list_name == "list.csv"
    assert not Agency.objects.filter(name=SLIPPED).exists()


def test_a_check_asks_nobody():
    take(row())
    assert take(row(agency=SLIPPED), commit=False).refused == 1
    assert not AgencyMatch.objects.exists()


def test_strict_writes_no_row_and_asks_all_the_same():
    take(row())
    assert not take(row(agency=SLIPPED), strict=True).committed
    assert AgencyMatch.objects.count() == 1


def test_what_was_asked_already_is_not_asked_twice():
    asked()
    take(row(agency=SLIPPED, signed="4/1/2025", url=LATER))
    assert AgencyMatch.objects.count() == 1


def test_same_makes_it_another_name_of_the_known_agency_for_every_later_list():
    manager = viewer_as(PROGRAM_MANAGER)
    match = answer_match(manager, asked(), "same")
    assert match.answered_by_id == manager.user_id
    report = take(row(agency=SLIPPED, signed="4/1/2025", url=LATER))
    assert counts(report) == (1, 0, 0, 0)
    assert Agency.objects.count() == 1
    assert Agreement.objects.count() == 2
    assert counts(take(row(agency=SLIPPED, signed="4/1/2025", url=LATER))) == (0, 0, 1, 0)


def test_the_same_agreement_under_both_names_in_one_file_is_there_twice():
    answer_match(Viewer.system("test"), asked(), "same")
    (problem,) = take(row(), row(agency=SLIPPED)).problems
    assert problem.reason == "This is the same agreement as in row 2."


def test_new_makes_it_an_agency_of_its_own_and_nobody_asks_again():
    answer_match(Viewer.system("test"), asked(), "new")
    assert counts(take(row(agency=SLIPPED, signed="4/1/2025", url=LATER))) == (1, 0, 0, 0)
    assert Agency.objects.count() == 2
    assert not open_matches(Viewer.system("test"))


def test_an_answer_is_given_once_and_is_one_of_two():
    match = asked()
    with pytest.raises(Refused, match="same agency or another"):
        answer_match(Viewer.system("test"), match, "perhaps")
    answer_match(Viewer.system("test"), match, "new")
    with pytest.raises(Refused, match="answered this already"):
        answer_match(Viewer.system("test"), match, "same")


def test_only_who_keeps_agreements_answers():
    match = asked()
    with pytest.raises(MissingPermission):
        answer_match(viewer_as(AGENCY_ADMINISTRATOR, AgencyFactory()), match, "same")


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "GEORGIA"},
        {"agency": "Lake County Sheriff's Office", "county": "Lake County"},
        {"agency": "Cypress County Corrections Department"},
        {"agency": "North Cypress County Sheriff's Office"},
        {"agency": SLIPPED, "county": "Cypres River County"},
    ],
)
def test_another_agency_is_not_taken_for_a_slip(changes):
    take(row())
    assert counts(take(row(**changes))) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "Cypress County Sheriffs Office",
        "Cypress Co. Sheriff's Office",
        "CYPRESS COUNTY SO",
        "Cyprees County Sherriff's Office",
        "The Cypress County Sheriff's Office",
    ],
)
def test_abbreviations_and_slips_are_seen(name):
    take(row())
    assert counts(take(row(agency=name))) == (0, 0, 0, 1)


def test_a_document_under_another_date_is_the_known_agreement_and_not_a_second_one():
    take(row())
    report = take(row(signed="3/11/2025"))
    assert counts(report) == (0, 0, 1, 0)
    (note,) = report.notes
    assert (note.row, note.column, note.value) == (2, "SIGNED", "2025-03-11")
    assert "known as signed on 2025-03-10" in note.reason
    assert Agreement.objects.get().signed_on == date(2025, 3, 10)


def test_an_agreement_that_has_ended_and_is_listed_again_stays_ended_and_is_noted():
    take(row())
    agreement = Agreement.objects.get()
    AgreementAct.objects.create(
        agency=agreement.agency,
        agreement=agreement,
        kind="terminated",
        effective_on=date(2025, 6, 1),
        evidence="Letter",
    )
    report = take(row())
    assert counts(report) == (0, 0, 1, 0)
    assert "has ended and is listed again" in report.notes[0].reason


@pytest.fixture
def proposal():
    known = AgencyFactory(
        state="AL", name="Mobile County Sheriff's Office", county="Mobile County", kind="county"
    )
    listed = fbi_lists.row(ori="AL0020000", name="Mobile", county="MOBILE", type="County")
    import_agencies(Viewer.system("test"), fbi_lists.fbi_list(listed), commit=True, strict=True)
    return known


def test_a_confirmed_ori_goes_to_the_agency_that_people_use(proposal):
    viewer = Viewer.system("test")
    answer_ori(viewer, proposal, "AL0020000", "same")
    proposal.refresh_from_db()
    assert (proposal.ori, proposal.fbi_name) == ("AL0020000", "Mobile")
    assert Agency.objects.count() == 1
    assert ori_proposals(viewer) == []


def test_an_ori_said_to_be_anothers_is_not_proposed_again(proposal):
    viewer = Viewer.system("test")
    answer_ori(viewer, proposal, "AL0020000", "new")
    proposal.refresh_from_db()
    assert proposal.ori is None
    assert Agency.objects.count() == 2
    assert ori_proposals(viewer) == []


def test_an_ori_whose_agency_has_records_of_its_own_stays_there(proposal):
    AgreementFactory(agency=Agency.objects.get(ori="AL0020000"))
    with pytest.raises(Refused, match="records of its own"):
        answer_ori(Viewer.system("test"), proposal, "AL0020000", "same")


def test_an_ori_that_was_never_proposed_cannot_be_taken(proposal):
    with pytest.raises(Refused, match="no longer proposed"):
        answer_ori(Viewer.system("test"), proposal, "AL0099999", "same")
