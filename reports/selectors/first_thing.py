"""The first thing missing or due of each of many participations, in a fixed number of queries.

Standing says in which state a participation is on a day; this says because of what. It reads the
same coverage and rules (training/sql/standing.sql), for the rows of one page only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext

from agencies.models.rows import FOREVER
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, Enrollment, Participation, RuleAssignment, SignOff
from training.models.sign_off import ReturnReason
from training.selectors.known import known_at, open_flags
from training.states import Compliance, Status

_BY_COVERAGE = {
    Compliance.OVERDUE,
    Compliance.MISSING,
    Compliance.DUE_SOON,
    Compliance.COMPLIANT,
}


@dataclass(frozen=True)
class FirstThing:
    """What is missing or due first: in words, of which kind, and since or until when."""

    text: str
    kind: Kind | None = None
    due_on: date | None = None


def first_things(
    rows: Iterable[Mapping[str, Any]], day: date, known: datetime | None = None
) -> dict[int, FirstThing]:
    """By participation id. A row has `participation_id`, `compliance`, `status` and `step`.

    As known now or at a moment; training records carry no moment, so that then only the status
    says what comes next.

    At most four queries: rules, coverage, flags, training records.
    """
    asked = [row for row in rows if row["participation_id"]]
    by_compliance: dict[Compliance, list[int]] = defaultdict(list)
    for row in asked:
        by_compliance[Compliance(row["compliance"])].append(row["participation_id"])
    measured = [pk for state in _BY_COVERAGE for pk in by_compliance[state]]
    things = _from_coverage(measured, day, known) if measured else {}
    if conflicting := by_compliance[Compliance.CONFLICT]:
        things |= _from_flags(conflicting, day, known)
    if started := by_compliance[Compliance.IN_PROGRESS]:
        beginners = [row for row in asked if row["participation_id"] in set(started)]
        things |= _from_training(beginners, day) if known is None else _from_status(beginners)
    for pk in by_compliance[Compliance.UNKNOWN_RULE]:
        things[pk] = FirstThing(gettext("No rule set for this form"))
    return things


class Until(NamedTuple):
    """Until when a kind is met, None for never; `waived`: a waiver stands for it on the day."""

    day: date | None = None
    waived: bool = False


def due_dates(participations: Any, day: date) -> dict[int, dict[Kind, date | None]]:
    """For each participation the binding kinds on `day`, and until when each is met.

    None: never met. `participations` is a list of ids or a subquery of them.
    """
    return {pk: _days(due) for pk, due in _dues(participations, day).items()}


def _days(due: Mapping[Kind, Until]) -> dict[Kind, date | None]:
    return {kind: until.day for kind, until in due.items()}


def _dues(
    participations: Any, day: date, known: datetime | None = None
) -> dict[int, dict[Kind, Until]]:
    due: dict[int, dict[Kind, Until]] = defaultdict(dict)
    bound = (
        known_at(RuleAssignment.objects.filter(participation__in=participations), known)
        .filter(
            valid_from__lte=day,
            valid_to__gt=day,
            rule_set__requirements__is_binding=True,
            rule_set__requirements__kind__lte=Kind.EVALUATION,
        )
        .order_by()
    )
    for pk, kind in bound.values_list("participation_id", "rule_set__requirements__kind"):
        due[pk][Kind(kind)] = Until()
    covered = (
        known_at(Coverage.objects.filter(participation__in=participations), known)
        .filter(valid_from__lte=day)
        .order_by()
        .values_list("participation_id", "kind")
        .annotate(
            until=Max("valid_to"),
            met=Max("valid_to", filter=~Q(evidence_kind=EvidenceKind.WAIVER)),
        )
    )
    for pk, kind, until, met in covered:
        if Kind(kind) in due.get(pk, ()):
            waived = until > day and (met is None or met < until)
            due[pk][Kind(kind)] = Until(until, waived)
    return due


def first_due(due: Mapping[Kind, date | None]) -> tuple[Kind, date | None] | None:
    """The kind never met, else the one whose end comes first; None where nothing ends."""
    for kind, until in due.items():
        if until is None:
            return kind, None
    ending = [(until, kind) for kind, until in due.items() if until and until < FOREVER]
    if not ending:
        return None
    until, kind = min(ending)
    return kind, until


def _from_coverage(
    participations: list[int], day: date, known: datetime | None
) -> dict[int, FirstThing]:
    things = {}
    for pk, due in _dues(participations, day, known).items():
        if found := first_due(_days(due)):
            kind, until = found
            text = str(kind.label)
            if until is None:
                text = gettext("%s not recorded") % text
            elif due[kind].waived:
                text = gettext("%s, waived") % text
            things[pk] = FirstThing(text, kind, until)
    return things


def _from_flags(
    participations: list[int], day: date, known: datetime | None
) -> dict[int, FirstThing]:
    flags = (
        open_flags(known)
        .filter(participation__in=participations, affected_from__lte=day)
        .order_by("-affected_from", "-id")
    )
    return {flag.participation_id: FirstThing(flag.get_code_display()) for flag in flags}


def records_of(participations: list[int]) -> QuerySet[Enrollment]:
    """The training records, the latest of each last, with the reasons of the latest return."""
    returned = (
        SignOff.objects.filter(enrollment=OuterRef("pk"), decision=SignOff.Decision.RETURNED)
        .order_by("-signed_at")
        .values("reasons")[:1]
    )
    return (
        Enrollment.objects.filter(participation__in=participations)
        .exclude(state=Enrollment.State.LEFT)
        .select_related("training_class")
        .annotate(return_reasons=Subquery(returned))
        .order_by("starts_on", "id")
    )


def _from_training(rows: list[Mapping[str, Any]], day: date) -> dict[int, FirstThing]:
    records = {
        record.participation_id: record
        for record in records_of([row["participation_id"] for row in rows])
    }
    return {
        row["participation_id"]: FirstThing(
            _next_step(row["status"], row["step"], records.get(row["participation_id"]), day)
        )
        for row in rows
    }


def _from_status(rows: list[Mapping[str, Any]]) -> dict[int, FirstThing]:
    return {row["participation_id"]: FirstThing(_next_step(row["status"])) for row in rows}


def _next_step(
    status: str, step: str = "", record: Enrollment | None = None, day: date = date.min
) -> str:
    if step == Participation.Step.WAITING:
        return gettext("Waiting for sign-off")
    if step == Participation.Step.RETURNED and record is not None:
        return gettext("Record returned: %s") % reasons_in_words(record)
    if status == Status.NOMINATED:
        return gettext("Vetting not recorded")
    if status == Status.VETTED:
        return gettext("Not in a class yet")
    if status == Status.CERTIFIED:
        return gettext("Authorization not signed")
    if record is not None and record.state == Enrollment.State.OPEN and record.ends_on < day:
        return gettext("Class %s has ended, record not sent") % record.training_class.class_id
    if record is not None:
        return gettext("Class %s, then sign-off") % record.training_class.class_id
    return gettext("Initial course")


def reasons_in_words(record: Enrollment) -> str:
    """The coded reasons of the latest return of a record from `records_of`."""
    codes: list[str] | None = getattr(record, "return_reasons", None)
    words = [str(ReturnReason(code).label).lower() for code in codes or []]
    return ", ".join(words) or gettext("no reason given")
