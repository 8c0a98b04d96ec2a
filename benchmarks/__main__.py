"""`python -m benchmarks` (make bench): build, measure, print a table and write JSON.

A database of its own is built with 7,200 officers and another with 72,000 (`--large`: 720,000),
measured under the web login inside `acting_as`, and dropped; then 100,000 participations are
re-evaluated. Every figure is a ratio to a floor that took turns with it, and stands beside its
target where it has one.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "g287.settings")
os.environ["G287_LOGIN"] = "owner"

SIZES, LARGE_SIZES, QUICK_SIZES = (7_200, 72_000), (7_200, 720_000), (600, 900)
ROUNDS, QUICK_ROUNDS = 60, 3
# Officers of the agreement that is suspended: of a hundred 93 hold an authorization that day.
TOGETHER, QUICK_TOGETHER = 2_250, 100
REEVALUATED, QUICK_REEVALUATED = 100_000, 1_000
# Rows of a roster, and rounds; a roster of ten times as many rows is measured too.
ROSTER, QUICK_ROSTER = (10_000, 3), (60, 2)
# Rows of the nation's lists, and rounds.
LISTS, QUICK_LISTS = (18_000, 3), (120, 2)


def main(arguments: list[str]) -> int:
    """Run everything; 0 unless something broke."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and few: does it run at all")
    parser.add_argument("--large", action="store_true", help="720,000 officers; half an hour")
    parser.add_argument("--template", default="", help="a migrated database to copy")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args(arguments)
    _start()

    from django.conf import settings
    from django.db import connection

    from accounts.viewer import day_in
    from benchmarks import dashboards, officer_list, officers, sign_off
    from benchmarks.cascade import suspension
    from benchmarks.data import build, make_room
    from benchmarks.lists import list_figures
    from benchmarks.measure import Figure, line, table
    from benchmarks.reevaluation import reevaluation_figures
    from benchmarks.roster import roster_figures, workbook_memory
    from benchmarks.scratch import Beside, scratch_database
    from benchmarks.twins import make_twins
    from g287.database import logged_in_as

    # Mail about each decision would measure the disk.
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    small, large = LARGE_SIZES if options.large else QUICK_SIZES if options.quick else SIZES
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    reevaluated = QUICK_REEVALUATED if options.quick else REEVALUATED
    together = QUICK_TOGETHER if options.quick else TOGETHER
    # The day at the agencies, which stand in New York: in the evening it is tomorrow in UTC.
    day = day_in("America/New_York")
    figures: list[Figure] = []
    parts = (
        dashboards.dashboards, dashboards.nation, dashboards.as_of, officer_list.officer_lists,
        officers.roster, suspension, sign_off.sign_off,
    )  # fmt: skip

    def add(first: int, last: int, **how: bool) -> None:
        _say(f"Building {last - first + 1:,} officers …")
        begun = time.monotonic()
        build(first, last, day, **how)
        _say(f"  {time.monotonic() - begun:.1f} s")

    def keep(measured: Iterable[Figure]) -> None:
        for figure in measured:
            figures.append(figure)
            _say(line(figure))

    def measure(size: int) -> None:
        with logged_in_as("web", settings.VAR):
            for part in parts:
                keep(part(size, day, rounds))

    with scratch_database(options.template) as fewer:
        facts = _facts(connection)
        make_room()
        make_twins()
        add(1, small - together)
        add(small - together + 1, small, together=True)
        # First, while this process holds little: memory once held would hide that it grows.
        with scratch_database(fewer):
            add(small + 1, reevaluated)
            with logged_in_as("web", settings.VAR):
                _say("Re-evaluating …")
                keep(reevaluation_figures(reevaluated))
        with scratch_database(fewer):
            add(small + 1, large)
            with logged_in_as("web", settings.VAR):
                keep(dashboards.beside_fewer(large, small, Beside(fewer), day, rounds))
            measure(large)
            _say("Importing rosters …")
            roster, rounds_ = QUICK_ROSTER if options.quick else ROSTER
            keep(roster_figures(roster, rounds_))
            keep([workbook_memory(10 * roster)])
            _say("Importing the nation's lists …")
            keep(list_figures(*(QUICK_LISTS if options.quick else LISTS)))
        measure(small)
    print(table(figures))
    missed = sum(figure.verdict == "MISSED" for figure in figures)
    print(f"{sum(bool(figure.verdict) for figure in figures)} targets, {missed} missed")
    path = options.json or Path(settings.VAR) / "bench" / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {**facts, "rounds": rounds, "figures": [figure.as_json() for figure in figures]}
    path.write_text(json.dumps(found, indent=1) + "\n")
    _say(f"Written to {path}")
    return 0


def _start() -> None:
    import django

    from g287 import local_postgres
    from g287.database import local_kind

    if not os.environ.get("DATABASE_URL"):
        local_postgres.ensure_started(local_kind())
    django.setup()


def _facts(connection: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select name, setting from pg_settings where name in ('server_version', 'fsync',"
            " 'shared_buffers', 'work_mem', 'jit', 'synchronous_commit')"
        )
        server = dict(cursor.fetchall())
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "on": date.today().isoformat(),  # noqa: DTZ011 - a label
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        "postgresql": server,
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
