"""Who has access, since when, and which invitations wait: what the people page shows."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.keyset import Keyset
from accounts.models import User
from accounts.permissions import Permission
from accounts.viewer import Viewer, acting_as
from agencies.models import Agency, Invitation, Membership, SupervisorAssignment

PAGE = 50
NEWEST_FIRST = Keyset("-pk")


@dataclass(frozen=True)
class People:
    """One page of the list; `after` is where the next begins, "" at the end."""

    memberships: list[Membership]
    invitations: list[Invitation]
    supervisors: list[SupervisorAssignment]
    after: str


def people_with_access(viewer: Viewer, *, search: str = "", after: str = "") -> People:
    """Memberships that run, the newest first; invitations and supervisors with the first page.

    `search` is the beginning of an e-mail address or of an agency's name.
    """
    today = viewer.today
    memberships = (
        Membership.objects.visible_to(viewer, Permission.INVITE)
        .filter(valid_to__gt=today)
        .select_related("user", "agency", "field_office", "granted_by")
    )
    if search := search.strip():
        agencies = Agency.objects.visible_to(viewer).named(search).values("id")
        memberships = memberships.filter(
            Q(user__email__startswith=search.lower()) | Q(agency__in=agencies)
        )
    page = NEWEST_FIRST.page(memberships, after, PAGE)
    with_others = page.is_first and not search
    return People(
        page.rows,
        list(_waiting(viewer)[:PAGE]) if with_others else [],
        list(_supervisors(viewer)[:PAGE]) if with_others else [],
        page.after,
    )


def assignment_offered(user: User, uuid: UUID) -> SupervisorAssignment | None:
    """The person's own assignment with this address, accepted or not.

    Read as the system: whoever has no role yet reads nothing by themselves.
    """
    with acting_as(Viewer.system("an assignment is looked at")):
        return _with_place(SupervisorAssignment.objects.filter(user=user, uuid=uuid)).first()


def assignments_offered(viewer: Viewer) -> list[SupervisorAssignment]:
    """What waits for the viewer to take up as a supervisor. One query where there is nothing."""
    if viewer.user_id is None:
        return []
    offered = SupervisorAssignment.objects.offered(viewer.user_id, viewer.today)
    # Everybody in a role reads assignments, but the agreement's agency may be a stranger's.
    if viewer.role is not None and not offered.exists():
        return []
    with acting_as(Viewer.system("an assignment is looked at")):
        return list(_with_place(offered))


def _with_place(assignments: QuerySet[SupervisorAssignment]) -> QuerySet[SupervisorAssignment]:
    return assignments.select_related("user", "field_office", "agreement__agency")


def _waiting(viewer: Viewer) -> QuerySet[Invitation]:
    return (
        Invitation.objects.visible_to(viewer, Permission.INVITE)
        .open()
        .select_related("agency", "field_office", "invited_by")
        .order_by("-invited_at", "-id")
    )


def _supervisors(viewer: Viewer) -> QuerySet[SupervisorAssignment]:
    """Those who supervise the viewer's agencies: by field office, or by single agreement."""
    assignments = (
        SupervisorAssignment.objects.filter(valid_to__gt=viewer.today)
        .select_related("user", "field_office", "agreement__agency")
        .order_by("-valid_from", "-id")
    )
    if viewer.agency_ids is None:
        return assignments
    agencies = sorted(viewer.agency_ids)
    return assignments.filter(
        Q(field_office__agencies__in=agencies) | Q(agreement__agency__in=agencies)
    ).distinct()
