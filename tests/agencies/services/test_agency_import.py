import pytest

from accounts.gate import MissingPermission
from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import Viewer
from agencies.models import Agency
from agencies.services.agency_import import import_agencies
from intake.file import File
from tests.agencies.fbi_lists import EXCERPT, fbi_list, row
from tests.factories import AgencyFactory, viewer_as

pytestmark = pytest.mark.usefixtures("arranged")


def take(*rows, commit=True, strict=False):
    return import_agencies(Viewer.system("test"), fbi_list(*rows), commit=commit, strict=strict)


def counts(report):
    return (report.created, report.updated, report.unchanged, report.refused)


def test_the_fbis_list_as_published_is_taken_whole_and_a_second_time_changes_nothing():
    file = File.at(EXCERPT)
    first = import_agencies(Viewer.system("test"), file, commit=True, strict=True)
    again = import_agencies(Viewer.system("test"), file, commit=True, strict=True)
    assert counts(first) == (239, 0, 0, 0)
    assert counts(again) == (0, 0, 239, 0)
    assert again.changes == []
    assert Agency.objects.filter(ori__isnull=False).count() == 239


def test_a_check_writes_nothing():
    assert counts(take(row(), commit=False)) == (1, 0, 0, 0)
    assert not Agency.objects.exists()


def test_the_many_agencies_of_one_name_are_told_apart():
    take(
        row(ori="AL0020000", name="Mobile", type="County"),
        row(ori="AL0020100", name="Mobile", type="City"),
        row(ori="AL0030000", name="State Police:", county="KENT", type="State Police"),
        row(ori="AL0040000", name="State Police:", county="SUSSEX", type="State Police"),
        row(ori="AL0050000", name="State Police:", county="SUSSEX", type="State Police"),
    )
    assert set(Agency.objects.values_list("name", "kind")) == {
        ("Mobile (county)", "county"),
        ("Mobile (city)", "municipality"),
        ("State Police", "state"),
        ("State Police, Sussex", "state"),
        ("State Police, AL0050000", "state"),
    }


def test_the_fbis_own_codes_of_states_are_understood():
    take(
        row(ori="NB0010000", state="NB"),
        row(ori="GM0010000", state="GM"),
        row(ori="VA0010000", state="FS", type="Federal"),
        row(ori="USAID000Z", state="FS", type="Federal"),
    )
    found = Agency.objects.order_by("ori").values_list("state", "kind")
    assert list(found) == [
        ("GU", "municipality"),
        ("NE", "municipality"),
        ("DC", "federal"),
        ("VA", "federal"),
    ]


def test_a_name_that_people_use_stays_and_a_missing_county_is_added():
    agency = AgencyFactory(ori="AL0010100", name="Mobile County Sheriff's Office", county="")
    report = take(row(name="Mobile", county="MOBILE"))
    agency.refresh_from_db()
    assert agency.name == "Mobile County Sheriff's Office"
    assert (agency.fbi_name, agency.county) == ("Mobile", "Mobile")
    assert [(c.column, c.old, c.new) for c in report.changes] == [
        ("pub_agency_name", "", "Mobile"),
        ("county_name", "", "Mobile"),
    ]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"ori": "AL1"}, "ori"),
        ({"name": " : "}, "pub_agency_name"),
        ({"name": "x" * 161}, "pub_agency_name"),
        ({"state": "ZZ"}, "state_abbr"),
        ({"county": "x" * 121}, "county_name"),
        ({"type": "Space"}, "agency_type_name"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_at_its_column(changes, column):
    report = take(row(ori="AL0099900"), row(**changes), commit=False)
    (problem,) = report.problems
    assert (problem.row, problem.column) == (3, column)
    assert problem.mend


def test_an_ori_that_is_there_twice_is_refused_the_second_time():
    (problem,) = take(row(), row(name="Other"), commit=False).problems
    assert (problem.row, problem.reason) == (3, "This ORI is also in row 2.")


def test_the_ori_of_a_known_agency_is_proposed_and_not_assigned():
    known = AgencyFactory(
        state="AL", name="Mobile County Sheriff's Office", county="Mobile County", kind="county"
    )
    report = take(row(ori="AL0020000", name="Mobile", county="MOBILE", type="County"))
    (note,) = report.notes
    assert (note.row, note.value) == (2, "AL0020000")
    assert "Mobile County Sheriff's Office" in note.reason
    known.refresh_from_db()
    assert known.ori is None


@pytest.mark.parametrize(
    "other",
    [
        row(ori="AL0020900", name="Mobile", county="MOBILE", type="County"),
        row(ori="AL0020900", name="Mobile County", county="MOBILE", type="County"),
    ],
)
def test_an_ambiguous_ori_is_not_even_proposed(other):
    AgencyFactory(
        state="AL", name="Mobile County Sheriff's Office", county="Mobile County", kind="county"
    )
    listed = row(ori="AL0020000", name="Mobile", county="MOBILE", type="County")
    assert take(listed, other).notes == []


def test_only_who_keeps_agreements_imports_agencies():
    viewer = viewer_as(AGENCY_ADMINISTRATOR, AgencyFactory())
    with pytest.raises(MissingPermission):
        import_agencies(viewer, fbi_list(row()), commit=True, strict=False)


def test_many_rows_take_as_many_queries_as_one(django_assert_max_num_queries):
    rows = [row(ori=f"AL{number:07}", name=f"Place {number}") for number in range(300)]
    with django_assert_max_num_queries(11):
        take(*rows)


def test_an_agency_with_an_ori_that_the_list_lacks_is_named():
    take(row(), row(ori="AL0010200", name="Palm"), row(ori="AL0010300", name="Cedar"))
    AgencyFactory()
    report = checked(row(), row(ori="AL0010300", name=""))
    assert report.absent == ["Palm (city), AL (AL0010200)"]


def checked(*rows):
    return take(*rows, commit=False)
