"""What has to come before the act that would mend a requirement, and the earliest day for it.

The written certification follows the course (INA 287(g)(2)), the signed authorization follows the
certification, the refresher the initial course (R14), and only who is authorized is evaluated
(R21). Everything else can be done on the day itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

INITIAL_COURSE, REFRESHER = "initial_course", "refresher"
CERTIFICATION, AUTHORIZATION, EVALUATION = "certification", "authorization", "evaluation"


class First(Enum):
    """What comes before the act."""

    NOTHING = auto()
    CLASS = auto()
    RECORD = auto()
    COURSE = auto()
    CERTIFICATION = auto()
    AUTHORIZATION = auto()


@dataclass(frozen=True)
class ClassAhead:
    """A class that would mend: the officer's own, or the next one that has a seat."""

    ends_on: date
    is_own: bool


@dataclass(frozen=True)
class MendingFacts:
    """`unmet` are the kinds that nothing but a waiver covers on the day; classes go by kind."""

    day: date
    unmet: Collection[str] = ()
    classes: Mapping[str, ClassAhead] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """What comes first, and the earliest day of the act; None where no class is set up."""

    first: First
    on: date | None


def way_to_mend(kind: str, facts: MendingFacts) -> Way:
    """The way to mend a requirement of `kind` on the day."""
    if kind == INITIAL_COURSE:
        return _by_class(kind, facts)
    if kind == REFRESHER:
        if INITIAL_COURSE in facts.unmet:
            return Way(First.COURSE, _by_class(INITIAL_COURSE, facts).on)
        return _by_class(kind, facts)
    if kind == CERTIFICATION and INITIAL_COURSE in facts.unmet:
        course = _by_class(INITIAL_COURSE, facts)
        # The class is over: signing off its record is the act itself.
        return course if course.first is First.RECORD else Way(First.COURSE, course.on)
    if kind == AUTHORIZATION and CERTIFICATION in facts.unmet:
        return Way(First.CERTIFICATION, way_to_mend(CERTIFICATION, facts).on)
    if kind == EVALUATION and AUTHORIZATION in facts.unmet:
        return Way(First.AUTHORIZATION, way_to_mend(AUTHORIZATION, facts).on)
    return Way(First.NOTHING, facts.day)


def _by_class(kind: str, facts: MendingFacts) -> Way:
    ahead = facts.classes.get(kind)
    if ahead is None:
        return Way(First.NOTHING, None)
    if not ahead.is_own:
        return Way(First.NOTHING, ahead.ends_on)
    if ahead.ends_on <= facts.day:
        return Way(First.RECORD, facts.day)
    return Way(First.CLASS, ahead.ends_on)
