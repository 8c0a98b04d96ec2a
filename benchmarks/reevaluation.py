"""`python -m benchmarks.reevaluation`: a re-evaluation of 100,000 participations, time and memory.

Both clocked requirements get another interval, so that every participation has its rule
assignment and two rows of coverage closed and corrected, one act and its standing anew. What the
process holds in memory is read from the kernel: it must not grow with the nation.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "g287.settings")
os.environ["G287_LOGIN"] = "owner"

OFFICERS = 100_000
LIMIT_MB = 100


def main(arguments: list[str]) -> int:
    """Build, prepare, apply; 1 where memory grew by more than the limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reevaluation", description=__doc__)
    parser.add_argument("--officers", type=int, default=OFFICERS)
    options = parser.parse_args(arguments)
    from benchmarks.__main__ import _start

    _start()

    from django.conf import settings

    from benchmarks.data import build, make_room
    from benchmarks.scratch import scratch_database
    from g287.database import logged_in_as

    with scratch_database():
        make_room()
        _timed(
            f"Building {options.officers:,} officers",
            lambda: build(1, options.officers, datetime.now(UTC).date()),
        )
        with logged_in_as("web", settings.VAR):
            grown = _reevaluate()
    print(f"Memory grew by {grown:.0f} MB at most (limit {LIMIT_MB} MB)")
    return int(grown > LIMIT_MB)


def _reevaluate() -> float:
    from accounts.models import User
    from accounts.roles import PROGRAM_MANAGER
    from accounts.viewer import Viewer, acting_as
    from training.kinds import Kind
    from training.models import Requirement, RuleSet
    from training.selectors.rule_set import digest_of
    from training.services.reevaluation import apply, prepare
    from training.services.rule_set import approve, draft_from, propose

    with acting_as(Viewer.system("benchmark")):
        users = [User.objects.create_user(email=f"m{n}@example.com", name=f"M{n}") for n in (1, 2)]
    first, second = (
        Viewer(user_id=user.pk, name=user.name, role=PROGRAM_MANAGER, agency_ids=None)
        for user in users
    )
    with acting_as(first):
        source = RuleSet.objects.get(form_revision__code="WSO-2025-02-15")
        draft = draft_from(first, source, first.today)
        draft.requirements.filter(kind=Kind.EVALUATION).update(
            is_binding=True, parameters={"days": 120}
        )
        Requirement.objects.create(
            rule_set=draft,
            kind=Kind.REFRESHER,
            parameters={"months": 12, "clock": "anniversary"},
            clause="A refresher every year.",
            source="Benchmark",
            mark="sourced",
        )
        propose(first, draft)
        rules = approve(second, draft, digest=digest_of(draft))
    _give_back()
    before, peak = _resident(), _Peak()
    with peak, acting_as(first):
        made = _timed(
            "Preparing, with the preview",
            lambda: prepare(
                first, name="Yearly", reason="B", rule_set=rules, effective_on=first.today
            ),
        )
    print({key: value for key, value in made.counts.items() if key != "agencies"})
    with peak, acting_as(second):
        _timed("Applying, before commit", lambda: apply(second, made, digest=made.digest))
    return peak.highest - before


class _Peak:
    """The highest resident memory while something runs, sampled in a thread of its own."""

    def __init__(self) -> None:
        self.highest = _resident()

    def __enter__(self) -> None:
        import threading

        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            self.highest = max(self.highest, _resident())


def _give_back() -> None:
    """Return what building left free to the system, or it would hide growth."""
    import ctypes
    import gc

    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)


def _resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _timed(what: str, act: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    found = act()
    print(f"{what}: {time.perf_counter() - begun:.1f} s", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
