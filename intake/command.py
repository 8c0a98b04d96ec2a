"""What every import command has in common: its options, its report, its exit codes.

0: all rows accepted. 1: rows were refused (and left out, or with --strict nothing was written).
2: the file cannot be read, or a word of the command is wrong. With --json the object is printed for
a file that cannot be read, too: its one problem has no row.
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intake.file import File
from intake.report import Problem, Report
from intake.unreadable import Unreadable

LISTED_MOST = 200


class ImportCommand(BaseCommand):
    """`manage.py import_… FILE [--commit] [--strict] [--json]`; a subclass says what to do."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the workbook or CSV file")
        parser.add_argument(
            "--commit", action="store_true", help="write; without it the file is only checked"
        )
        parser.add_argument(
            "--strict", action="store_true", help="write nothing if any row is refused"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def take(self, file: File, *, commit: bool, strict: bool, **options: Any) -> Report:
        """Import the file; the subclass calls its service."""
        raise NotImplementedError

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:
        commit, strict = options.pop("commit"), options.pop("strict")
        try:
            report = self.take(File.at(file), commit=commit, strict=strict, **options)
        except Unreadable as error:
            if options["json"]:
                whole = {"row": None, "column": "", "value": "", "reason": str(error)}
                self._print({**Report().as_json(), "problems": [whole]})
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self._print(report.as_json())
        else:
            self.stdout.write("\n".join(_lines(report, commit=commit)))
        if report.refused:
            sys.exit(1)

    def _print(self, found: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))


def _lines(report: Report, *, commit: bool) -> list[str]:
    blank = f", and {report.blank:,} blank" if report.blank else ""
    lines = [f"{report.rows:,} rows{blank}"]
    for count, word in (
        (report.created, "new"),
        (report.updated, "changed"),
        (report.unchanged, "the same"),
        (report.refused, "refused"),
    ):
        lines.append(f"  {count:>7,} {word}")
    if report.absent:
        lines.append(f"  {len(report.absent):>7,} not in this file; they stay as they are")
    lines += _listed("Refused", [_problem(problem) for problem in report.problems])
    lines += _listed(
        "Changed",
        [f'row {c.row}, {c.column}: "{c.old}" becomes "{c.new}"' for c in report.changes],
    )
    lines += _listed("To look at", [_problem(note) for note in report.notes])
    if report.committed:
        ending = "Written."
    elif commit:
        ending = "Nothing was written, because rows were refused and --strict was given."
    else:
        ending = "Nothing was written: this was a check. Add --commit to write."
    return [*lines, "", ending]


def _problem(problem: Problem) -> str:
    value = f' "{problem.value[:80]}"' if problem.value else ""
    return f"row {problem.row}, {problem.column}{value}: {problem.reason} {problem.mend}".rstrip()


def _listed(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    more = [f"  … and {len(lines) - LISTED_MOST:,} more"] if len(lines) > LISTED_MOST else []
    return ["", title, *(f"  {line}" for line in lines[:LISTED_MOST]), *more]
