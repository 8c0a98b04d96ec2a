"""Timing: cases take turns, so that whatever else the machine does meets all of them."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured thing beside its floor: medians in milliseconds, and their ratio."""

    name: str
    officers: int
    ms: float
    floor: str
    floor_ms: float

    @property
    def ratio(self) -> float:
        return self.ms / self.floor_ms

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 2)}


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
    head = f"{'':<44}{'officers':>9}{'ms':>10}{'floor':>10}{'ratio':>8}  floor is"
    return "\n".join([head, *map(_line, figures)])


def _line(f: Figure) -> str:
    numbers = f"{f.officers:>9,}{f.ms:>10.2f}{f.floor_ms:>10.2f}{f.ratio:>8.2f}"
    return f"{f.name:<44}{numbers}  {f.floor}"
