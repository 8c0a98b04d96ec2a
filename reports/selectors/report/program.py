"""Report: the program by state and model."""

from collections.abc import Mapping
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.demo_note import SYNTHETIC
from accounts.keyset import Page
from accounts.viewer import Viewer
from agencies.geography import STATES
from agencies.models import Model
from agencies.selectors.as_recorded import agency_state
from reports.selectors.agreements import in_force_on
from reports.selectors.compliance import (
    ROWS,
    Tally,
    standings_on,
    tallies,
    together,
)
from reports.selectors.report.definition import (
    Column,
    Figure,
    Report,
    ReportFilters,
    Row,
)
from training.states import Compliance


class Program(Report):
    """One row a state and model: at most 168, so one page holds all."""

    slug = "program"
    title = _("Program by state and model")
    definition = _("Agreements in force and the compliance of their officers, by state and model.")
    empty = _("No agreement is in force on this day.")
    filters = ("state", "model")
    columns: ClassVar[tuple[Column, ...]] = (
        Column("state", _("State"), "link"),
        Column("model", _("Model")),
        Column("agreements", _("Agreements in force"), "number"),
        Column("may_act", _("May act"), "number"),
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
        """Everything at once. Two queries."""
        del after, size
        in_force = {
            (state, model): n
            for state, model, n in in_force_on(viewer, filters.on, filters.known)
            .order_by()
            .annotate(state_then=agency_state(filters.known))
            .values_list("state_then", "model")
            .annotate(n=ROWS)
        }
        by = tallies(standings_on(viewer, filters.on), "state", "model", "may_act")
        keys = {(state, model) for state, model, _acts in by}
        acting = {(state, model): part.size for (state, model, acts), part in by.items() if acts}
        counted = {
            key: together({acts: by[*key, acts] for acts in (True, False) if (*key, acts) in by})
            for key in keys
        }
        rows = []
        for state, name in sorted(STATES.items(), key=lambda item: item[1]):
            for model in Model.values:
                key = (state, model)
                if key not in in_force and key not in counted:
                    continue
                if (filters.state or state) != state or (filters.model or model) != model:
                    continue
                part = counted.get(key, Tally())
                rows.append(
                    Row(
                        [
                            name,
                            model,
                            in_force.get(key, 0),
                            acting.get(key, 0),
                            part.judged,
                            *part.chart.values(),
                            part.in_progress,
                            part.percent,
                        ],
                        {0: f"{reverse('agencies')}?state={state}"},
                        SYNTHETIC if part.counts else "",
                    )
                )
        return Page(rows, "")

    def figure(self, viewer: Viewer, filters: ReportFilters) -> Figure:
        """The compliant share, with a map of it. One query."""
        standings = standings_on(viewer, filters.on)
        if filters.model:
            standings = standings.filter(model=filters.model)
        if filters.state:
            standings = standings.filter(state=filters.state)
        counted = tallies(standings, "state", "model")
        by_state, by_model = _sums(counted, 0), _sums(counted, 1)
        total = together(counted)
        return Figure(
            "–" if total.percent is None else f"{total.percent}%",
            gettext("%(compliant)s of %(judged)s authorized officers are compliant")
            % {"compliant": f"{total.compliant:,}", "judged": f"{total.judged:,}"},
            gettext("No goal has been set for this measure. Due soon still counts as compliant."),
            tally=total,
            by_state={
                state: part.percent for state, part in by_state.items() if part.percent is not None
            },
            by_model=[
                (model, label, by_model[model])
                for model, label in Model.choices
                if model in by_model
            ],
        )


def _sums(counted: Mapping[tuple[str, str], Tally], position: int) -> dict[str, Tally]:
    """Tallies by state and model, added up by one of the two."""
    names = {key[position] for key in counted}
    return {
        name: together({key: part for key, part in counted.items() if key[position] == name})
        for name in names
    }
