"""Flags for records that contradict each other: those that wait for somebody, and by whom not."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.permissions import Permission
from accounts.viewer import Viewer
from training.models import (
    Flag,
    Participation,
)
from training.selectors.known import open_flags

PAGE = 25


@dataclass(frozen=True)
class FlagPage:
    """One page of open flags, the oldest first. `after` is the key of the next page."""

    rows: list[Flag]
    after: str
    is_first: bool


def flags(viewer: Viewer) -> QuerySet[Flag]:
    """The flags that the viewer may see, with what pages name."""
    return Flag.objects.visible_to(viewer, Permission.VIEW).select_related(
        "agency",
        "disposed_by",
        "participation__officer",
        "participation__appointment",
        "participation__agency",
        "participation__agreement__form_revision",
    )


def open_flags_page(
    viewer: Viewer, *, officer: UUID | None = None, agency: UUID | None = None, after: str = ""
) -> FlagPage:
    """Flags that nobody has settled, the oldest first; of one officer or one agency if asked."""
    rows = flags(viewer).filter(disposed_at=None).order_by("recorded_at", "pk")
    if officer is not None:
        rows = rows.filter(participation__officer__uuid=officer)
    if agency is not None:
        rows = rows.filter(agency__uuid=agency)
    key = _key(after)
    if key is not None:
        at, pk = key
        rows = rows.filter(Q(recorded_at__gt=at) | Q(recorded_at=at, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    key_of_next = f"{found[-1].recorded_at.isoformat()}~{found[-1].pk}" if more else ""
    return FlagPage(found, key_of_next, key is None)


def open_flags_of(
    viewer: Viewer, participation: Participation, known: datetime | None = None
) -> list[Flag]:
    """Flags of one participation that nobody had settled, the oldest first. One query.

    As known now, or at a moment.
    """
    seen = Flag.objects.visible_to(viewer).filter(participation=participation)
    return list(open_flags(known).filter(pk__in=seen).order_by("recorded_at", "pk"))


def _key(after: str) -> tuple[datetime, int] | None:
    """The key in an address; one that somebody mangled begins at the start."""
    at, _, pk = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.tzinfo else None
    except ValueError:
        return None
