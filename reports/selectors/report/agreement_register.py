"""Report: every agreement with its form, its dates and where it stands."""

from typing import ClassVar

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.demo_note import SYNTHETIC
from accounts.keyset import Page
from accounts.viewer import Viewer
from agencies.models import Agreement
from agencies.states import AgreementState
from reports.selectors.agreements import (
    BY_SIGNING,
    AgreementFilters,
    agreements,
    register,
    with_states,
)
from reports.selectors.compliance import standings_on
from reports.selectors.report.definition import (
    Column,
    Figure,
    Report,
    ReportFilters,
    Row,
)


class AgreementRegister(Report):
    """The agreements on the books, the latest signed first."""

    slug = "agreement-register"
    title = _("Agreement register")
    definition = _("Every agreement on the books, with its form and where it stands on the day.")
    empty = _("No agreement is on the books.")
    filters = ("q", "state", "model", "in_force", "form")
    columns: ClassVar[tuple[Column, ...]] = (
        Column("agency", _("Agency"), "link"),
        Column("state", _("State")),
        Column("county", _("County")),
        Column("model", _("Model")),
        Column("signed", _("Signed"), "date"),
        Column("standing", _("Standing")),
        Column("in_force_since", _("In force since"), "date"),
        Column("form", _("Form"), "roomy"),
        Column("form_inferred", _("Inferred"), "yes_no"),
        Column("may_act", _("May act"), "number"),
        Column("moa_url", _("MOA"), "address"),
    )

    def page(self, viewer: Viewer, filters: ReportFilters, after: str, size: int) -> Page:
        """Two queries a page."""
        page = BY_SIGNING.page(register(viewer, _narrowed(filters)), after, size)
        found: list[Agreement] = with_states(page.rows, filters.on, filters.known)
        acting = dict(
            standings_on(viewer, filters.on)
            .filter(may_act=True, participation__agreement__in=[a.pk for a in found])
            .values_list("participation__agreement")
            .annotate(n=Count("id"))
        )
        rows = [
            Row(
                [
                    agreement.agency.name,
                    agreement.agency.state,
                    agreement.agency.county,
                    agreement.model,
                    agreement.signed_on,
                    agreement.state_on_day.label,  # type: ignore[attr-defined]
                    agreement.in_force_since,  # type: ignore[attr-defined]
                    agreement.form_revision.title if agreement.form_revision else "",
                    agreement.form_inferred,
                    acting.get(agreement.pk, 0),
                    agreement.moa_url,
                ],
                {0: reverse("agreement", args=[agreement.uuid])},
                SYNTHETIC if agreement.agency.is_invented else "",
            )
            for agreement in found
        ]
        return Page(rows, page.after, page.began_after)

    def figure(self, viewer: Viewer, filters: ReportFilters) -> Figure:
        """How many of them are in force. One query: the register is short, and counted whole."""
        states = with_states(
            agreements(viewer, filters.on, filters.known).filter(
                pk__in=register(viewer, _narrowed(filters)).values("pk")
            ),
            filters.on,
            filters.known,
        )
        number = sum(
            agreement.state_on_day is AgreementState.IN_FORCE  # type: ignore[attr-defined]
            for agreement in states
        )
        inferred = sum(agreement.form_inferred for agreement in states)
        return Figure(
            f"{number:,}",
            ngettext("agreement in force", "agreements in force", number),
            gettext(
                "%(n)s on the books; the form of %(inferred)s was inferred from the signing date"
            )
            % {"n": intcomma(len(states)), "inferred": intcomma(inferred)},
        )


def _narrowed(filters: ReportFilters) -> AgreementFilters:
    return AgreementFilters(
        on=filters.on,
        known=filters.known,
        q=filters.q,
        state=filters.state,
        model=filters.model,
        in_force=filters.in_force,
        form=filters.form,
        agency=filters.agency,
    )
