"""Report: the compliance of the officers of each agency."""

from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.demo_note import SYNTHETIC
from accounts.keyset import Page
from accounts.viewer import Viewer
from agencies.models import Agency
from agencies.selectors.as_recorded import agencies_in_state, as_recorded
from reports.selectors.agencies import BY_NAME, AgencyFilters, agencies
from reports.selectors.compliance import Tally, standings_on, tallies, tally
from reports.selectors.report.definition import (
    Column,
    Figure,
    Report,
    ReportFilters,
    Row,
)
from training.models import Standing
from training.states import Compliance


class OfficerCompliance(Report):
    """One row an agency that has officers on the way or authorized."""

    slug = "officer-compliance"
    title = _("Officer compliance by agency")
    definition = _(
        "Officers who were ever authorized, by what their requirements come to on the day; "
        "an officer under two agreements counts under each."
    )
    empty = _("No agency has officers on this day.")
    filters = ("q", "state", "model", "detail")
    columns: ClassVar[tuple[Column, ...]] = (
        Column("agency", _("Agency"), "link"),
        Column("state", _("State")),
        Column("authorized", _("Authorized"), "number"),
        Column("compliant", Compliance.COMPLIANT.label, "number"),
        Column("due_soon", Compliance.DUE_SOON.label, "number"),
        Column("overdue", Compliance.OVERDUE.label, "number"),
        Column("missing", Compliance.MISSING.label, "number"),
        Column("conflict", Compliance.CONFLICT.label, "number"),
        Column("in_progress", Compliance.IN_PROGRESS.label, "number"),
        Column("percent", _("Compliant, %"), "percent"),
    )

    def page(self, viewer: Viewer, filters: ReportFilters, after: str, size: int) -> Page:
        """Two queries a page."""
        standings = _standings(viewer, filters)
        page = BY_NAME.page(_agencies(viewer, filters), after, size)
        as_recorded(page.rows, filters.known)
        counted = tallies(
            standings.filter(agency__in=[agency.pk for agency in page.rows]), "agency_id"
        )
        rows = []
        for agency in page.rows:
            part = counted.get(agency.pk, Tally())
            rows.append(
                Row(
                    [
                        agency.name,
                        agency.state,
                        part.judged,
                        *part.chart.values(),
                        part.in_progress,
                        part.percent,
                    ],
                    {0: reverse("agency", args=[agency.uuid])},
                    SYNTHETIC,
                )
            )
        return Page(rows, page.after, page.began_after)

    def figure(self, viewer: Viewer, filters: ReportFilters) -> Figure:
        """The compliant share of everybody asked for. One query."""
        total = tally(_standings(viewer, filters).filter(agency__in=_agencies(viewer, filters)))
        return Figure(
            "–" if total.percent is None else f"{total.percent}%",
            gettext("%(compliant)s of %(judged)s authorized officers are compliant")
            % {"compliant": f"{total.compliant:,}", "judged": f"{total.judged:,}"},
            gettext("Due soon still counts as compliant. %(n)s more are on the way.")
            % {"n": f"{total.in_progress:,}"},
            tally=total,
        )


def _agencies(viewer: Viewer, filters: ReportFilters) -> QuerySet[Agency]:
    """Agencies with at least one officer whose standing is not over."""
    on_the_books = _standings(viewer, filters).exclude(grade=Standing.Grade.NOT_APPLICABLE)
    found = agencies(viewer, AgencyFilters(filters.on, filters.q))
    if filters.state:
        found = found.filter(pk__in=agencies_in_state(filters.state, filters.known))
    return found.filter(pk__in=on_the_books.values("agency"))


def _standings(viewer: Viewer, filters: ReportFilters) -> QuerySet[Standing]:
    standings = standings_on(viewer, filters.on)
    return standings.filter(model=filters.model) if filters.model else standings
