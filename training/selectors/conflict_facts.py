"""What is compared when records are looked through for contradictions, for many participations.

The same number of queries for one participation as for a thousand. What the viewer may not see
(another agency's classes of the officer) is not compared.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Min

from agencies.models import AgreementAct
from agencies.rules.agreement_state import STATE_AFTER
from agencies.states import AgreementState
from training.kinds import Kind
from training.models import (
    Authorization,
    Certification,
    Coverage,
    Evaluation,
    Participation,
)
from training.rules.conflict_facts import (
    AuthorizationFact,
    CertificationFact,
    HistoryFacts,
)
from training.rules.parameters import number
from training.rules.periods import FOREVER, Period
from training.selectors.conflict_records import records_of
from training.selectors.demands import Demands

_ENDS = [kind for kind, state in STATE_AFTER.items() if state is AgreementState.ENDED]


def histories(ids: Collection[int]) -> dict[int, HistoryFacts]:
    """The facts of each participation, by id. Fourteen queries."""
    participations = list(
        Participation.objects.filter(pk__in=ids).values_list(
            "pk",
            "officer_id",
            "agreement_id",
            "agreement__signed_on",
            "agreement__expires_on",
            "agency__time_zone",
        )
    )
    ended = _ended_by_acts({row[2] for row in participations})
    demands = Demands(ids)
    authorizations = _authorizations(ids, demands)
    certifications, certified_on = _certifications(ids)
    evaluated = _days(Evaluation.objects.filter(participation__in=ids), "evaluated_on")
    zones = {row[0]: row[5] for row in participations}
    records, classes = records_of({row[1] for row in participations}, zones, demands)
    found = {}
    for pk, officer, agreement, signed_on, expires_on, _zone in participations:
        by_act = ended.get(agreement, FOREVER)
        found[pk] = HistoryFacts(
            agreement_signed_on=signed_on,
            agreement_ended_on=min(by_act, expires_on),
            ended_by_act=by_act < FOREVER and by_act <= expires_on,
            certified_on=certified_on.get(pk),
            authorizations=authorizations[pk],
            certifications=certifications[pk],
            records=records[pk],
            other_classes=[fact for owner, fact in classes[officer] if owner != pk],
            evaluated_on=evaluated[pk],
        )
    return found


def _ended_by_acts(agreements: Collection[int]) -> dict[int, date]:
    rows = (
        AgreementAct.objects.filter(agreement__in=agreements, kind__in=_ENDS)
        .order_by()
        .values_list("agreement_id")
        .annotate(first=Min("effective_on"))
    )
    return dict(rows)


def _authorizations(
    ids: Collection[int], demands: Demands
) -> defaultdict[int, list[AuthorizationFact]]:
    found: defaultdict[int, list[AuthorizationFact]] = defaultdict(list)
    rows = Authorization.objects.filter(participation__in=ids, superseded_at=None)
    for pk, letter, first, last in rows.order_by("valid_from", "pk").values_list(
        "participation_id", "letter", "valid_from", "valid_to"
    ):
        months = number(demands.on(pk, Kind.AUTHORIZATION, first), "months")
        found[pk].append(AuthorizationFact(letter, Period(first, last), months))
    return found


def _certifications(
    ids: Collection[int],
) -> tuple[defaultdict[int, list[CertificationFact]], dict[int, date]]:
    """The certifications, and the first day on which each participation counts as certified.

    Training brought along from another agency is coverage without a certification of its own.
    """
    found: defaultdict[int, list[CertificationFact]] = defaultdict(list)
    first: dict[int, date] = {}
    rows = Certification.objects.filter(participation__in=ids).order_by("certified_on", "pk")
    for pk, certificate, certified_on, completed_on, began_on in rows.values_list(
        "participation_id",
        "certificate_number",
        "certified_on",
        "completed_on",
        "enrollment__starts_on",
    ):
        found[pk].append(CertificationFact(certificate, completed_on, began_on))
        first.setdefault(pk, certified_on)
    covered = (
        Coverage.objects.known_now()
        .filter(participation__in=ids, kind=Kind.CERTIFICATION)
        .order_by()
        .values_list("participation_id")
        .annotate(first=Min("valid_from"))
    )
    for pk, day in covered:
        first[pk] = min(day, first.get(pk, day))
    return found, first


def _days(rows: Any, column: str) -> defaultdict[int, list[date]]:
    found: defaultdict[int, list[date]] = defaultdict(list)
    pairs: Iterable[tuple[int, date]] = rows.order_by(column).values_list(
        "participation_id", column
    )
    for pk, day in pairs:
        found[pk].append(day)
    return found
