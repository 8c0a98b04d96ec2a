"""All rows of the demo, gathered in memory and written in sets."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from accounts.viewer import Viewer
from intake.models import Import
from training.models import (
    Attendance,
    Attestation,
    Authorization,
    Certification,
    Coverage,
    CredentialReturn,
    DutyDone,
    Enrollment,
    Evaluation,
    ExamAttempt,
    Notice,
    PaperRecord,
    Participation,
    ParticipationAct,
    RuleAssignment,
    SignOff,
    Suspension,
    Vetting,
)
from training.services.conflict import detect
from training.services.standing import restanding_once

BATCH = 2000

# Each after what it refers to.
DECIDED: tuple[type[models.Model], ...] = (
    ParticipationAct,
    Attestation,
    Vetting,
    SignOff,
    Certification,
    Authorization,
    Evaluation,
    Suspension,
    CredentialReturn,
    DutyDone,
    Notice,
    Coverage,
)


# Coverage points at evidence of all these.
LAST_EVIDENCE = DECIDED[-2]


@dataclass
class Clock:
    """Working hours of the past: the moment at which something was written down on a day."""

    rng: random.Random
    now: datetime

    def at(self, day: date, zone: str, after: datetime | None = None) -> datetime:
        """A moment in working hours of `day`, later than `after` and never ahead of now."""
        local = datetime.combine(day, time(8), ZoneInfo(zone))
        moment = (local + timedelta(seconds=self.rng.randrange(9 * 3600))).astimezone(UTC)
        if after is not None and moment <= after:
            moment = after + timedelta(minutes=self.rng.randrange(4, 40))
        return min(moment, self.now)


@dataclass
class Rows:
    """Unsaved rows by model. What depends on a key that the database gives waits for `write`."""

    rng: random.Random
    _rows: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    _once_saved: dict[type[models.Model], list[Callable[[], None]]] = field(default_factory=dict)

    def add(self, row: Any) -> Any:
        """Keep a row until `write`; what is shown outside gets its UUID from the seed."""
        if hasattr(row, "uuid"):
            row.uuid = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        self._rows.setdefault(type(row), []).append(row)
        return row

    def once_saved(self, model: type[models.Model], act: Callable[[], None]) -> None:
        """Do something when the rows of `model` have their keys."""
        self._once_saved.setdefault(model, []).append(act)

    def of(self, model: type[models.Model]) -> list[Any]:
        """The rows of a model that were added so far."""
        return self._rows.get(model, [])

    def write(self, *of_models: type[models.Model]) -> None:
        """Write rows of these models, in this order, each model in a few statements."""
        for model in of_models:
            model._default_manager.bulk_create(self.of(model), batch_size=BATCH)
            for act in self._once_saved.pop(model, []):
                act()

    def _write_records(self) -> None:
        """Training records are decided once their hours and scores are in: the database takes none
        for a closed one."""
        self.write(Import, Participation, PaperRecord, RuleAssignment)
        closed: dict[str, list[Any]] = {}
        for record in self.of(Enrollment):
            if record.state != Enrollment.State.OPEN and record.paper is None:
                closed.setdefault(record.state, []).append(record)
                record.state = Enrollment.State.OPEN
        self.write(Enrollment, Attendance, ExamAttempt)
        for state, records in closed.items():
            ids = [record.pk for record in records]
            Enrollment.objects.filter(pk__in=ids).update(state=state)

    def write_training(self, viewer: Viewer) -> None:
        """Write everything that hangs on participations, compute their standing once, and look
        for records that contradict each other, as every importer does."""
        with restanding_once() as ids:
            self._write_records()
            self.write(*DECIDED)
            ids |= {row.pk for row in self.of(Participation)}
        detect(viewer, ids)
