"""Judging participations by another rule set: the rows that are closed and added, in chunks.

A preview writes them too, compares, and rolls back each chunk: what it shows is what `apply` does,
because it is the same code against the same definition of standing (`standing_of`). Computing the
difference beside the database would be a second definition that could disagree with the first.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet

from training.kinds import Kind
from training.models import Participation
from training.selectors.reevaluation import (
    Judged,
    chunks,
    computed_compliance,
    stored_compliance,
)
from training.services.new_rules import NewRules, Writes, write_new_rules
from training.services.standing import LATER, restanding_once
from training.states import Compliance


@dataclass(frozen=True)
class Change:
    """What happens to one participation."""

    participation_id: int
    agency_id: int
    today: tuple[Compliance, Compliance]
    on_day: tuple[Compliance, Compliance]
    due: tuple[tuple[Kind, date], ...] = ()

    @property
    def is_seen(self) -> bool:
        """Whether its compliance differs on either day."""
        return self.today[0] != self.today[1] or self.on_day[0] != self.on_day[1]

    @property
    def is_told(self) -> bool:
        """Whether a list of what changes names it: its compliance or a due date."""
        return self.is_seen or bool(self.due)


@dataclass
class Tally:
    """What a re-evaluation comes to. The digest does not depend on the day on which it is made."""

    judged: int = 0
    changing: int = 0
    corrected: int = 0
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    agencies: dict[int, list[int]] = field(default_factory=dict)
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, change: Change, writes: str) -> None:
        """Count one participation; `writes` says everything that is written about it."""
        self.judged += 1
        self.changing += change.is_seen
        self.corrected += bool(change.due)
        before, after = change.on_day
        if before != after:
            self.moved[before.value, after.value] += 1
        agency = self.agencies.setdefault(change.agency_id, [0, 0])
        agency[0] += 1
        agency[1] += change.is_seen
        line = f"{change.participation_id} {before.value} {after.value} {writes}\n"
        self._hash.update(line.encode())

    @property
    def digest(self) -> str:
        """Of every participation with its compliance on the day and all that is written."""
        return self._hash.hexdigest()

    def as_json(self) -> dict[str, object]:
        """As it is stored with the re-evaluation."""
        return {
            "judged": self.judged,
            "changing": self.changing,
            "corrected": self.corrected,
            "moved": [[before, after, n] for (before, after), n in sorted(self.moved.items())],
            "agencies": {str(pk): counts for pk, counts in self.agencies.items()},
        }


def previewed(rules: NewRules, rows: QuerySet[Participation], tally: Tally) -> Iterator[Change]:
    """Every participation of `rows` with what would change; nothing stays written."""
    today = rules.viewer.today
    for agencies in chunks(rows):
        ids = list(agencies)
        before = [stored_compliance(ids, day) for day in (today, rules.effective_on)]
        with _written_for_a_moment():
            writes = write_new_rules(rules, agencies)
            after = computed_compliance(ids, today, rules.effective_on)
        yield from _changes(agencies, before, after, writes, tally)


def judged_anew(rules: NewRules, rows: QuerySet[Participation], tally: Tally) -> None:
    """Write it, in the caller's transaction; standing is computed once for each participation."""
    today = rules.viewer.today
    for agencies in chunks(rows):
        ids = list(agencies)
        list(Participation.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
        before = [stored_compliance(ids, day) for day in (today, rules.effective_on)]
        with restanding_once() as anew:
            writes = write_new_rules(rules, agencies)
            anew.update(ids)
        after = [stored_compliance(ids, day) for day in (today, rules.effective_on)]
        for _change in _changes(agencies, before, after, writes, tally):
            pass


def _changes(
    agencies: dict[int, int],
    before: list[Judged],
    after: list[Judged],
    writes: Writes,
    tally: Tally,
) -> Iterator[Change]:
    for pk, agency_id in agencies.items():
        change = Change(
            pk,
            agency_id,
            today=(before[0][pk], after[0][pk]),
            on_day=(before[1][pk], after[1][pk]),
            due=tuple(sorted(writes[pk].due.items())),
        )
        tally.add(change, " ".join(sorted(writes[pk].lines)))
        yield change


@contextmanager
def _written_for_a_moment() -> Iterator[None]:
    """A savepoint that is rolled back; standing is left alone within."""
    savepoint = transaction.savepoint()
    try:
        with connection.cursor() as cursor:
            cursor.execute(LATER, ["on"])
        yield
    finally:
        transaction.savepoint_rollback(savepoint)
