"""How a write says no: every reason at once, each at its field, with the mend if there is one."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One reason. `field` is the form field or column it belongs to; `rule` names the clause."""

    text: str
    field: str = ""
    rule: str = ""

    def __str__(self) -> str:
        return self.text


class Refused(Exception):
    """A service did not do what was asked, and wrote nothing. `reasons` is never empty."""

    def __init__(self, reasons: Iterable[Reason] | str, field: str = "") -> None:
        self.reasons = [Reason(reasons, field)] if isinstance(reasons, str) else list(reasons)
        super().__init__("; ".join(reason.text for reason in self.reasons))


def refuse_if(reasons: list[Reason]) -> None:
    """Raise `Refused` with all of `reasons`, if there are any."""
    if reasons:
        raise Refused(reasons)
