"""The training records that are compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, Sum

from accounts.viewer import day_in
from training.models import (
    Attendance,
    Certification,
    ClassDay,
    Enrollment,
    ExamAttempt,
    PaperRecord,
    SignOff,
    TrainingClass,
)
from training.rules.conflict_facts import ClassFact, ExamFact, RecordFact
from training.rules.exam_ledger import Sitting
from training.selectors.demands import Demands


def records_of(
    officers: Collection[int], zones: dict[int, str], demands: Demands
) -> tuple[defaultdict[int, list[RecordFact]], defaultdict[int, list[tuple[int, ClassFact]]]]:
    """The records of each participation, and with their participations the classes of each officer.

    `zones` are the time zones of the agencies, by participation; the others' records are classes
    in which the officer sat, no more.
    """
    rows = list(
        Enrollment.objects.filter(officer__in=officers)
        .exclude(state=Enrollment.State.LEFT)
        .select_related("training_class__course_version__course")
        .order_by("starts_on", "pk")
    )
    own = [row for row in rows if row.participation_id in zones]
    ids = [row.pk for row in own]
    exams, days_off = _exams(ids), _days_without_class(ids)
    hours = _totals(Attendance.objects.filter(enrollment__in=ids), "enrollment_id", Sum("hours"))
    longest = _totals(
        ClassDay.objects.filter(training_class__in={row.training_class_id for row in own}),
        "training_class_id",
        Max("hours"),
    )
    signed = _signed(ids)
    certified = dict(
        Certification.objects.filter(enrollment__in=ids).values_list(
            "enrollment_id", "certified_on"
        )
    )
    results = _results(own)
    records: defaultdict[int, list[RecordFact]] = defaultdict(list)
    classes: defaultdict[int, list[tuple[int, ClassFact]]] = defaultdict(list)
    for row in rows:
        class_id = row.training_class.class_id
        fact = ClassFact(row.pk, class_id, row.starts_on, row.ends_on)
        classes[row.officer_id].append((row.participation_id, fact))
    for row in own:
        version, pk = row.training_class.course_version, row.participation_id
        signed_at, by_instructor = signed.get(row.pk, (None, False))
        approved_on = day_in(zones[pk], signed_at) if signed_at else None
        records[pk].append(
            RecordFact(
                key=row.pk,
                class_id=row.training_class.class_id,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                training_days=version.training_days,
                hours_a_day=max(version.hours_a_day, longest.get(row.training_class_id, 0)),
                policy=demands.policy_of(row),
                passed_on=certified.get(row.pk, approved_on or _passed_on(row, results)),
                exams=exams[row.pk],
                hours_attended=hours.get(row.pk, 0),
                days_without_class=days_off[row.pk],
                signed_by_instructor=by_instructor,
                stated_failed=results.get(row.paper_id) == PaperRecord.Result.FAILED,
            )
        )
    return records, classes


def _results(rows: Iterable[Enrollment]) -> dict[int | None, str]:
    """What the last paper about each imported record says came of it, by the record's paper."""
    papers = {row.paper_id: row.training_class.class_id for row in rows if row.paper_id}
    if not papers:
        return {}
    said = {
        (owner, course, class_id): result
        for owner, course, class_id, result in PaperRecord.objects.filter(
            participation__in={row.participation_id for row in rows}
        )
        .order_by("pk")
        .values_list("participation_id", "course_id", "class_id", "result")
    }
    return {
        row.paper_id: said.get(
            (
                row.participation_id,
                row.training_class.course_version.course_id,
                row.training_class.class_id,
            ),
            "",
        )
        for row in rows
        if row.paper_id
    }


def _passed_on(row: Enrollment, results: dict[int | None, str]) -> date | None:
    """The last day of a class that a paper calls passed."""
    return row.ends_on if results.get(row.paper_id) == PaperRecord.Result.PASSED else None


def _exams(records: Collection[int]) -> defaultdict[int, list[ExamFact]]:
    found: defaultdict[int, list[ExamFact]] = defaultdict(list)
    rows = ExamAttempt.objects.filter(enrollment__in=records).order_by(
        "module__position", "attempt"
    )
    for pk, code, title, attempt, score, taken_on in rows.values_list(
        "enrollment_id", "module__exam_code", "module__title", "attempt", "score", "taken_on"
    ):
        found[pk].append(ExamFact(Sitting(code, title, attempt, score), taken_on))
    return found


def _days_without_class(records: Collection[int]) -> defaultdict[int, list[date]]:
    """Days with hours that are no day of the record's class, or its holidays."""
    odd = Attendance.objects.filter(enrollment__in=records, hours__gt=0).filter(
        ~Q(class_day__training_class=F("enrollment__training_class"))
        | Q(class_day__number__isnull=True)
    )
    found: defaultdict[int, list[date]] = defaultdict(list)
    for pk, day in odd.order_by("class_day__day").values_list("enrollment_id", "class_day__day"):
        found[pk].append(day)
    return found


def _signed(records: Collection[int]) -> dict[int, tuple[datetime, bool]]:
    """When each record was approved, and whether an instructor of its class did so."""
    taught = TrainingClass.instructors.through.objects.filter(
        trainingclass_id=OuterRef("enrollment__training_class_id"), user_id=OuterRef("signed_by_id")
    )
    rows = SignOff.objects.filter(enrollment__in=records, decision=SignOff.Decision.APPROVED)
    return {
        pk: (signed_at, by_instructor)
        for pk, signed_at, by_instructor in rows.annotate(by=Exists(taught)).values_list(
            "enrollment_id", "signed_at", "by"
        )
    }


def _totals(rows: Any, by: str, total: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(total=total))
