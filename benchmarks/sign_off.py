"""A supervisor approves a training record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connection

from accounts.roles import SUPERVISOR
from accounts.viewer import Viewer, acting_as
from benchmarks.measure import Figure, medians
from benchmarks.viewers import rows
from g287.database import logged_in_as
from training.models import Enrollment
from training.selectors.sign_off import record_shown
from training.services import sign_off as service
from training.services.standing import LATER

WAITING = (
    "select agency_id from training_enrollment where state = 'submitted'"
    " group by 1 order by max(id) desc limit 60"
)
_numbers = count(1)


def sign_off(officers: int, _day: date, rounds: int) -> Iterator[Figure]:
    """Against the same act without certificate, coverage and standing, and against the bare rows:
    the same ones, written to twins without guards."""
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
                .order_by("-id")[: 2 * (rounds + 2)]
            )
        )

    def approve() -> None:
        record = next(waiting)
        with acting_as(viewer):
            service.approve(viewer, record, digest=record_shown(record).digest)

    def sign_alone() -> None:
        # The same service, without the certificate, its coverage and what they add up to.
        record = next(waiting)
        with (
            acting_as(viewer),
            patch.object(service, "_certify"),
            restanding_left_alone(),
        ):
            service.approve(viewer, record, digest=record_shown(record).digest)

    def write() -> None:
        number = next(_numbers)
        with acting_as(viewer), connection.cursor() as cursor:
            cursor.execute("select from training_participation where id = 1 for no key update")
            for statement in _BARE:
                cursor.execute(statement, [number])

    alone, bare = "the same without the three", "the bare rows, in one transaction"
    ms = medians({"approve": approve, alone: sign_alone, bare: write}, rounds)
    name, whole = "Sign-off with certificate, coverage, standing", ms["approve"]
    yield Figure(name, officers, whole, alone, ms[alone], 3)
    yield Figure("Sign-off", officers, whole, bare, ms[bare])


@contextmanager
def restanding_left_alone() -> Iterator[None]:
    """Until the transaction ends, nothing computes standing."""
    rows(LATER, "on")
    yield


_SIGN_OFF = """insert into twin_signoff (uuid, decision, reasons, statement, digest,
 position_title, agency_id, enrollment_id, participation_id, signed_by_id)
 values (gen_random_uuid(), 'approved', '{}', 'x', 'x', 'x', 1, %s, 1, 1)"""
_CERTIFICATION = """insert into twin_certification (uuid, certificate_number, certified_on,
 completed_on, paper_id, agency_id, course_version_id, participation_id)
 values (gen_random_uuid(), 'C-' || %s, '2025-01-01', '2025-01-01', 1, 1, 1, 1)"""
_ACT = """insert into twin_participationact (uuid, kind, effective_on, status_after, detail,
 superseded_because, agency_id, participation_id)
 values (gen_random_uuid(), 'certified', '2025-01-01', 'certified', '', '', 1, %s)"""
_COVERAGE = """insert into twin_coverage (kind, valid_from, valid_to, evidence_kind, evidence_id,
 superseded_because, agency_id, participation_id)
 values (5, '2025-01-01', '9999-12-31', 5, 1, '', 1, %s)"""
_BARE = (_SIGN_OFF, _CERTIFICATION, _ACT, _ACT, _COVERAGE, _COVERAGE, _COVERAGE)


def _owned(sql: str) -> list[tuple[Any, ...]]:
    with logged_in_as("owner", settings.VAR):
        return rows(sql)
