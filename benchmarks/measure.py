"""Timing: cases take turns, so that whatever else the machine does meets all of them."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured thing beside its floor: medians in milliseconds, and their ratio.

    `at_most` is the target for the ratio, where there is one. A limit in milliseconds or megabytes
    is a floor too, with the target 1.
    """

    name: str
    officers: int
    ms: float
    floor: str
    floor_ms: float
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ms / self.floor_ms

    @property
    def verdict(self) -> str:
        """Whether the target is met; nothing where there is none."""
        if self.at_most is None:
            return ""
        return "met" if self.ratio <= self.at_most else "MISSED"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 4), "verdict": self.verdict}


def medians(cases: dict[str, Callable[[], Any]], rounds: int, warm: int = 2) -> dict[str, float]:
    """Milliseconds by case; the first rounds warm caches and plans and are not counted."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(rounds + warm):
        for name, case in cases.items():
            begun = time.perf_counter()
            case()
            if turn >= warm:
                times[name].append((time.perf_counter() - begun) * 1000)
    return {name: median(found) for name, found in times.items()}


def table(figures: Iterable[Figure]) -> str:
    """The figures as text, one a line."""
    numbers = f"{'officers':>9}{'ms':>11}{'floor':>11}{'ratio':>8}{'target':>8}"
    head = f"{'':<48}{numbers}  {'':<7} floor is"
    return "\n".join([head, *map(line, figures)])


def line(f: Figure) -> str:
    """One figure beside its target and its floor."""
    target = "" if f.at_most is None else f"{f.at_most:g}"
    numbers = f"{f.officers:>9,}{f.ms:>11.2f}{f.floor_ms:>11.2f}{f.ratio:>8.2f}{target:>8}"
    return f"{f.name:<48}{numbers}  {f.verdict:<7} {f.floor}"
