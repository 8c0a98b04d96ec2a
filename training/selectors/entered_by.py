"""Who entered, sent or signed what is on record: they do not judge it.

The history is asked too: whoever entered a mark that somebody corrected has still entered it.
"""

from typing import Any

from django.apps import apps
from django.db.models import F, QuerySet

from training.models import (
    Attendance,
    Authorization,
    Certification,
    Enrollment,
    Evaluation,
    ExamAttempt,
    SignOff,
)


def entered_by_ids(records: Any) -> set[int]:
    """Everybody who ever entered something in these training records, sent one, or enrolled.

    `records` are ids of enrollments, or a subquery of them. One query.
    """
    entries = [
        rows.filter(enrollment__in=records).values_list(F("recorded_by"))
        for rows in (
            Attendance.objects.all(),
            ExamAttempt.objects.all(),
            _history("AttendanceEvent"),
            _history("ExamAttemptEvent"),
        )
    ]
    own = Enrollment.objects.filter(pk__in=records)
    sent = _history("EnrollmentEvent").filter(pgh_obj__in=records)
    return _people(
        [
            *entries,
            own.values_list(F("recorded_by")),
            own.values_list(F("submitted_by")),
            sent.values_list(F("submitted_by")),
        ]
    )


def author_ids(participation_id: int) -> set[int]:
    """Whoever entered or signed a record of this participation that a flag may be about."""
    of_it = {"participation": participation_id}
    signed = _people(
        [
            Authorization.objects.filter(**of_it).values_list(F("recorded_by")),
            Authorization.objects.filter(**of_it).values_list(F("signed_by")),
            Certification.objects.filter(**of_it).values_list(F("recorded_by")),
            Evaluation.objects.filter(**of_it).values_list(F("evaluated_by")),
            SignOff.objects.filter(**of_it).values_list(F("signed_by")),
        ]
    )
    records = Enrollment.objects.filter(**of_it).values("pk")
    return signed | entered_by_ids(records)


def _history(model: str) -> QuerySet[Any]:
    return apps.get_model("training", model).objects.all()


def _people(queries: list[Any]) -> set[int]:
    first, *others = (rows.order_by() for rows in queries)
    return {pk for (pk,) in first.union(*others) if pk is not None}
