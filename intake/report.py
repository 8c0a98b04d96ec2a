"""What an import would do, or did: counts, changes, and every problem with its mend."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """Why one row was refused. `row` is the sheet's own number, `value` what stands in the cell."""

    row: int
    column: str
    value: str
    reason: str
    mend: str = ""


@dataclass(frozen=True)
class Change:
    """One value of a known thing that the file would change."""

    row: int
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Comparison:
    """Something in the file beside what it may be among the known: a person says whether it is."""

    row: int
    given: str
    known: str


@dataclass
class Report:
    """Counts by row: rows = created + updated + unchanged + refused; blank rows stand beside.

    `notes` are things that a person may want to look at and that refuse no row. `absent` names
    what is known and not in the file: shown, never acted on. `comparisons` wait for an answer.
    """

    blank: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    committed: bool = False

    @property
    def rows(self) -> int:
        """Data rows that are not blank."""
        return self.created + self.updated + self.unchanged + self.refused

    @property
    def refused(self) -> int:
        """Rows with at least one problem."""
        return len({problem.row for problem in self.problems})

    @property
    def digest(self) -> str:
        """The fingerprint of all that would be done, to tell whether it is still the same."""
        told = asdict(self) | {"committed": False}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The object that every import command prints."""
        return {
            "rows": self.rows,
            "blank": self.blank,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "problems": [
                {"row": p.row, "column": p.column, "value": p.value, "reason": p.reason}
                for p in self.problems
            ],
        }
