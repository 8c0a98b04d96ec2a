from datetime import date, timedelta

import pytest

from accounts.gate import MissingPermission
from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER
from accounts.viewer import Viewer
from agencies.models import Agency, Agreement, AgreementAct
from agencies.services.agreement_import import import_agreements
from intake.file import File
from tests.agencies.ice_lists import REAL, ice_list, real_list_as_csv, row
from tests.factories import AgencyFactory, AgreementFactory, viewer_as

SAFE_LINK = (
    "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fmoa.pdf"
    "&data=05%7C02&sdata=x%3D&reserved=0"
)
pytestmark = pytest.mark.usefixtures("arranged")


def check(*rows, **options):
    return take(*rows, commit=False, **options)


def take(*rows, commit=True, strict=False):
    viewer = Viewer.system("test")
    return import_agreements(viewer, ice_list(*rows), commit=commit, strict=strict)


def counts(report):
    return (report.created, report.updated, report.unchanged, report.refused)


def only_problem(*rows):
    report = check(*rows)
    (problem,) = report.problems
    return problem.row, problem.column, problem.value, problem.reason


PUBLISHED = pytest.mark.parametrize(
    ("ices_list", "blank"),
    [(lambda: File.at(REAL), 73), (real_list_as_csv, 0)],
    ids=["as the workbook", "as CSV"],
)


@PUBLISHED
def test_ices_list_gives_829_agreements_and_refuses_three_dates(ices_list, blank):
    report = import_agreements(Viewer.system("test"), ices_list(), commit=True, strict=False)
    assert counts(report) == (829, 0, 0, 3)
    assert (report.rows, report.blank) == (832, blank)
    assert [(p.row, p.column, p.value) for p in report.problems] == [
        (639, "SIGNED", "5025-07-07"),
        (775, "SIGNED", "7/72025"),
        (785, "SIGNED", "05/082025"),
    ]
    assert Agreement.objects.count() == 829
    assert AgreementAct.objects.filter(kind="in_force").count() == 829
    assert not Agreement.objects.filter(moa_url__contains="safelinks").exists()
    assert not Agency.objects.filter(county__startswith="#").exists()


def test_ices_list_as_csv_says_nothing_that_the_workbook_does_not():
    import_agreements(Viewer.system("test"), File.at(REAL), commit=True, strict=False)
    report = import_agreements(Viewer.system("test"), real_list_as_csv(), commit=True, strict=False)
    assert (counts(report), report.changes) == ((0, 0, 829, 3), [])


@PUBLISHED
def test_ices_list_a_second_time_changes_nothing(ices_list, blank):
    file = ices_list()
    import_agreements(Viewer.system("test"), file, commit=True, strict=False)
    again = import_agreements(Viewer.system("test"), file, commit=True, strict=False)
    assert counts(again) == (0, 0, 829, 3)
    assert again.changes == []


def test_an_import_takes_as_many_queries_for_many_rows_as_for_one(django_assert_max_num_queries):
    rows = [row(agency=f"Agency {number}") for number in range(300)]
    with django_assert_max_num_queries(17):
        take(*rows)


def test_a_check_writes_nothing():
    report = check(row())
    assert counts(report) == (1, 0, 0, 0)
    assert not report.committed
    assert not Agency.objects.exists()


def test_an_agreement_is_in_force_since_it_was_signed_by_the_list():
    take(row())
    act = AgreementAct.objects.get()
    assert (act.kind, act.effective_on) == ("in_force", date(2025, 3, 10))
    assert act.evidence == "ICE's list of participating agencies, list.csv"
    assert act.recorded_by is None


def test_cells_are_read_as_they_were_meant():
    take(
        row(
            state="GEORGIA ",
            agency=" Georgia  Department\nof Corrections ",
            type="State Agency ",
            county="#NA",
            model="Task Force Model ",
            signed="6/09/20",
            moa="link ",
            url=SAFE_LINK,
        )
    )
    agreement = Agreement.objects.select_related("agency").get()
    agency = agreement.agency
    assert (agency.state, agency.name) == ("GA", "Georgia Department of Corrections")
    assert (agency.kind, agency.county) == ("state", "")
    assert agency.time_zone == "America/New_York"
    assert agreement.signed_on == date(2020, 6, 9)
    assert agreement.moa_url == "https://www.ice.gov/moa.pdf"


