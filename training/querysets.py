"""Filters on training records that read as English."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When

from agencies.querysets import PeriodQuerySet, VisibleQuerySet
from training.states import Compliance

# Standing's grade by number (training.models.coverage.Standing.Grade), due soon aside.
GRADES: dict[int, Compliance] = {
    0: Compliance.NOT_APPLICABLE,
    1: Compliance.UNKNOWN_RULE,
    2: Compliance.CONFLICT,
    3: Compliance.IN_PROGRESS,
    4: Compliance.MISSING,
    5: Compliance.OVERDUE,
    6: Compliance.COMPLIANT,
}


def compliance_of(grade: int, soon_from: date | None, day: date) -> Compliance:
    """The compliance that a standing row means on `day`."""
    if grade == 6 and soon_from is not None and soon_from <= day:
        return Compliance.DUE_SOON
    return GRADES[grade]


def has_compliance(compliance: Compliance, day: date) -> Q:
    """The standing rows that cover `day` and have this compliance then."""
    if compliance is Compliance.DUE_SOON:
        return Q(grade=6, soon_from__lte=day)
    if compliance is Compliance.COMPLIANT:
        return Q(grade=6, soon_from__gt=day)
    return Q(grade=next(grade for grade, word in GRADES.items() if word is compliance))


class StandingQuerySet(VisibleQuerySet, PeriodQuerySet):  # type: ignore[override]
    """Standing, always asked for a day."""

    def with_compliance_on(self, day: date) -> Self:
        """Rows that cover `day`, with `compliance` as its value for that day.

        `soon` says the same of the compliant in short, for counting.
        """
        branches = [When(grade=6, soon_from__lte=day, then=Value(Compliance.DUE_SOON.value))]
        branches += [When(grade=grade, then=Value(c.value)) for grade, c in GRADES.items()]
        return self.on(day).annotate(
            compliance=Case(*branches, output_field=models.CharField()),
            soon=Case(When(soon_from__lte=day, then=1)),
        )

    def with_compliance(self, compliance: Compliance, day: date) -> Self:
        """Rows that cover `day` and have this compliance then."""
        return self.on(day).filter(has_compliance(compliance, day))


class ParticipationQuerySet(VisibleQuerySet):
    """Participations."""


class EnrollmentQuerySet(VisibleQuerySet):
    """Enrollments: the training records."""

    def awaiting_sign_off(self) -> Self:
        """Records that were sent to the supervisor, oldest first."""
        return self.filter(state="submitted").order_by("submitted_at", "id")


class ClassQuerySet(models.QuerySet):
    """Classes; everybody who is signed in may see them."""

    def open_for_enrollment(self, day: date) -> Self:
        """Classes that have not begun by `day`, are not canceled and have a seat left."""
        return self.filter(
            starts_on__gte=day, canceled_on=None, seats_taken__lt=F("seats")
        ).order_by("starts_on", "class_id")


class CoverageQuerySet(VisibleQuerySet):
    """Coverage."""

    def known_now(self) -> Self:
        """Rows that no correction has closed."""
        return self.filter(superseded_at=None)


class RuleSetQuerySet(models.QuerySet):
    """Rule sets."""

    def published_on(self, day: date) -> Self:
        """Published rule sets in force on `day`, the newest version first."""
        return self.filter(Q(published_at__isnull=False), valid_from__lte=day).order_by(
            "-valid_from", "-version"
        )
