import json
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.viewer import Viewer, acting_as
from agencies.management.agency_argument import EXAMPLE
from agencies.models import Agreement, Officer
from demo.accounts import CYPRESS
from tests.agencies.ice_lists import REAL, ice_list, row
from tests.agencies.rosters import roster
from tests.factories import AgencyFactory


@pytest.fixture
def saved(tmp_path):
    def save(*rows):
        path = tmp_path / "list.csv"
        path.write_bytes(ice_list(*rows).data)
        return path

    return save


def run(command, *arguments):
    """What the command printed, and its exit code."""
    out = StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def agreements():
    with acting_as(Viewer.system("test")):
        return Agreement.objects.count()


@pytest.mark.django_db
def test_the_report_as_json_is_one_object_and_refused_rows_give_exit_code_1():
    printed, code = run("import_agreements", REAL, "--commit", "--json")
    report = json.loads(printed)
    assert code == 1
    assert list(report) == [
        *("rows", "blank", "created", "updated", "unchanged", "refused"),
        "problems",
    ]
    assert (report["rows"], report["blank"], report["created"]) == (832, 73, 829)
    assert [problem["row"] for problem in report["problems"]] == [639, 775, 785]
    assert set(report["problems"][0]) == {"row", "column", "value", "reason"}
    assert agreements() == 829


@pytest.mark.django_db
def test_the_report_in_words_tells_what_a_check_would_do(saved):
    printed, code = run("import_agreements", saved(row(), row(agency="B", signed="7/72025")))
    assert code == 1
    assert "2 rows" in printed
    assert 'row 3, SIGNED "7/72025": This is no date.' in printed
    assert "perhaps 7/7/2025 is meant" in printed
    assert printed.endswith("Nothing was written: this was a check. Add --commit to write.\n")
    assert agreements() == 0


@pytest.mark.django_db
def test_strict_says_why_nothing_was_written(saved):
    printed, code = run("import_agreements", saved(row(), row(signed="?")), "--commit", "--strict")
    assert code == 1
    assert "Nothing was written, because rows were refused and --strict was given." in printed
    assert agreements() == 0


@pytest.mark.django_db
def test_as_json_a_file_that_cannot_be_read_is_an_object_with_one_problem(tmp_path):
    path, out = tmp_path / "list.csv", StringIO()
    path.write_bytes(b"")
    with pytest.raises(CommandError):
        call_command("import_agreements", str(path), "--json", stdout=out)
    report = json.loads(out.getvalue())
    (problem,) = report["problems"]
    assert report["rows"] == 0
    assert problem["row"] is None
    assert problem["reason"].startswith("The file is empty.")


@pytest.mark.django_db
def test_all_rows_accepted_is_exit_code_0(saved):
    assert run("import_agreements", saved(row()), "--commit")[1] == 0
    assert agreements() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "The file is empty."), (b"A,B\n1,2\n", "The file has other columns")],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_exit_code_2(tmp_path, content, words):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as caught:
        run("import_agreements", path, "--commit", "--json")
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)


@pytest.mark.django_db
def test_the_list_of_agreements_names_the_inferred_form(saved):
    run("import_agreements", saved(row(), row(model="WSO", signed="1/2/2015", url="")), "--commit")
    listed = json.loads(run("list_agreements", "--json")[0])
    agency = {
        "state": "AL",
        "agency": "Cypress County Sheriff's Office",
        "county": "Cypress County",
    }
    assert listed == [
        agency
        | {
            "model": "TFM",
            "signed": "2025-03-10",
            "form_revision": "TFM-2025-03-07",
            "inferred": True,
            "moa_url": "https://www.ice.gov/moa.pdf",
        },
        agency
        | {
            "model": "WSO",
            "signed": "2015-01-02",
            "form_revision": None,
            "inferred": False,
            "moa_url": "",
        },
    ]
    assert "2 agreements" in run("list_agreements")[0]


@pytest.fixture
def agency(db):
    with acting_as(Viewer.system("test")):
        return AgencyFactory(ori="FL0010000")


@pytest.fixture
def saved_roster(tmp_path):
    def save(*lines):
        path = tmp_path / "roster.csv"
        path.write_bytes(roster(*lines).data)
        return path

    return save


def officers():
    with acting_as(Viewer.system("test")):
        return Officer.objects.count()


@pytest.mark.parametrize("named", ["{0.ori}", "{0.pk}", "{0.uuid}", "{0.state}/{0.name}"])
def test_a_rosters_agency_is_named_by_ori_id_or_state_and_name(agency, saved_roster, named):
    file = saved_roster("O'Neil,Ann,12,,,,")
    options = ("--commit", "--json", "--agency", named.format(agency))
    printed, code = run("import_roster", file, *options)
    report = json.loads(printed)
    assert code == 0
    assert list(report) == [
        *("rows", "blank", "created", "updated", "unchanged", "refused"),
        "problems",
    ]
    assert (report["created"], officers()) == (1, 1)
    assert json.loads(run("import_roster", file, *options)[0])["unchanged"] == 1


def test_a_roster_with_a_refused_row_gives_exit_code_1_and_strict_writes_nothing(
    agency, saved_roster
):
    file = saved_roster("O'Neil,Ann,12,,,,", "Sample,,13,,,,")
    options = ("--commit", "--agency", agency.pk)
    printed, code = run("import_roster", file, *options, "--strict")
    assert (code, officers()) == (1, 0)
    assert "row 3, first_name: The first name is missing." in printed
    assert run("import_roster", file, *options)[1] == 1
    assert officers() == 1


def test_a_roster_of_an_agency_that_nobody_knows_is_refused(agency, saved_roster):
    with pytest.raises(CommandError, match='There is no agency "XX0000000"'):
        run("import_roster", saved_roster("O'Neil,Ann,12,,,,"), "--agency", "XX0000000")


def test_the_agency_of_the_readme_works_when_it_is_copied_into_the_demo(db, saved_roster):
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text()
    (copied,) = re.findall(r'`(--agency "[^`]+)`', readme)
    with acting_as(Viewer.system("test")):
        AgencyFactory(state="FL", name=CYPRESS)
    assert run("import_roster", saved_roster("O'Neil,Ann,12,,,,"), *shlex.split(copied))[1] == 0
    assert EXAMPLE in copied
