"""What is explained in words: one requirement on one day."""

from dataclasses import dataclass
from enum import Enum, auto

from training.rules.mending import First
from training.rules.parameters import Parameters
from training.rules.requirement_state import State, StateOnDay
from training.rules.words import on_day

_OPEN = (State.MISSING, State.IN_PROGRESS)


class Clock(Enum):
    """From what the clock of a recurring requirement runs."""

    NONE = auto()
    INITIAL_COURSE = auto()
    AUTHORIZATION = auto()
    SIGNATURE = auto()
    REPEAT = auto()


@dataclass(frozen=True)
class Explained:
    """What is explained: the requirement, how it stands, and from what its clock runs.

    `first` is what has to come before the act that would mend it.
    """

    kind: str
    parameters: Parameters
    on_day: StateOnDay
    form: str
    section: str
    clock: Clock = Clock.NONE
    first: First = First.NOTHING

    @property
    def is_open(self) -> bool:
        """Whether it was never met."""
        return self.on_day.state in _OPEN

    @property
    def ends_soon(self) -> bool:
        """Whether it is met, and falls due within its window."""
        return self.on_day.state is State.DUE_SOON

    @property
    def until(self) -> str:
        """The day of `due_on` in words."""
        return on_day(self.on_day.due_on) if self.on_day.due_on else ""

    @property
    def is_overdue(self) -> bool:
        """Whether it was met once and is not any more."""
        return self.on_day.state is State.OVERDUE
