"""`python -m benchmarks` (make bench): build, measure, print a table and write JSON.

A database of its own is built with 7,200 officers and then with 72,000, measured under the web
login inside `acting_as`, and dropped. Every figure is a ratio to a floor that took turns with it.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "g287.settings")
os.environ["G287_LOGIN"] = "owner"

SIZES, QUICK_SIZES = (7_200, 72_000), (600, 900)
ROUNDS, QUICK_ROUNDS = 60, 3
# Rows of a roster, and rounds; a roster of ten times as many rows is measured too.
ROSTER, QUICK_ROSTER = (10_000, 3), (60, 2)
# Rows of the nation's lists, and rounds.
LISTS, QUICK_LISTS = (18_000, 3), (120, 2)


def main(arguments: list[str]) -> int:
    """Run everything; 0 unless something broke."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and few: does it run at all")
    parser.add_argument("--template", default="", help="a migrated database to copy")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args(arguments)
    _start()

    from django.conf import settings
    from django.db import connection

    from benchmarks import cases
    from benchmarks.data import build, make_room
    from benchmarks.lists import list_figures
    from benchmarks.measure import table
    from benchmarks.roster import roster_figures
    from benchmarks.scratch import scratch_database
    from g287.database import logged_in_as

    # Mail about each decision would measure the disk.
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    sizes, rounds = (QUICK_SIZES, QUICK_ROUNDS) if options.quick else (SIZES, ROUNDS)
    day, figures, built = datetime.now(UTC).date(), [], 0
    parts = (cases.dashboards, cases.as_of, cases.lists, cases.roster, cases.sign_off)
    with scratch_database(options.template):
        facts = _facts(connection)
        make_room()
        for size in sizes:
            _say(f"Building {size:,} officers …")
            begun = time.monotonic()
            build(built + 1, size, day)
            _say(f"  {time.monotonic() - begun:.1f} s")
            if not built:
                cases.make_twins()
            built = size
            with logged_in_as("web", settings.VAR):
                for part in parts:
                    figures += list(part(size, day, rounds))
        _say("Importing rosters …")
        figures += roster_figures(*(QUICK_ROSTER if options.quick else ROSTER))
        _say("Importing the nation's lists …")
        figures += list_figures(*(QUICK_LISTS if options.quick else LISTS))
    print(table(figures))
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
