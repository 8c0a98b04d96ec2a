"""Any valid rows of history come to the same state, in whatever order and kind of file."""

import csv
from io import StringIO

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.viewer import Viewer
from intake.dates import date_of
from intake.file import File
from tests.factories import AgencyFactory, AgreementFactory
from tests.intake.open_documents import old_workbook, open_document, table
from tests.intake.workbooks import workbook
from tests.training.history_files import HEAD, REFRESHER, WHOLE
from training.models import (
    Authorization,
    Certification,
    Coverage,
    Enrollment,
    ExamAttempt,
    Standing,
)
from training.services.history_import import import_training

SYSTEM = Viewer.system("test")
pytestmark = pytest.mark.usefixtures("arranged")
UNFINISHED = {name: "" for name in WHOLE if name.startswith(("certif", "author", "signed"))}
# What an officer's papers may say, row by row.
STORIES = (
    [{}],
    [{"authorized_until": "2024-03-20"}],
    [{}, REFRESHER],
    [{"exam:W1": "60;65", "exam:FINAL": ""}],
    [UNFINISHED | {"exam:FINAL": "60;61", "result": "failed"}],
    [UNFINISHED | {"result": "incomplete", "exam:W3": ""}],
    [{"class_id": "CL701", "started_on": "2023-02-20", "completed_on": "2023-03-17"}],
)
NAMES = ("Peña", "O'Neil", "Smith-Jones, Jr.", "van der Berg", "Müller", "=Sample", "D’Angelo")
OFFICERS = st.lists(
    st.tuples(st.sampled_from(STORIES), st.sampled_from(NAMES)), min_size=1, max_size=4
)


def rows_of(officers, agency):
    rows = []
    for number, (story, name) in enumerate(officers):
        own = {"badge_number": f"0{number}", "last_name": name, "first_name": f"Ann {number}"}
        for says in story:
            row = WHOLE | {"agency": agency.name} | own | {"certificate_number": f"C-{number}"}
            rows.append([(row | says).get(name, "") for name in HEAD])
    return rows


def delimited(rows, encoding="utf-8", separator=","):
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return File("history.csv", out.getvalue().encode(encoding))


def as_cells(rows):
    """Days as days, scores as numbers, and text that begins like a formula as text."""

    def cell(heading, value):
        if heading.endswith(("_on", "_from", "_until", "_since")) and value:
            return date_of(value)
        if heading.startswith("exam:") and value.isdecimal():
            return int(value)
        return f"'{value}" if value.startswith("=") else value

    head, *rest = rows
    return [head, *[[cell(*pair) for pair in zip(head, row, strict=True)] for row in rest]]


FORMS = {
    "UTF-8": delimited,
    "UTF-16 with tabs": lambda rows: delimited(rows, "utf-16", "\t"),
    "Windows-1252 with semicolons": lambda rows: delimited(rows, "cp1252", ";"),
    "XLSX": lambda rows: workbook(*as_cells(rows)),
    "ODS": lambda rows: open_document(table(*as_cells(rows))),
    "XLS": lambda rows: old_workbook(*as_cells(rows)),
}


def state_after(file):
    """What the records say once the file is in, without the file's own rows and keys."""
    whose = ("participation__name_key",)
    with transaction.atomic():
        report = import_training(SYSTEM, file, commit=True, strict=True)
        assert report.committed, report.problems
        of_class = ("enrollment__participation__name_key", "module__exam_code")
        found = [
            Standing.objects.values_list(
                *whose, "valid_from", "valid_to", "status", "grade", "compliant_until"
            ),
            Coverage.objects.values_list(
                *whose, "valid_from", "valid_to", "kind", "evidence_kind", "superseded_at"
            ),
            Enrollment.objects.values_list(*whose, "training_class__class_id", "state"),
            ExamAttempt.objects.values_list(*of_class, "attempt", "score", "taken_on"),
            Certification.objects.values_list(*whose, "certificate_number", "certified_on"),
            Authorization.objects.values_list(*whose, "valid_from", "valid_to"),
        ]
        state = [sorted(map(str, rows)) for rows in found]
        transaction.set_rollback(True)
    return state


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(officers=OFFICERS, data=st.data())
def test_rows_shuffled_and_encoded_anew_come_to_the_same(history_agency, officers, data):
    rows = rows_of(officers, history_agency)
    expected = state_after(delimited([HEAD, *rows]))
    assert expected[0]
    order = data.draw(st.permutations(range(len(HEAD))), label="columns")
    shuffled = data.draw(st.permutations(rows), label="rows")
    moved = [[row[place] for place in order] for row in (HEAD, *shuffled)]
    form = data.draw(st.sampled_from(sorted(FORMS)), label="form")
    assert state_after(FORMS[form](moved)) == expected


@pytest.fixture
def history_agency():
    agency = AgencyFactory()
    AgreementFactory(agency=agency, form="JEM-2020", signed_on="2023-01-02")
    return agency
