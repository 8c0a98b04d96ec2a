"""Every importer in two steps: plan (what would be done), then write exactly that, or nothing."""

from typing import Protocol

from django.db import connection, transaction

from intake.report import Report
from intake.table import Table


class Plan(Protocol):
    """What one file comes to against today's data."""

    @property
    def report(self) -> Report:
        """Counts, changes and problems."""

    def write(self) -> None:
        """Write all accepted rows."""


class Importer(Protocol):
    """One kind of file. `name` is the noun of its command and of its lock."""

    @property
    def name(self) -> str:
        """Imports of one name wait for each other."""

    def plan(self, table: Table) -> Plan:
        """Read the table and compare it with what is known; writes nothing."""


def carry_out(importer: Importer, table: Table, *, commit: bool, strict: bool) -> Report:
    """Plan, and with `commit` write the accepted rows as one; `strict`: only if all are accepted.

    Two imports of a kind wait for each other, so that the plan holds until it is written.
    """
    with transaction.atomic():
        if commit:
            wait_for_others(importer)
        plan = importer.plan(table)
        report = plan.report
        if commit and not (strict and report.refused):
            plan.write()
            report.committed = True
    return report


def wait_for_others(importer: Importer) -> None:
    """Two imports of a kind write one after the other; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 287))", [f"import {importer.name}"]
        )
