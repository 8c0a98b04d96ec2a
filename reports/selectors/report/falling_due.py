"""Report: officers who are compliant and stop being so within 30, 60 or 90 days."""

from datetime import timedelta
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.demo_note import SYNTHETIC
from accounts.keyset import Keyset, Page
from accounts.viewer import Viewer
from agencies.models.rows import name_key
from reports.selectors.compliance import recorded_then, standings_on
from reports.selectors.falling_due import within_windows
from reports.selectors.first_thing import first_things
from reports.selectors.report.definition import (
    Column,
    Figure,
    Report,
    ReportFilters,
    Row,
)
from training.models import Standing

FIRST_DUE_FIRST = Keyset("compliant_until", "participation__uuid")


class FallingDue(Report):
    """One row an officer and agreement, the first due first."""

    slug = "falling-due"
    title = _("Falling due")
    definition = _(
        "Officers who are compliant on the day and stop being so within 30, 60 or 90 days."
    )
    empty = _("Nothing falls due in this time.")
    filters = ("days", "q", "state", "model", "agency")
    columns: ClassVar[tuple[Column, ...]] = (
        Column("officer", _("Officer"), "link"),
        Column("badge", _("Badge")),
        Column("agency", _("Agency")),
        Column("state", _("State")),
        Column("model", _("Model")),
        Column("requirement", _("What falls due first")),
        Column("due", _("Due"), "date"),
        Column("days", _("In days"), "number"),
    )

    def page(self, viewer: Viewer, filters: ReportFilters, after: str, size: int) -> Page:
        """Three queries a page."""
        due = _due(viewer, filters).select_related(
            "participation__officer", "participation__appointment", "participation__agency"
        )
        page = FIRST_DUE_FIRST.page(due, after, size)
        recorded_then([row.participation for row in page.rows], filters.known)
        things = first_things(
            [
                {
                    "participation_id": row.participation_id,
                    "compliance": row.compliance,
                    "status": row.status,
                    "step": "",
                }
                for row in page.rows
            ],
            filters.on,
            filters.known,
        )
        rows = []
        for row in page.rows:
            participation = row.participation
            thing = things.get(row.participation_id)
            rows.append(
                Row(
                    [
                        str(participation.officer),
                        participation.appointment.badge_number,
                        participation.agency.name,
                        participation.agency.state,
                        row.model,
                        thing.text if thing else "",
                        row.compliant_until,
                        (row.compliant_until - filters.on).days,
                    ],
                    {
                        0: reverse("officer", args=[participation.officer.uuid])
                        + f"?participation={participation.uuid}"
                    },
                    SYNTHETIC,
                )
            )
        return Page(rows, page.after, page.began_after)

    def figure(self, viewer: Viewer, filters: ReportFilters) -> Figure:
        """How many fall due in the time asked for. One query."""
        windows = within_windows(_asked(viewer, filters), filters.on)
        number = windows[filters.days]
        return Figure(
            f"{number:,}",
            ngettext(
                "officer falls due within %(days)d days",
                "officers fall due within %(days)d days",
                number,
            )
            % {"days": filters.days},
            windows=windows,
        )


def _asked(viewer: Viewer, filters: ReportFilters) -> QuerySet[Standing]:
    standings = standings_on(viewer, filters.on)
    if filters.agency is not None:
        standings = standings.filter(agency=filters.agency)
    if filters.model:
        standings = standings.filter(model=filters.model)
    if filters.state:
        standings = standings.filter(state=filters.state)
    if filters.q:
        standings = standings.filter(agency__name_key__begins=name_key(filters.q))
    return standings


def _due(viewer: Viewer, filters: ReportFilters) -> QuerySet[Standing]:
    return _asked(viewer, filters).filter(
        grade=Standing.Grade.COMPLIANT,
        compliant_until__gt=filters.on,
        compliant_until__lte=filters.on + timedelta(days=filters.days),
    )
