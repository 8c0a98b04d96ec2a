#!/usr/bin/env python
"""Django's command line, with the right database login and the local PostgreSQL running."""

import os
import sys

# These change tables or act on the whole database; everything else is bound like the web server.
OWNER_COMMANDS = {
    "createcachetable",
    "dbshell",
    "flush",
    "makemigrations",
    "migrate",
    "prepare",
    "showmigrations",
    "sqlflush",
    "sqlmigrate",
}
WITHOUT_DATABASE = {
    "collectstatic",
    "compilemessages",
    "findstatic",
    "help",
    "makemessages",
    "version",
}


ONLY_TELLS = {"-h", "--help", "--version"}


def needs_database(arguments: list[str]) -> bool:
    """Whether the command asks the database; its help and its version do not."""
    return (
        bool(arguments)
        and arguments[0] not in WITHOUT_DATABASE
        and ONLY_TELLS.isdisjoint(arguments)
    )


def main() -> None:
    """Run one management command."""
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in OWNER_COMMANDS:
        os.environ.setdefault("G287_LOGIN", "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "g287.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import DatabaseError

        from g287 import local_postgres
    except ImportError as error:
        sys.exit(f"{error}: run `make setup`, then .venv/bin/python manage.py …")
    if needs_database(sys.argv[1:]) and not os.environ.get("DATABASE_URL"):
        try:
            # A new and empty cluster would answer for the one that was meant.
            local_postgres.require_made()
            local_postgres.ensure_started()
        except local_postgres.LocalPostgresError as error:
            sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except DatabaseError as error:
        from g287.unmigrated import unmigrated

        if sentence := unmigrated(error):
            sys.exit(sentence)
        raise
    except BrokenPipeError:
        # Whoever read the output has enough of it (`| head`). Nothing is left to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
