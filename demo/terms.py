"""An agreement as officers meet it: its rules, its people, its supervisors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from agencies.models import Agency, Agreement, SupervisorAssignment
from training.kinds import Kind
from training.models import (
    RuleSet,
)

ATTESTED = (Kind.CITIZENSHIP, Kind.EXPERIENCE, Kind.NO_PENDING_DISCIPLINE)


@dataclass
class Place:
    """An agency with everybody who acts on its officers."""

    agency: Agency
    administrator: User
    coordinator: User
    supervisor: User
    director: User
    registrar: User
    manager: User


@dataclass
class Terms:
    """An agreement with the rules of its form and the supervisors who are assigned to it."""

    place: Place
    agreement: Agreement
    begins: date
    course: str
    rule_set: RuleSet | None
    supervisors: list[SupervisorAssignment]
    pass_mark: int = 70

    def __post_init__(self) -> None:
        found = self.rule_set.requirements.all() if self.rule_set else ()
        self.parameters: dict[Kind, dict[str, Any]] = {Kind(r.kind): r.parameters for r in found}
        self.binding: set[Kind] = {Kind(r.kind) for r in found if r.is_binding}

    def attests(self) -> list[Kind]:
        """What the agency attests when it nominates under this form."""
        return [k for k in ATTESTED if k is Kind.CITIZENSHIP or k in self.parameters]

    def supervisor_on(self, day: date) -> SupervisorAssignment | None:
        """The designated supervisor: of the agreement, else of the field office."""
        for of_agreement in (True, False):
            for assignment in self.supervisors:
                on_day = assignment.valid_from <= day < assignment.valid_to
                if on_day and (assignment.agreement is not None) is of_agreement:
                    return assignment
        return None
