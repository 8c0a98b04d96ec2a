"""Report: training records that wait for a supervisor's sign-off."""

from typing import Any, ClassVar

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.demo_note import SYNTHETIC
from accounts.keyset import Keyset, Page
from accounts.viewer import Viewer
from agencies.models.rows import name_key
from agencies.selectors.as_recorded import agencies_in_state
from reports.selectors.compliance import recorded_then
from reports.selectors.report.definition import (
    Column,
    Figure,
    Report,
    ReportFilters,
    Row,
)
from training.models import Participation, ParticipationAct
from training.models.act import ActKind
from training.selectors.known import known_at

OLDEST_FIRST = Keyset("effective_on", "uuid")
DECIDED = (ActKind.SUBMITTED, ActKind.RETURNED, ActKind.SIGNED_OFF)


class WaitingForSignOff(Report):
    """Records sent to the supervisor and not decided by the day, the oldest first."""

    slug = "waiting-for-sign-off"
    title = _("Waiting for sign-off")
    definition = _(
        "Training records sent to a supervisor and neither approved nor returned by the day."
    )
    empty = _("No record waits for sign-off.")
    filters = ("q", "state", "model")
    columns: ClassVar[tuple[Column, ...]] = (
        Column("officer", _("Officer"), "link"),
        Column("badge", _("Badge")),
        Column("agency", _("Agency")),
        Column("state", _("State")),
        Column("model", _("Model")),
        Column("class", _("Class")),
        Column("sent", _("Sent"), "date"),
        Column("days", _("Days"), "number"),
    )

    def page(self, viewer: Viewer, filters: ReportFilters, after: str, size: int) -> Page:
        """One query a page."""
        waiting = _waiting(viewer, filters).select_related(
            "participation__officer", "participation__appointment", "participation__agency"
        )
        page = OLDEST_FIRST.page(waiting, after, size)
        recorded_then([act.participation for act in page.rows], filters.known)
        rows = [
            Row(
                [
                    str(act.participation.officer),
                    act.participation.appointment.badge_number,
                    act.participation.agency.name,
                    act.participation.agency.state,
                    act.participation.model,
                    act.detail,
                    act.effective_on,
                    (filters.on - act.effective_on).days,
                ],
                {
                    0: reverse("officer", args=[act.participation.officer.uuid])
                    + f"?participation={act.participation.uuid}"
                },
                SYNTHETIC,
            )
            for act in page.rows
        ]
        return Page(rows, page.after, page.began_after)

    def figure(self, viewer: Viewer, filters: ReportFilters) -> Figure:
        """How many wait, and for how long the oldest. One query."""
        found: dict[str, Any] = _waiting(viewer, filters).aggregate(
            n=Count("id"), oldest=Min("effective_on")
        )
        note = ""
        if found["oldest"]:
            days = (filters.on - found["oldest"]).days
            note = ngettext("The oldest %(n)d day", "The oldest %(n)d days", days) % {"n": days}
        words = ngettext("record waits for sign-off", "records wait for sign-off", found["n"])
        return Figure(f"{found['n']:,}", words, note or gettext("Nothing to decide."))


def _waiting(viewer: Viewer, filters: ReportFilters) -> QuerySet[ParticipationAct]:
    acts = known_at(ParticipationAct.objects.visible_to(viewer), filters.known).filter(
        effective_on__lte=filters.on
    )
    later = known_at(ParticipationAct.objects.all(), filters.known).filter(
        Q(effective_on__gt=OuterRef("effective_on"))
        | Q(effective_on=OuterRef("effective_on"), id__gt=OuterRef("id")),
        participation=OuterRef("participation"),
        effective_on__lte=filters.on,
        kind__in=DECIDED,
    )
    waiting = acts.filter(~Exists(later), kind=ActKind.SUBMITTED)
    if filters.on >= viewer.today and filters.known is None:
        # The step says the same of today, and is told by far fewer rows.
        waiting = waiting.filter(participation__step=Participation.Step.WAITING)
    if filters.q:
        waiting = waiting.filter(participation__agency__name_key__begins=name_key(filters.q))
    if filters.state:
        agencies = agencies_in_state(filters.state, filters.known)
        waiting = waiting.filter(participation__agency__in=agencies)
    if filters.model:
        waiting = waiting.filter(participation__model=filters.model)
    return waiting
