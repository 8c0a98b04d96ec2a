"""The supervisor's queue by keyset, and a record's neighbors in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.keyset import Keyset
from accounts.viewer import Viewer, day_in
from training.models import Enrollment
from training.selectors.sign_off import queue, records_shown, waiting_count

OLDEST_FIRST = Keyset("submitted_at", "pk")


@dataclass(frozen=True)
class Waiting:
    """One record that waits, with how many things our check found missing."""

    enrollment: Enrollment
    missing: int
    since: date
    days: int


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue, oldest first; `total` counts all that wait for the viewer."""

    rows: list[Waiting]
    total: int
    after: str
    is_first: bool

    @property
    def oldest_days(self) -> int:
        """How long the oldest of this page waits, in days."""
        return self.rows[0].days if self.rows else 0


@dataclass(frozen=True)
class Neighbors:
    """The records before and after one in the queue, and its place in it (from 1)."""

    previous: UUID | None
    following: UUID | None
    place: int
    total: int


def queue_page(viewer: Viewer, after: str = "") -> QueuePage:
    """One page of what waits for the viewer. A fixed number of queries."""
    rows = queue(viewer).prefetch_related(
        "training_class__days", "training_class__course_version__modules"
    )
    page = OLDEST_FIRST.page(rows, after)
    waiting = []
    for shown in records_shown(page.rows):
        since = day_in(viewer.zone, shown.enrollment.submitted_at)
        days = (viewer.today - since).days
        waiting.append(Waiting(shown.enrollment, len(shown.missing), since, days))
    return QueuePage(waiting, waiting_count(viewer), page.after, page.is_first)


def neighbors_of(viewer: Viewer, enrollment: Enrollment) -> Neighbors:
    """The queue around a record; where it does not wait any more, the oldest comes next.

    By the record's own key, so that no more than it and its two neighbors are read. Six queries
    at most, of which two count.
    """
    waiting = queue(viewer).select_related(None)
    total = waiting_count(viewer)
    at, pk = enrollment.submitted_at, enrollment.pk
    if at is None or not waiting.filter(pk=pk).exists():
        return Neighbors(None, _uuid_of_first(waiting), 0, total)
    earlier = waiting.filter(Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=pk))
    later = waiting.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=pk))
    previous = _uuid_of_first(earlier.order_by("-submitted_at", "-pk"))
    following = _uuid_of_first(later)
    if following is None and previous is not None:
        following = _uuid_of_first(waiting)
    return Neighbors(previous, following, earlier.count() + 1, total)


def _uuid_of_first(rows: QuerySet[Enrollment]) -> UUID | None:
    return rows.values_list("uuid", flat=True).first()
