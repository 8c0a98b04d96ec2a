"""`manage.py compliance --on DATE`: how every participation stands on a day, and why."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.timezone import get_default_timezone, get_default_timezone_name

from accounts.days import reasons_against
from accounts.demo_note import NOTE, noted, noted_cells
from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from agencies.management.agency_argument import HELP, agency_named
from reports.selectors.answer import CHUNK, FIELDS, Answer, answers_of, ids_on_record
from reports.selectors.compliance import StandingSource
from reports.selectors.written import as_json, cell
from training.models import Participation
from training.selectors.known import end_of, is_complete

FORMATS = ("json", "csv")


class Command(BaseCommand):
    """One row a participation, in the words of the officer's page; nothing is kept in memory."""

    help = (
        "Prints how each participation stands on a day, with the reasons: one row each, as one"
        " JSON array or as CSV. With --known-at, what the records said at that moment."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the day, the moment, the agency and the format; `handle` says what is wrong."""
        parser.add_argument("--on", default="", metavar="DATE", help="the day, as in 2026-03-03")
        parser.add_argument(
            "--known-at",
            default="",
            metavar="TIMESTAMP",
            help="a moment, as in 2026-03-24T17:00-04:00, or a day for its end; without an offset"
            f" the time is that of {get_default_timezone_name()}",
        )
        parser.add_argument(
            "--agency", default="", metavar="AGENCY", help=f"only this agency: {HELP}"
        )
        parser.add_argument("--format", default="json", help="json (the default) or csv")

    def handle(
        self,
        *_args: Any,
        on: str | date,
        known_at: str | datetime,
        agency: str,
        format: str,  # noqa: A002 - the name of the option
        **_options: Any,
    ) -> None:
        """Check what was asked, then print a chunk at a time, each in a transaction of its own."""
        source = StandingSource(_day(str(on)), _moment(str(known_at)) if known_at else None)
        if format not in FORMATS:
            raise CommandError(f"--format is json or csv, not {format!r}.")
        viewer = Viewer.system("printing compliance")
        only = agency_named(agency).uuid if agency else None
        with acting_as(viewer):
            ids = ids_on_record(viewer, only, source.known)
        answers = _answers(viewer, ids, source)
        if format == "csv":
            self._print_csv(answers)
        else:
            self._print_json(answers)

    def _print_json(self, answers: Iterator[Answer]) -> None:
        self.stdout.write("[", ending="")
        for n, answer in enumerate(answers):
            row = as_json(noted(answer.as_data()))
            self.stdout.write(f"{',' if n else ''}\n{row}", ending="")
        self.stdout.write("\n]")

    def _print_csv(self, answers: Iterator[Answer]) -> None:
        writer = csv.writer(self.stdout)
        columns = noted_cells(FIELDS, NOTE)
        writer.writerow(columns)
        for answer in answers:
            row = noted(answer.as_data())
            writer.writerow([cell(row[column]) for column in columns])


def _answers(viewer: Viewer, ids: Sequence[int], source: StandingSource) -> Iterator[Answer]:
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        with acting_as(viewer), source.over(Participation.objects.filter(pk__in=chunk)):
            answers = list(answers_of(viewer, chunk, source))
        yield from answers


def _day(given: str) -> date:
    if not given:
        raise CommandError("Say for which day: --on 2026-03-03.")
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise CommandError(f"--on is a day like 2026-03-03, not {given!r}.") from error
    for reason in reasons_against(day, "on"):
        raise CommandError(f"--on: {reason.text}")
    return day


def _moment(given: str) -> datetime:
    try:
        if len(given) == len("2026-03-24"):
            moment = end_of(date.fromisoformat(given), get_default_timezone_name())
        else:
            moment = datetime.fromisoformat(given)
    except Refused as refused:
        raise CommandError(f"--known-at: {refused.reasons[0].text}") from refused
    except (ValueError, OverflowError) as error:
        raise CommandError(
            f"--known-at is a moment like 2026-03-24T17:00-04:00, not {given!r}."
        ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=get_default_timezone())
    if not is_complete(moment):
        raise CommandError(
            "--known-at is at least ten minutes ago: what is known now is not complete."
        )
    for reason in reasons_against(moment.date(), "known"):
        raise CommandError(f"--known-at: {reason.text}")
    return moment
