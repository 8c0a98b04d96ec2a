"""What changed in a record since it was last returned, from the history that triggers keep."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.models import Enrollment


@dataclass(frozen=True)
class Change:
    """One value that differs from what it was at the return. `was` is None where none stood."""

    what: str
    was: int | None
    becomes: int
    when: datetime
    is_hours: bool


def changes_since(enrollment: Enrollment, returned_at: datetime) -> list[Change]:
    """The changed hours and scores, in the order of days, then exams. Two queries."""
    changes = []
    for events, value in ((_attendance(enrollment), "hours"), (_exams(enrollment), "score")):
        for before, last in _pairs(events, returned_at):
            was = before[value] if before else None
            if was == last[value]:
                continue
            changes.append(
                Change(_name(last), was, last[value], last["pgh_created_at"], value == "hours")
            )
    return changes


def _attendance(enrollment: Enrollment) -> list[dict[str, Any]]:
    history = apps.get_model("training", "AttendanceEvent").objects.filter(
        enrollment_id=enrollment.pk
    )
    return list(
        history.order_by("class_day__day", "pgh_id").values(
            "pgh_obj_id", "pgh_created_at", "hours", "class_day__day", "class_day__number"
        )
    )


def _exams(enrollment: Enrollment) -> list[dict[str, Any]]:
    history = apps.get_model("training", "ExamAttemptEvent").objects.filter(
        enrollment_id=enrollment.pk
    )
    return list(
        history.order_by("module__position", "attempt", "pgh_id").values(
            "pgh_obj_id", "pgh_created_at", "score", "attempt", "module__title"
        )
    )


def _pairs(
    events: list[dict[str, Any]], moment: datetime
) -> list[tuple[dict[str, Any] | None, dict[str, Any]]]:
    """For each row that changed after `moment`: how it stood then, and how it stands last."""
    by_row: dict[int, list[dict[str, Any]]] = {}
    for event in events:
        by_row.setdefault(event["pgh_obj_id"], []).append(event)
    pairs = []
    for history in by_row.values():
        before = [event for event in history if event["pgh_created_at"] <= moment]
        if len(before) < len(history):
            pairs.append((before[-1] if before else None, history[-1]))
    return pairs


def _name(event: dict[str, Any]) -> str:
    if "hours" in event:
        day: date = event["class_day__day"]
        words = _("Attendance, %(day)s, day %(number)s")
        return words % {"day": date_format(day, "j M"), "number": event["class_day__number"]}
    if event["attempt"] == 1:
        return _("%(exam)s, score") % {"exam": event["module__title"]}
    return _("%(exam)s, remedial exam") % {"exam": event["module__title"]}
