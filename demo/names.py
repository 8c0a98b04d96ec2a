"""Names that nobody bears: the last name says that the person is synthetic."""

import random
from collections.abc import Iterator
from pathlib import Path

LAST = ("Sample", "Example", "Testcase", "Placeholder", "Specimen", "Template", "Mockup", "Fixture")
LISTS = Path(__file__).with_name("names.txt")


def names(rng: random.Random, taken: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Last and first names, none of them twice and none of `taken`."""
    lists = _lists()
    used = set(taken)
    while True:
        last, first = rng.choice(LAST), rng.choice(lists["first"])
        if rng.random() < 0.3:
            last = f"{last}-{rng.choice(lists['hyphenated'])}"
        if rng.random() < 0.06:
            first = f"{first} {rng.choice(lists['second first'])}"
        if (last, first) not in used:
            used.add((last, first))
            yield last, first


def _lists() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    names_of: list[str] = []
    for line in LISTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            names_of = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            names_of += line.split()
    return found
