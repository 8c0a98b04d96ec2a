"""Waivers as lists: those that wait for a decision, and those that were decided."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, QuerySet

from accounts.keyset import Keyset, Page
from accounts.permissions import Permission
from accounts.refusal import Reason
from accounts.viewer import Viewer
from training.kinds import Kind
from training.models import Participation, Waiver
from training.rules.waiver import reasons_not_to_decide
from training.selectors.requirements import RequirementOn, requirements_on
from training.states import RequirementState

LONGEST_FIRST = Keyset("recorded_at", "pk")
LATEST_FIRST = Keyset("-decided_at", "-pk")
_SIGNED = (Kind.PARTICIPATION, Kind.CERTIFICATION, Kind.AUTHORIZATION)


@dataclass(frozen=True)
class WaiversWaiting:
    """How many wait, and since when the oldest does."""

    number: int
    oldest: datetime | None


def waivers(viewer: Viewer, permission: Permission = Permission.VIEW) -> QuerySet[Waiver]:
    """Waivers on which the viewer may exercise `permission`, with what pages name."""
    return Waiver.objects.visible_to(viewer, permission).select_related(
        "participation__officer",
        "participation__agency",
        "participation__appointment",
        "participation__agreement__form_revision",
        "recorded_by",
        "decided_by",
    )


def waiting_waivers(viewer: Viewer, after: str = "") -> Page:
    """Those that wait for a decision, longest first."""
    rows = waivers(viewer).filter(decision=Waiver.Decision.WAITING)
    return LONGEST_FIRST.page(rows, after)


def decided_waivers(viewer: Viewer, after: str = "") -> Page:
    """Those that were decided, the latest first."""
    rows = waivers(viewer).exclude(decision=Waiver.Decision.WAITING)
    return LATEST_FIRST.page(rows, after)


def waivers_waiting(viewer: Viewer) -> WaiversWaiting:
    """How many wait for the viewer's decision. One query."""
    found = (
        Waiver.objects.visible_to(viewer, Permission.DECIDE_WAIVERS)
        .filter(decision=Waiver.Decision.WAITING)
        .order_by()
        .aggregate(n=Count("pk"), oldest=Min("recorded_at"))
    )
    return WaiversWaiting(found["n"], found["oldest"])


def waivers_of(participation: Participation) -> list[Waiver]:
    """Every waiver of one participation, the latest first. One query."""
    return list(
        participation.waivers.select_related("recorded_by", "decided_by").order_by("-recorded_at")
    )


def against_decision(viewer: Viewer, waiver: Waiver) -> list[Reason]:
    """Why this person cannot decide on it, before they try."""
    return reasons_not_to_decide(
        is_waiting=waiver.decision == Waiver.Decision.WAITING,
        is_requester=waiver.recorded_by_id == viewer.user_id,
    )


def requirement_waived(waiver: Waiver, day: date) -> RequirementOn | None:
    """The requirement that the waiver is about, as it stands on `day`."""
    found = requirements_on(waiver.participation, day)
    return next((r for r in found if r.kind == waiver.kind), None)


def what_can_be_waived(participation: Participation, day: date) -> list[RequirementOn]:
    """The requirements asked on `day` for which something other than a signed act can stand."""
    return [
        requirement
        for requirement in requirements_on(participation, day)
        if requirement.kind not in _SIGNED and requirement.state != RequirementState.NOT_APPLICABLE
    ]
