"""The rows that a training history adds, gathered by table and written by one statement each."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from accounts.many_rows import add_rows, new_ids
from agencies.models import Appointment, Officer
from training.models import (
    Attestation,
    Authorization,
    Certification,
    Coverage,
    Enrollment,
    ExamAttempt,
    PaperRecord,
    Participation,
    ParticipationAct,
    RuleAssignment,
    Vetting,
)

_BLOCK = 1000
# Each after what it refers to.
_ORDER: tuple[type[models.Model], ...] = (
    Officer, Appointment, Participation, PaperRecord, RuleAssignment, ParticipationAct, Enrollment,
    ExamAttempt, Attestation, Vetting, Certification, Authorization, Coverage,
)  # fmt: skip


class HistoryRows:
    """Rows by table, with the keys that they will have."""

    def __init__(self) -> None:
        self._columns: dict[type[models.Model], dict[str, list[Any]]] = {}
        self._keys: dict[type[models.Model], Iterator[int]] = {}

    def add(self, model: type[models.Model], /, **values: Any) -> int:
        """Keep a row until `write`, and say its key. Rows of one table have the same columns."""
        key = next(self._keys.setdefault(model, _keys_of(model)))
        columns = self._columns.setdefault(model, {name: [] for name in ("id", *values)})
        columns["id"].append(key)
        for name, value in values.items():
            columns[name].append(value)
        return key

    def write(self) -> None:
        """Write everything, each table after those that it refers to."""
        for model in _ORDER:
            if model in self._columns:
                add_rows(model, self._columns[model])


def _keys_of(model: type[models.Model]) -> Iterator[int]:
    """Keys that nobody else is given, fetched in blocks."""
    while True:
        yield from new_ids(model, _BLOCK)
