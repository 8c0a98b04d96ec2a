"""The list of officers as rows of a file."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from accounts.demo_note import SYNTHETIC
from accounts.viewer import Viewer
from reports.selectors.officer_list import NOT_NOMINATED, OfficerFilters, every_officer
from training.states import Compliance, Status


def officer_columns() -> list[str]:
    """Heads of the columns."""
    return [
        gettext("Officer"),
        gettext("Badge"),
        gettext("Agency"),
        gettext("State"),
        gettext("Model"),
        gettext("Status"),
        gettext("Compliance"),
        gettext("Compliant until"),
        gettext("First thing missing or due"),
        gettext("Due"),
    ]


def officer_file_rows(viewer: Viewer, filters: OfficerFilters) -> Iterator[list[Any]]:
    """One row an officer and agreement, by name."""
    for row in every_officer(viewer, filters):
        agency = row.agency
        first = row.first
        yield [
            row.name,
            row.badge,
            agency.name if agency else "",
            agency.state if agency else "",
            row.model,
            status_in_words(row.status),
            Compliance(row.compliance).label if row.status != NOT_NOMINATED else "",
            row.until,
            first.text if first else "",
            first.due_on if first else None,
            SYNTHETIC,
        ]


def status_in_words(status: str) -> str:
    """The word of a status, and of an officer who was never nominated."""
    if status == NOT_NOMINATED:
        return gettext("Not nominated")
    return str(Status(status).label) if status else ""
