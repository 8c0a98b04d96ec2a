"""What each participation's rules ask of its training records, and of its authorization.

One definition for whoever judges a record: entering its exams, sending it, signing it off, the
results of its class and the comparison of records.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from training.kinds import Kind
from training.models import Enrollment, RuleAssignment
from training.rules.exam_ledger import ExamPolicy, policy_of
from training.rules.parameters import Parameters, number
from training.rules.periods import Period

_NOTHING: Parameters = {}
_KINDS = (Kind.INITIAL_COURSE, Kind.AUTHORIZATION, Kind.REFRESHER)


class _Asked(NamedTuple):
    """What one rule set asks of a participation for a period, by kind."""

    period: Period
    parameters: Parameters


class Demands:
    """The parameters that judge each participation, by kind and day. One query."""

    def __init__(self, ids: Collection[int]) -> None:
        self._asked: dict[tuple[int, int], list[_Asked]] = defaultdict(list)
        rows = (
            RuleAssignment.objects.filter(
                participation__in=ids,
                superseded_at=None,
                rule_set__requirements__kind__in=_KINDS,
            )
            .order_by("valid_from")
            .values_list(
                "participation_id",
                "rule_set__requirements__kind",
                "valid_from",
                "valid_to",
                "rule_set__requirements__parameters",
            )
        )
        for pk, kind, first, last, parameters in rows:
            self._asked[pk, kind].append(_Asked(Period(first, last), parameters))

    def on(self, pk: int, kind: Kind, day: date) -> Parameters:
        """Those of `day`; before the first rule set, those of the first one."""
        asked = self._asked.get((pk, kind), [])
        found = next((a for a in asked if a.period.covers(day)), asked[0] if asked else None)
        return found.parameters if found else _NOTHING

    def policy_of(self, record: Enrollment) -> ExamPolicy:
        """The exam policy of the form that judges the officer on the first day of the class.

        A form speaks of the exams of its initial course; a refresher's are judged by the course.
        """
        version = record.training_class.course_version
        is_initial = version.course.fulfills == Kind.INITIAL_COURSE
        asked = self._of_record(record) if is_initial else _NOTHING
        return policy_of(asked, version.pass_mark)

    def hours_of(self, record: Enrollment) -> int | None:
        """How long the course has to be, by the same form; None where it leaves that open."""
        return number(self._of_record(record), "hours")

    def _of_record(self, record: Enrollment) -> Parameters:
        kind = Kind(record.training_class.course_version.course.fulfills)
        return self.on(record.participation_id, kind, record.starts_on)
