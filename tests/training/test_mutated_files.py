"""Whatever is in a file of history or results: never an error of ours, never a part of it written.

A file is either refused as a whole, and nothing was written; or its accepted rows are all written,
so that the same file again changes nothing. Each holds for the database's own constraints, too.
"""

import csv
import random
from io import StringIO

import pytest
from django.db import connection, transaction

from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from intake.file import File
from intake.models import Import
from intake.unreadable import Unreadable
from tests.factories import AgencyFactory, AgreementFactory, AppointmentFactory, OfficerFactory
from tests.intake.mutations import COUNT, mutated, mutated_cells
from tests.support import chain
from tests.training.history_files import HEAD, REFRESHER, WHOLE
from training.selectors.standing import differences
from training.services.history_import import TRAINING, import_training
from training.services.results_import import RESULTS, import_results

SYSTEM = Viewer.system("test")
pytestmark = pytest.mark.usefixtures("arranged")


def history_rows():
    """Histories of several kinds, of officers who are known and who are not."""
    agency = AgencyFactory(ori="FL0123400")
    AgreementFactory(agency=agency, form="JEM-2020", signed_on="2023-01-02")
    AgreementFactory(agency=agency, form="WSO-2019", signed_on="2022-01-03")
    officer = OfficerFactory(agency=agency, last_name="Known", law_enforcement_since=None)
    AppointmentFactory(officer=officer, badge_number="40", valid_from="2020-01-06")
    nobody = {"badge_number": "", "certificate_number": ""}
    people = [nobody | {"badge_number": str(n), "last_name": f"Sample{n}"} for n in range(20, 24)]
    bare = {name: "" for name in WHOLE if name not in {"state", "model", "course", "first_name"}}
    rows = [
        people[0] | {"certificate_number": "C-20"},
        people[0] | REFRESHER,
        people[1] | {"exam:FINAL": "60;61", "result": "failed"} | _no_end(),
        people[2] | {"result": "incomplete"} | _no_end(),
        people[3] | {"model": "WSO", "course": "WSO", "class_id": "CL750", "exam:W1": ""},
        bare | {"badge_number": "40", "last_name": "Known", "first_name": "Avery"},
    ]
    whole = [WHOLE | {"agency": agency.name, "agency_ori": ""} | row for row in rows]
    return SYSTEM, [HEAD, *[[row.get(name, "") for name in HEAD] for row in whole]]


def _no_end():
    ends = ("certif", "author", "signed")
    return {name: "" for name in WHOLE if name.startswith(ends)}


def results_rows():
    """Three officers in a class of one day, a week ago."""
    cast = chain.chain()
    with chain.before_class(cast) as first:
        into = chain.training_class(cast, starts_on=first)
        names = ("Sample", "O'Neil", "Peña")
        records = [chain.enrolled(cast, into, last_name=name) for name in names]
    head = ["class_id", "state", "agency", "badge_number", "last_name", "first_name", "day:1",
            "day:2", "exam:FINAL"]  # fmt: skip
    rows = []
    for number, record in enumerate(records):
        officer, badge = record.officer, record.participation.appointment.badge_number
        agency = record.participation.agency
        hours = ("8", "", "6")[number]
        score = ("88", "60;75", "")[number]
        rows.append([into.class_id, agency.state, agency.name, badge, officer.last_name,
                     officer.first_name, hours, "", score])  # fmt: skip
    return cast.registrar, [head, *rows]


def written(rows, source):
    """The rows as one of the programs would write them; now and then damaged on the way."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=source.choice(",;\t")).writerows(rows)
    encoding = source.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    data = out.getvalue().encode(encoding, "replace")
    return File("list.csv", mutated(data, source) if source.random() < 0.2 else data)


def contents(kind):
    """Every row of what this kind of import writes, and of the imports themselves."""
    return [list(model.objects.order_by("pk").values_list()) for model in (*kind.writes, Import)]


MADE = {
    "history": (history_rows, TRAINING, import_training, 8),
    "results": (results_rows, RESULTS, import_results, 8),
}


@pytest.mark.parametrize("name", MADE)
def test_a_mutated_file_is_written_as_a_whole_or_not_at_all(name):
    make, kind, take, share = MADE[name]
    viewer, rows = make()
    before = contents(kind)
    outcomes = {"refused": 0, "written": 0, "in part refused": 0}
    for seed in range(-(-COUNT // share)):
        source = random.Random(f"{name} {seed}")
        file = written(mutated_cells(rows, source), source)
        with acting_as(viewer), transaction.atomic():
            outcomes[_outcome(viewer, take, file, kind, before, f"{name}, seed {seed}")] += 1
            transaction.set_rollback(True)
    # Else the files did not reach the plan, the write, or a refusal, and nothing was tried.
    assert outcomes["written"] > 0
    assert outcomes["in part refused"] > 0


def _outcome(viewer, take, file, kind, before, seed):
    try:
        report = take(viewer, file, commit=True, strict=False)
        with connection.cursor() as cursor:
            # As the end of the transaction would.
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
    except (Unreadable, Refused):
        assert contents(kind) == before, seed
        return "refused"
    except Exception as error:
        pytest.fail(f"{seed}: {type(error).__name__}: {error}\n{file.data!r}")
    again = take(viewer, file, commit=False, strict=False)
    told = (again.created, again.updated, again.refused)
    assert told == (0, 0, report.refused), f"{seed}: {told}\n{file.data!r}"
    assert not differences(0, 2**62), seed
    if not (report.created or report.updated):
        assert contents(kind)[:-1] == before[:-1], seed
    return "in part refused" if report.refused else "written"
