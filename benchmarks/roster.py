"""A roster from file to committed, against COPY and bulk_create.

Both floors write the same officers and appointments to the tables themselves. COPY is done by the
owner, since it knows no row policies, with the history's triggers as they stand; bulk_create has
neither validation nor history.
"""

import io
import uuid
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pghistory
from django.conf import settings
from django.db import connection, transaction

from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import Viewer, acting_as
from agencies.models import Agency, Appointment, Officer
from agencies.services.roster_import import import_roster
from benchmarks.measure import Figure, medians
from benchmarks.memory import Peak, give_back, resident
from g287.database import logged_in_as
from intake.file import File

LIMIT_MB = 200
HIRED = date(2020, 1, 1)
TABLES = ("agencies_officer", "agencies_appointment")
OFFICER = "id, uuid, last_name, first_name, name_key, email, agency_id"
APPOINTMENT = "uuid, valid_from, valid_to, badge_number, rank, agency_id, officer_id"
# Far above the ids that the tables give by themselves.
FIRST_ID = 10**9


class _UndoneError(Exception):
    """Rolls a round back, so that the next one meets the same tables."""


def roster_figures(
    size: int, rounds: int, *, agency: int = 1, tenfold: bool = True
) -> list[Figure]:
    """Called as the owner; the import itself runs under the web login."""
    copied, created = "COPY of the same rows", "bulk_create, no history"
    cases = {
        "import": _as_web(partial(_undone, partial(_import, agency, _file(size)))),
        copied: partial(_undone, partial(_copy, _texts(agency, size))),
        created: partial(_undone, partial(_bulk_create, agency, size)),
    }
    if tenfold:
        cases["tenfold"] = _as_web(partial(_undone, partial(_import, agency, _file(10 * size))))
    ms = medians(cases, rounds, warm=1)
    found = [
        Figure(f"Roster import of {size:,}, by COPY", size, ms["import"], copied, ms[copied], 2),
        Figure(
            f"Roster import of {size:,}, by rows", size, ms["import"], created, ms[created], 0.7
        ),
    ]
    if tenfold:
        floor = f"ten times {size:,}"
        name = f"Roster import of {10 * size:,}"
        found.append(Figure(name, 10 * size, ms["tenfold"], floor, 10 * ms["import"], 1.3))
    return found


def workbook_memory(size: int, *, agency: int = 1) -> Figure:
    """How memory grows while a workbook of `size` rows is read, checked and committed."""
    file = _workbook(size)
    give_back()
    before, peak = resident(), Peak()
    with peak:
        _as_web(partial(_undone, partial(_import, agency, file)))()
    grown = max(0.1, peak.highest - before)
    name, limit = f"Roster of {size:,} as XLSX, memory grown, MB", f"a limit of {LIMIT_MB} MB"
    return Figure(name, size, grown, limit, LIMIT_MB, 1)


def _workbook(size: int) -> File:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Roster")
    sheet.append(["last_name", "first_name", "badge_number", "email", "rank", "hired_on"])
    for n in range(size):
        sheet.append([f"New{n}", "Avery", f"R{n}", f"avery.new{n}@example.com", "Deputy", HIRED])
    out = io.BytesIO()
    book.save(out)
    return File("roster.xlsx", out.getvalue())


def _file(size: int) -> File:
    lines = ["last_name,first_name,badge_number,email,rank,hired_on"]
    lines += [f"New{n},Avery,R{n},avery.new{n}@example.com,Deputy,1/1/2020" for n in range(size)]
    return File("roster.csv", "\n".join(lines).encode())


def _import(agency: int, file: File) -> None:
    viewer = Viewer(
        name="Benchmark",
        role=AGENCY_ADMINISTRATOR,
        agency_ids=frozenset({agency}),
        reason="benchmark",
    )
    with acting_as(viewer):
        report = import_roster(viewer, Agency(pk=agency), file, commit=True, strict=True)
        assert report.committed, report.problems[:3]
        _settle()
        raise _UndoneError


def _texts(agency: int, size: int) -> tuple[str, str]:
    officers, appointments = io.StringIO(), io.StringIO()
    for n in range(size):
        key = FIRST_ID + n
        officers.write(
            f"{key}\t{uuid.uuid4()}\tNew{n}\tAvery\tnew{n} avery\tavery.new{n}@example.com"
            f"\t{agency}\n"
        )
        appointments.write(f"{uuid.uuid4()}\t{HIRED}\t9999-12-31\tR{n}\tDeputy\t{agency}\t{key}\n")
    return officers.getvalue(), appointments.getvalue()


def _copy(texts: tuple[str, str]) -> None:
    with transaction.atomic(), pghistory.context(user=1), connection.cursor() as cursor:
        cursor.execute("select set_config('pghistory.context_id', '', true)")
        for table, columns, text in zip(TABLES, (OFFICER, APPOINTMENT), texts, strict=True):
            with cursor.copy(f"copy {table} ({columns}) from stdin") as stream:
                stream.write(text)
        _settle()
        raise _UndoneError


def _bulk_create(agency: int, size: int) -> None:
    kept = Agency(pk=agency)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table {table} disable trigger user")
        made = Officer.objects.bulk_create(
            Officer(
                agency=kept,
                last_name=f"New{n}",
                first_name="Avery",
                name_key=f"new{n} avery",
                email=f"avery.new{n}@example.com",
            )
            for n in range(size)
        )
        Appointment.objects.bulk_create(
            Appointment(
                agency=kept, officer=officer, badge_number=f"R{n}", rank="Deputy", valid_from=HIRED
            )
            for n, officer in enumerate(made)
        )
        _settle()
        raise _UndoneError


def _settle() -> None:
    """Have the deferred keys checked, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def _as_web(act: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> None:
        with logged_in_as("web", settings.VAR):
            act()

    return run


def _undone(act: Callable[[], Any]) -> None:
    try:
        act()
    except _UndoneError:
        return
