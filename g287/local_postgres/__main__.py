"""`python -m g287.local_postgres start|stop|status [main|test]`."""

import argparse
import sys

from g287.local_postgres.places import FOLDERS, Kind, LocalPostgresError
from g287.local_postgres.server import describe, ensure_started, stop


def main() -> int:
    """Run one command on the clusters; 0 when it went well."""
    parser = argparse.ArgumentParser(prog="python -m g287.local_postgres")
    parser.add_argument("command", choices=["start", "stop", "status"])
    parser.add_argument("kind", choices=list(FOLDERS), nargs="?")
    arguments = parser.parse_args()
    kinds: list[Kind] = [arguments.kind] if arguments.kind else list(FOLDERS)
    try:
        if arguments.command == "start":
            started = ensure_started(kinds[0])
            print(f"{FOLDERS[kinds[0]]}: {'started' if started else 'already running'}")
        for kind in kinds:
            if arguments.command == "stop":
                print(f"{FOLDERS[kind]}: {'stopped' if stop(kind) else 'was not running'}")
            elif arguments.command == "status":
                print(describe(kind))
    except LocalPostgresError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
