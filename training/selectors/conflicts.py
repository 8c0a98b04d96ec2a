"""Flags for records that contradict each other: those that wait for somebody, and by whom not."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.keyset import Keyset, Page
from accounts.permissions import Permission
from accounts.viewer import Viewer
from training.models import Flag, Participation
from training.selectors.known import open_flags

OLDEST_FIRST = Keyset("recorded_at", "pk")


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
) -> Page:
    """Flags that nobody has settled, the oldest first; of one officer or one agency if asked."""
    rows = flags(viewer).filter(disposed_at=None)
    if officer is not None:
        rows = rows.filter(participation__officer__uuid=officer)
    if agency is not None:
        rows = rows.filter(agency__uuid=agency)
    return OLDEST_FIRST.page(rows, after)


def open_flags_of(
    viewer: Viewer, participation: Participation, known: datetime | None = None
) -> list[Flag]:
    """Flags of one participation that nobody had settled, the oldest first. One query.

    As known now, or at a moment.
    """
    seen = Flag.objects.visible_to(viewer).filter(participation=participation)
    return list(open_flags(known).filter(pk__in=seen).order_by("recorded_at", "pk"))
