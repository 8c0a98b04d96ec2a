"""A person's grants (memberships and supervisor assignments) and the viewer each makes."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import PROGRAM_MANAGER, ROLES, SUPERVISOR, Role, Scope
from accounts.viewer import Viewer, acting_as, day_in
from agencies.models import Agency, FieldOffice, Membership, SupervisorAssignment


@dataclass(frozen=True)
class Grant:
    """One role of a person at one place; `key` names it in the session by a UUID."""

    key: str
    role: Role
    place: str
    agency_ids: frozenset[int] | None
    zone: str
    field_office_ids: frozenset[int] = frozenset()


def grants_of(user: User) -> list[Grant]:
    """What `user` may act as today, memberships first. Three queries at most.

    Read as the system: the question is what this person may see, before it is known.
    """
    # A membership ends with the day in the place where it is held; the nation's zones are at most
    # a day apart, so both days are read and the place decides.
    today = day_in(settings.TIME_ZONE)
    span = {
        "valid_from__lte": today + timedelta(days=1),
        "valid_to__gt": today - timedelta(days=1),
    }
    with acting_as(Viewer.system("who is asking")):
        memberships = list(
            Membership.objects.filter(user=user, **span).select_related("agency", "field_office")
        )
        assignments = list(
            SupervisorAssignment.objects.accepted()
            .filter(user=user, **span)
            .select_related("field_office", "agreement__agency")
        )
        offices = {m.field_office_id for m in memberships if m.field_office_id}
        offices |= {a.field_office_id for a in assignments if a.field_office_id}
        supervised: dict[int, list[tuple[int, str]]] = {}
        if offices:
            rows = Agency.objects.filter(field_office__in=offices)
            for office, agency, zone in rows.values_list("field_office_id", "id", "time_zone"):
                supervised.setdefault(office, []).append((agency, zone))
    grants = [_membership_grant(m, supervised) for m in memberships]
    grants += _supervisor_grants(assignments, supervised)
    held = {g.key for g in grants if _covers_today(g, memberships, assignments)}
    grants = [g for g in grants if g.key in held]
    if user.is_superuser and not any(g.role is PROGRAM_MANAGER for g in grants):
        everywhere = _("All agencies")
        grants.append(Grant("superuser", PROGRAM_MANAGER, everywhere, None, settings.TIME_ZONE))
    return grants


def viewer_for(user: User, grants: list[Grant], chosen: str = "") -> Viewer:
    """The viewer for the chosen grant, else for the first; nobody without any."""
    if not grants:
        return Viewer(user_id=user.pk, name=str(user), email=user.email)
    grant = next((g for g in grants if g.key == chosen), grants[0])
    return Viewer(
        user_id=user.pk,
        name=str(user),
        email=user.email,
        role=grant.role,
        agency_ids=grant.agency_ids,
        place=grant.place,
        grant=grant.key,
        zone=grant.zone,
        field_office_ids=grant.field_office_ids,
    )


def _membership_grant(
    membership: Membership, supervised: dict[int, list[tuple[int, str]]]
) -> Grant:
    role, key = ROLES[membership.role], f"membership:{membership.uuid}"
    if role.scope is Scope.AGENCY and membership.agency is not None:
        agency = membership.agency
        return Grant(key, role, agency.name, frozenset({agency.pk}), agency.time_zone)
    if role.scope is Scope.FIELD_OFFICE and membership.field_office is not None:
        return _office_grant(key, role, membership.field_office, supervised)
    return Grant(key, role, _("All agencies"), None, settings.TIME_ZONE)


def _office_grant(
    key: str, role: Role, office: FieldOffice, supervised: dict[int, list[tuple[int, str]]]
) -> Grant:
    agencies = supervised.get(office.pk, [])
    zones = [zone for _, zone in agencies]
    zone = max(sorted(set(zones)), key=zones.count) if zones else settings.TIME_ZONE
    ids = frozenset(agency for agency, _ in agencies)
    place = _("%(name)s field office") % {"name": office.name}
    return Grant(key, role, place, ids, zone, frozenset({office.pk}))


def _supervisor_grants(
    assignments: list[SupervisorAssignment], supervised: dict[int, list[tuple[int, str]]]
) -> list[Grant]:
    """One grant a field office, and one for all single agreements together by agency."""
    grants = []
    for assignment in assignments:
        key = f"assignment:{assignment.uuid}"
        if assignment.field_office is not None:
            grants.append(_office_grant(key, SUPERVISOR, assignment.field_office, supervised))
        elif assignment.agreement is not None:
            agency = assignment.agreement.agency
            ids = frozenset({agency.pk})
            grants.append(Grant(key, SUPERVISOR, agency.name, ids, agency.time_zone))
    return grants


def _covers_today(
    grant: Grant, memberships: list[Membership], assignments: list[SupervisorAssignment]
) -> bool:
    kind, _colon, uuid = grant.key.partition(":")
    rows: list[Membership] | list[SupervisorAssignment]
    rows = memberships if kind == "membership" else assignments
    row = next(r for r in rows if str(r.uuid) == uuid)
    return row.valid_from <= day_in(grant.zone) < row.valid_to