@pytest.mark.parametrize(
    ("model", "signed", "form"),
    [
        ("Jail Enforcement Model", "2009-10-15", "MOU-2002"),
        ("Jail Enforcement Model", "2009-10-16", "MOA-2009-10"),
        ("Jail Enforcement Model", "2013-01-01", None),
        ("Jail Enforcement Model", "2020-03-08", None),
        ("Jail Enforcement Model", "2020-03-09", "JEM-2020"),
        ("Jail Enforcement Model", "2025-02-15", "JEM-2025-02-15"),
        ("Warrant Service Officer", "2009-10-16", None),
        ("Warrant Service Officer", "2019-04-24", "WSO-2019"),
        ("Warrant Service Officer", "2025-02-14", "WSO-2025-02-14"),
        ("Warrant Service Officer", "2025-02-15", "WSO-2025-02-15"),
        ("Task Force Model", "2025-02-11", None),
        ("Task Force Model", "2025-02-12", "TFM-2025-02-12"),
        ("Task Force Model", "2025-03-07", "TFM-2025-03-07"),
    ],
)
def test_the_form_is_inferred_from_the_signing_date(model, signed, form):
    take(row(model=model, signed=signed))
    agreement = Agreement.objects.select_related("form_revision").get()
    assert (agreement.form_revision and agreement.form_revision.code) == form
    assert agreement.form_inferred is (form is not None)


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"state": "ATLANTIS"}, "STATE", "This is no state or territory."),
        ({"state": ""}, "STATE", "The state is missing."),
        ({"agency": " "}, "LAW ENFORCEMENT AGENCY", "The agency's name is missing."),
        ({"agency": "x" * 201}, "LAW ENFORCEMENT AGENCY", "longer than 200 characters."),
        ({"type": "Tribe"}, "TYPE", "This is no kind of agency."),
        ({"county": "x" * 121}, "COUNTY", "longer than 120 characters."),
        ({"model": "Tunnel Model"}, "SUPPORT TYPE", "This is no model of the program."),
        ({"model": ""}, "SUPPORT TYPE", "The model is missing."),
        ({"signed": "7/72025"}, "SIGNED", "This is no date."),
        ({"signed": ""}, "SIGNED", "The signing date is missing."),
        ({"signed": "1/1/1995"}, "SIGNED", "before section 287(g) was enacted"),
        ({"url": "javascript:alert(1)"}, "MOA_URL", "This is no web address."),
        ({"url": "https://[broken"}, "MOA_URL", "This is no web address."),
        ({"moa": "http://nowhere", "url": ""}, "MOA", "This is no web address."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_at_its_column(changes, column, reason):
    number, at, _value, why = only_problem(row(agency="Fine"), row(**changes))
    assert (number, at) == (3, column)
    assert reason in why


def test_a_date_that_lies_ahead_is_refused():
    ahead = Viewer().today + timedelta(days=3)
    _row, column, value, reason = only_problem(row(signed=ahead.isoformat()))
    assert (column, value) == ("SIGNED", ahead.isoformat())
    assert reason == "The signing date lies in the future."


def test_every_problem_of_a_row_is_named_and_the_row_counts_once():
    report = check(row(state="?", model="?", signed="?"))
    assert [p.column for p in report.problems] == ["STATE", "SUPPORT TYPE", "SIGNED"]
    assert (report.rows, report.refused) == (1, 1)


def test_the_same_agreement_twice_in_a_file_is_refused_and_names_the_first_row():
    report = take(row(), row(agency="Other"), row(agency="CYPRESS  County Sheriff’s Office"))
    (problem,) = report.problems
    assert problem.row == 4
    assert problem.reason == "This is the same agreement as in row 2."
    assert counts(report) == (2, 0, 0, 1)


def test_an_agency_may_sign_for_several_models_and_again_later():
    take(row(), row(model="WSO"), row(signed="4/1/2025"))
    assert Agency.objects.count() == 1
    assert Agreement.objects.count() == 3


def test_a_link_that_appears_is_a_change_with_old_and_new_value():
    take(row(moa="link pending", url=""))
    report = take(row())
    assert counts(report) == (0, 1, 0, 0)
    (change,) = report.changes
    assert (change.row, change.column, change.old) == (2, "MOA", "")
    assert Agreement.objects.get().moa_url == change.new == "https://www.ice.gov/moa.pdf"


def test_a_link_that_is_gone_from_the_list_stays():
    take(row())
    assert counts(take(row(moa="link pending", url=""))) == (0, 0, 1, 0)
    assert Agreement.objects.get().moa_url


def test_a_changed_county_is_a_change_of_the_agency():
    take(row())
    report = take(row(county="Cypress Parish"))
    assert counts(report) == (0, 1, 0, 0)
    (change,) = report.changes
    assert (change.column, change.old, change.new) == ("COUNTY", "Cypress County", "Cypress Parish")
    assert Agency.objects.get().county == "Cypress Parish"


def test_a_slip_in_one_of_an_agencys_rows_is_noted_and_changes_nothing_again_and_again():
    rows = [row(), row(model="WSO"), row(model="JEM", county="Cypres County")]
    for _time in range(2):
        report = take(*rows)
        (note,) = report.notes
        assert (note.row, note.column, note.value) == (4, "COUNTY", "Cypres County")
    assert counts(report) == (0, 0, 3, 0)
    assert Agency.objects.get().county == "Cypress County"


def test_what_a_list_leaves_out_stays_as_it_is():
    take(row(), row(agency="Absent later"))
    assert counts(take(row())) == (0, 0, 1, 0)
    assert Agreement.objects.count() == 2
    assert AgreementAct.objects.count() == 2


def test_strict_writes_nothing_when_a_row_is_refused():
    report = take(row(), row(agency="Other", signed="?"), strict=True)
    assert counts(report) == (1, 0, 0, 1)
    assert not report.committed
    assert not Agreement.objects.exists()


def test_strict_writes_all_when_none_is_refused():
    assert take(row(), strict=True).committed
    assert Agreement.objects.count() == 1


def test_only_who_keeps_agreements_imports_them():
    agency = AgencyFactory()
    with pytest.raises(MissingPermission):
        import_agreements(
            viewer_as(AGENCY_ADMINISTRATOR, agency), ice_list(row()), commit=True, strict=False
        )
    manager = viewer_as(PROGRAM_MANAGER)
    import_agreements(manager, ice_list(row()), commit=True, strict=False)
    assert AgreementAct.objects.get().recorded_by_id == manager.user_id


def test_what_is_in_force_and_not_in_the_list_is_named():
    take(row(), row(agency="Palm Police Department"), row(agency="Cedar Police Department"))
    over = Agreement.objects.get(agency__name="Cedar Police Department")
    AgreementAct.objects.create(
        agency=over.agency, agreement=over, kind="terminated", effective_on=over.signed_on,
        evidence="Letter",
    )  # fmt: skip
    report = take(row())
    assert report.absent == ["Palm Police Department, AL: TFM, signed 2025-03-10"]
    assert Agreement.objects.count() == 3


@pytest.mark.parametrize(
    "line",
    [
        row(signed="7/72025"),
        row(signed="3/11/2025"),
        row(agency="Cypress County Sheriff Office"),
    ],
    ids=["a date that is none", "another date of the same MOA", "a name that waits"],
)
def test_an_agreement_that_the_list_may_mean_is_not_called_absent(line):
    take(row())
    assert check(line).absent == []


def test_an_invented_agency_is_not_missed():
    AgreementFactory(agency=AgencyFactory(is_invented=True))
    assert check(row()).absent == []
