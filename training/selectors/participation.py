"""One participation with the acts done to it, and the queues of those who wait for an act."""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, OuterRef, Q, QuerySet, Subquery

from accounts.permissions import Permission
from accounts.viewer import Viewer
from training.models import Certification, Participation, ParticipationAct
from training.models.act import ActKind
from training.states import Status

PAGE = 25


@dataclass(frozen=True)
class Waiting:
    """A participation that waits for an act: since when, and for how many days."""

    participation: Participation
    since: date | None
    days: int


@dataclass(frozen=True)
class WaitingPage:
    """One page of participations that wait for an act, longest first."""

    rows: list[Waiting]
    after: str
    is_first: bool


def participations(viewer: Viewer, permission: Permission) -> QuerySet[Participation]:
    """Participations on which the viewer may exercise `permission`, with what pages name."""
    return Participation.objects.visible_to(viewer, permission).select_related(
        "officer", "agency", "appointment", "agreement__form_revision"
    )


def acts_of(participation: Participation) -> list[ParticipationAct]:
    """The acts that stand, in the order of effect. One query."""
    return list(
        participation.participationacts.filter(superseded_at=None)
        .select_related("recorded_by")
        .order_by("effective_on", "id")
    )


def vetting_page(viewer: Viewer, after: str = "") -> WaitingPage:
    """Nominated officers who wait for the result of vetting, longest first."""
    nominated = ParticipationAct.objects.filter(
        participation=OuterRef("pk"), kind=ActKind.NOMINATED, superseded_at=None
    ).order_by("effective_on", "id")
    since = Subquery(nominated.values("effective_on")[:1], output_field=DateField())
    return _page(viewer, Permission.VET, (Status.NOMINATED,), since, after)


def authorization_page(viewer: Viewer, after: str = "") -> WaitingPage:
    """Certified officers without authority, and those whose authority lapsed, longest first."""
    certified = Certification.objects.filter(participation=OuterRef("pk")).order_by(
        "-certified_on", "-id"
    )
    since = Subquery(certified.values("certified_on")[:1], output_field=DateField())
    return _page(viewer, Permission.AUTHORIZE, (Status.CERTIFIED, Status.LAPSED), since, after)


def _page(
    viewer: Viewer,
    permission: Permission,
    statuses: tuple[Status, ...],
    since: Subquery,
    after: str,
) -> WaitingPage:
    day = viewer.today
    rows = (
        participations(viewer, permission)
        .filter(
            standings__valid_from__lte=day,
            standings__valid_to__gt=day,
            standings__status__in=statuses,
        )
        .annotate(since=since)
        .order_by("since", "pk")
    )
    key = _key(after)
    if key is not None:
        first, pk = key
        rows = rows.filter(Q(since__gt=first) | Q(since=first, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    key_of_next = f"{found[-1].since}~{found[-1].pk}" if more else ""
    waiting = [Waiting(row, row.since, (day - row.since).days if row.since else 0) for row in found]
    return WaitingPage(waiting, key_of_next, key is None)


def _key(after: str) -> tuple[date, int] | None:
    """The key in an address; one that somebody mangled begins at the start."""
    first, _, pk = after.partition("~")
    try:
        return date.fromisoformat(first), int(pk)
    except ValueError:
        return None
