"""Officers with their appointments, added a thousand at a time."""

import io
from collections.abc import Iterator
from datetime import date
from functools import partial

from django.db import connection

from accounts.viewer import acting_as
from agencies.models import Agency, Appointment, Officer
from benchmarks.measure import Figure, medians
from benchmarks.viewers import AGENCY, UndoneError, undone

ROSTER = 1000


def roster(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """A thousand officers with their appointments, history included, against COPY."""
    floor = "COPY of the same rows to twins of the tables"
    agency = Agency(pk=1)
    rows = [
        (
            Officer(
                agency=agency,
                last_name=f"New{n}",
                first_name="Avery",
                name_key=f"new{n} avery",
                law_enforcement_since=day,
            ),
            f"N{n}",
        )
        for n in range(ROSTER)
    ]

    def insert() -> None:
        with acting_as(AGENCY):
            for officer, _badge in rows:
                officer.pk = None
            made = Officer.objects.bulk_create(officer for officer, _ in rows)
            Appointment.objects.bulk_create(
                Appointment(agency=agency, officer=officer, badge_number=badge, valid_from=day)
                for officer, (_, badge) in zip(made, rows, strict=True)
            )
            raise UndoneError

    texts = {
        "officer": "".join(
            f"{n}\t{o.uuid}\tNew{n}\tAvery\tnew{n} avery\t\t{day}\t1\n"
            for n, (o, _) in enumerate(rows)
        ),
        "appointment": "".join(
            f"{n}\t{o.uuid}\t{day}\t9999-12-31\tN{n}\t\t1\t{n}\n" for n, (o, _) in enumerate(rows)
        ),
    }
    columns = {
        "officer": "id, uuid, last_name, first_name, name_key, email, law_enforcement_since,"
        " agency_id",
        "appointment": "id, uuid, valid_from, valid_to, badge_number, rank, agency_id, officer_id",
    }

    def copy() -> None:
        with acting_as(AGENCY):
            with connection.cursor() as cursor:
                for name, text in texts.items():
                    target = f"copy twin_{name} ({columns[name]}) from stdin"
                    with cursor.copy(target) as stream:
                        stream.write(io.StringIO(text).read())
            raise UndoneError

    cases = {"insert": partial(undone, insert), floor: partial(undone, copy)}
    ms = medians(cases, max(2, rounds // 10), warm=1)
    yield Figure(f"Roster insert, {ROSTER:,} officers", officers, ms["insert"], floor, ms[floor])
