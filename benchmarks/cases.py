"""What is measured: the product's own selectors and services, as a signed-in person meets them."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.roles import AGENCY_ADMINISTRATOR, AUDITOR, PROGRAM_MANAGER, SUPERVISOR
from accounts.viewer import Viewer, acting_as
from agencies.models import Agency, Appointment, Officer
from benchmarks.measure import Figure, medians
from g287.database import logged_in_as
from reports.selectors.answer import answers_of, ids_on_the_books, requirement_rows
from reports.selectors.compliance import StandingSource, standings_on, tally
from reports.selectors.officer_list import OfficerFilters, officers_page
from training.models import Enrollment, Participation
from training.selectors.sign_off import record_shown
from training.services.sign_off import approve

AGENCY = Viewer(user_id=1, role=AGENCY_ADMINISTRATOR, agency_ids=frozenset({1}))
NATION = Viewer(user_id=1, role=PROGRAM_MANAGER, agency_ids=None)
ROSTER = 1000
WAITING = (
    "select agency_id from training_enrollment where state = 'submitted'"
    " group by 1 order by max(id) desc limit 60"
)
_numbers = count(1)


def _scalar(sql: str, *params: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()


def _rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def dashboards(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """An agency of 468 among all the others: counts by compliance, today, past and to come."""
    days = {
        "today": day,
        "a year ago": day - timedelta(days=365),
        "in 90 days": day + timedelta(days=90),
    }
    floor = "count(*) of the agency's participations"
    cases = {name: partial(_tally, AGENCY, on) for name, on in days.items()}
    cases[floor] = partial(
        _scalar, "select count(*) from training_participation where agency_id = 1"
    )
    with acting_as(AGENCY):
        ms = medians(cases, rounds)
    for name in days:
        yield Figure(f"Agency dashboard, {name}", officers, ms[name], floor, ms[floor])
    floor = "count(*) of all participations"
    cases = {
        "nation": partial(_tally, NATION, day),
        floor: partial(_scalar, "select count(*) from training_participation"),
    }
    with acting_as(NATION):
        ms = medians(cases, max(3, rounds // 5))
    yield Figure("National counts by compliance", officers, ms["nation"], floor, ms[floor])


def _tally(viewer: Viewer, day: date) -> Any:
    return tally(standings_on(viewer, day))


def as_of(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """All officers of the agency as they stand on a day: known now, and as known a week ago.

    The records of the benchmark are written at once, so that "a week ago" is the moment after.
    """
    auditor = Viewer(user_id=1, role=AUDITOR, agency_ids=None)
    agency = Participation.objects.filter(agency=1)
    known = timezone.now()
    floor = "the agency's dashboard SQL"
    cases = {
        "now": partial(_listed, StandingSource(day), auditor, agency),
        "known": partial(_listed, StandingSource(day, known), auditor, agency),
        "why": partial(_explained, StandingSource(day), auditor),
        floor: partial(_tally, AGENCY, day),
    }
    with acting_as(auditor):
        ms = medians(cases, max(3, rounds // 3))
    yield Figure("As-of list of an agency, known now", officers, ms["now"], floor, ms[floor])
    yield Figure("As-of list of an agency, as known", officers, ms["known"], floor, ms[floor])
    yield Figure("Every requirement of an agency", officers, ms["why"], floor, ms[floor])


def _listed(
    source: StandingSource, viewer: Viewer, participations: QuerySet[Participation]
) -> list[Any]:
    with source.over(participations):
        standings = standings_on(viewer, source.on).filter(agency=1)
        return list(standings.values_list("participation", "status", "compliance", "may_act"))


def _explained(source: StandingSource, viewer: Viewer) -> int:
    ids = ids_on_the_books(viewer, Participation.objects.filter(agency=1), source)
    return sum(1 for _ in requirement_rows(answers_of(viewer, ids, source)))


def lists(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """One page of 25 officers with status, compliance and what to do first."""
    floor = "25 bare rows by the same index"
    for viewer, place, where in (
        (AGENCY, "an agency", "where agency_id = 1"),
        (NATION, "the nation", ""),
    ):
        with acting_as(viewer):
            first = officers_page(viewer, OfficerFilters(on=day))
            cases = {
                "page": partial(officers_page, viewer, OfficerFilters(on=day)),
                "next": partial(officers_page, viewer, OfficerFilters(on=day), after=first.after),
                floor: partial(
                    _rows, f"select * from agencies_officer {where} order by name_key, id limit 25"
                ),
            }
            ms = medians(cases, rounds)
        yield Figure(f"Officer list of {place}", officers, ms["page"], floor, ms[floor])
        yield Figure(f"Officer list of {place}, next page", officers, ms["next"], floor, ms[floor])


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
            raise _UndoneError

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
            raise _UndoneError

    cases = {"insert": partial(_undone, insert), floor: partial(_undone, copy)}
    ms = medians(cases, max(2, rounds // 10), warm=1)
    yield Figure(f"Roster insert, {ROSTER:,} officers", officers, ms["insert"], floor, ms[floor])


class _UndoneError(Exception):
    """Rolls a round back, so that the next one meets the same tables."""


def _undone(act: Any) -> None:
    try:
        act()
    except _UndoneError:
        return


def sign_off(officers: int, _day: date, rounds: int) -> Iterator[Figure]:
    """A supervisor approves a record; the floor writes the same rows to twins without guards."""
    floor = "the bare rows, in one transaction"
    # A field office supervises some dozens of agencies, not all of them.
    agencies = frozenset(pk for (pk,) in _owned(WAITING))
    viewer = Viewer(
        user_id=1, role=SUPERVISOR, agency_ids=agencies, field_office_ids=frozenset({1})
    )
    with acting_as(viewer):
        waiting = iter(
            list(
                Enrollment.objects.awaiting_sign_off()
                .select_related("participation", "training_class__course_version__course")
                .filter(participation__officer_id__gt=0)
                .order_by("-id")[: rounds + 2]
            )
        )

    def approved() -> None:
        record = next(waiting)
        with acting_as(viewer):
            approve(viewer, record, digest=record_shown(record).digest)

    def written() -> None:
        number = next(_numbers)
        with acting_as(viewer), connection.cursor() as cursor:
            cursor.execute("select from training_participation where id = 1 for no key update")
            for statement in _BARE:
                cursor.execute(statement, [number])

    ms = medians({"approve": approved, floor: written}, rounds)
    yield Figure(
        "Sign-off with certification and coverage", officers, ms["approve"], floor, ms[floor]
    )


_SIGN_OFF = """insert into twin_signoff (uuid, decision, reasons, statement, digest,
 position_title, agency_id, enrollment_id, participation_id, signed_by_id)
 values (gen_random_uuid(), 'approved', '{}', 'x', 'x', 'x', 1, %s, 1, 1)"""
_CERTIFICATION = """insert into twin_certification (uuid, certificate_number, certified_on,
 completed_on, paper_id, agency_id, course_version_id, participation_id)
 values (gen_random_uuid(), 'C-' || %s, '2025-01-01', '2025-01-01', 1, 1, 1, 1)"""
_ACT = """insert into twin_participationact (uuid, kind, effective_on, status_after, detail,
 superseded_because, agency_id, participation_id)
 values (gen_random_uuid(), 'certified', '2025-01-01', '', '', '', 1, %s)"""
_COVERAGE = """insert into twin_coverage (kind, valid_from, valid_to, evidence_kind, evidence_id,
 superseded_because, agency_id, participation_id)
 values (5, '2025-01-01', '9999-12-31', 5, 1, '', 1, %s)"""
_BARE = (_SIGN_OFF, _CERTIFICATION, _ACT, _ACT, _COVERAGE, _COVERAGE, _COVERAGE)

TWINS = ("agencies_officer", "agencies_appointment", "training_signoff", "training_certification",
         "training_participationact", "training_coverage")  # fmt: skip


def make_twins() -> None:
    """Tables like the real ones with their indexes and checks, without keys, triggers, policies."""
    with connection.cursor() as cursor:
        for table in TWINS:
            twin = f"twin_{table.split('_')[1]}"
            cursor.execute(f"create table {twin} (like {table} including all)")
            cursor.execute(f"grant select, insert on {twin} to g287_agency")
        cursor.execute("grant usage on all sequences in schema public to g287_agency")


def _owned(sql: str) -> list[tuple[Any, ...]]:
    with logged_in_as("owner", settings.VAR):
        return _rows(sql)
