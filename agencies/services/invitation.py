"""Inviting people by e-mail: offering a role, accepting it, taking the offer back."""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.constraints import refused_by
from accounts.models import User
from accounts.permissions import Permission
from accounts.refusal import Reason, Refused, refuse_if
from accounts.roles import MEMBERSHIP_ROLES, Role, Scope
from accounts.viewer import Viewer, acting_as, day_in
from agencies.models import Agency, FieldOffice, Invitation, Membership
from agencies.notifications import tell_invited
from agencies.selectors.viewer import grants_of, viewer_for

VALID_DAYS = 7


def roles_to_offer(viewer: Viewer) -> list[Role]:
    """The roles that `viewer` may offer: a national viewer any, others those of their agency."""
    if not viewer.may(Permission.INVITE):
        return []
    return [
        role
        for role in MEMBERSHIP_ROLES.values()
        if viewer.is_national or role.scope is Scope.AGENCY
    ]


def invite(
    viewer: Viewer,
    *,
    email: str,
    name: str,
    role: Role | str,
    agency: Agency | None = None,
    field_office: FieldOffice | None = None,
) -> Invitation:
    """Offer a role by e-mail; the link in the message is good for seven days.

    Raises `Refused` for a role that the viewer may not offer there, for the viewer's own address,
    and for somebody who has that access or an open invitation to it.
    """
    viewer.must(Permission.INVITE)
    role = MEMBERSHIP_ROLES[role] if isinstance(role, str) else role
    email, name = email.strip().lower(), " ".join(name.split())
    agency = agency if role.scope is Scope.AGENCY else None
    field_office = field_office if role.scope is Scope.FIELD_OFFICE else None
    refuse_if(_reasons_not_to_invite(viewer, email, name, role, agency, field_office))
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        role=role.name,
        agency=agency,
        field_office=field_office,
        invited_by_id=viewer.user_id,
        expires_at=timezone.now() + timedelta(days=VALID_DAYS),
    )
    transaction.on_commit(lambda: tell_invited(invitation.pk), robust=True)
    return invitation


def open_invitation(token: str) -> Invitation | None:
    """The invitation that a link names, open or not; read as the system, before who is known."""
    with acting_as(Viewer.system("an invitation is looked at")):
        return (
            Invitation.objects.select_related("agency", "field_office", "invited_by")
            .filter(token=token)
            .first()
        )


def has_account(invitation: Invitation) -> bool:
    """Whether the address invited already signs in here."""
    return User.objects.filter(email=invitation.email).exists()


def accept(
    token: str, *, user: User | None = None, name: str = "", password: str = ""
) -> Membership:
    """Take the offered role: as `user`, who is signed in, or with a new account.

    The link alone never opens an account that exists: whoever has one signs in first. Runs as
    the system, since the person has no role yet.
    """
    with acting_as(Viewer.system("an invitation is accepted")):
        invitation = (
            Invitation.objects.select_for_update(of=("self",), no_key=True)
            .select_related("agency", "field_office", "invited_by")
            .filter(token=token)
            .first()
        )
        if invitation is None or (why := why_closed(invitation)):
            raise Refused(why if invitation else _("There is no such invitation."))
        if user is None:
            user = _new_user(invitation, name, password)
        elif user.email != invitation.email:
            raise Refused(_("This invitation is for %s.") % invitation.email)
        zone = invitation.agency.time_zone if invitation.agency else None
        membership = Membership.objects.create(
            user=user,
            role=invitation.role,
            agency=invitation.agency,
            field_office=invitation.field_office,
            valid_from=day_in(zone) if zone else Viewer().today,
            granted_by_id=invitation.invited_by_id,
        )
        invitation.accepted_at, invitation.accepted_by = timezone.now(), user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
    return membership


def withdraw(viewer: Viewer, invitation: Invitation) -> Invitation:
    """Take an invitation back before it is accepted; its link stops working."""
    viewer.must(Permission.INVITE)
    invitation = (
        Invitation.objects.visible_to(viewer, Permission.INVITE)
        .select_for_update(of=("self",), no_key=True)
        .get(pk=invitation.pk)
    )
    if invitation.accepted_at is not None:
        raise Refused(_("The invitation was accepted already. End the access instead."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


def why_closed(invitation: Invitation) -> str:
    """Why an invitation can no longer be accepted, or "" where it can."""
    if invitation.accepted_at is not None:
        return _("This invitation was accepted already. Sign in.")
    if invitation.withdrawn_at is not None:
        return _("This invitation was withdrawn. Ask the person who sent it.")
    if invitation.expires_at <= timezone.now():
        return _("This invitation was good for seven days. Ask for a new one.")
    if invitation.invited_by is not None and not _may_still_invite(
        invitation.invited_by, invitation
    ):
        return _(
            "Whoever sent this invitation may no longer give this access. Ask for a new invitation."
        )
    return ""


def _may_still_invite(inviter: User, invitation: Invitation) -> bool:
    """Whether the inviter, in one of the roles of today, could offer the same again."""
    if not inviter.is_active:
        return False
    grants = grants_of(inviter)
    return any(
        MEMBERSHIP_ROLES[invitation.role] in roles_to_offer(viewer)
        and (invitation.agency_id is None or viewer.sees_agency(invitation.agency_id))
        for viewer in (viewer_for(inviter, grants, grant.key) for grant in grants)
    )


def _reasons_not_to_invite(
    viewer: Viewer,
    email: str,
    name: str,
    role: Role,
    agency: Agency | None,
    field_office: FieldOffice | None,
) -> list[Reason]:
    reasons = []
    if not email:
        reasons.append(Reason(_("Enter the e-mail address."), "email"))
    if not name:
        reasons.append(Reason(_("Enter the name."), "name"))
    if email and email == viewer.email.lower():
        reasons.append(
            Reason(_("Nobody gives access to themselves. Ask somebody else to."), "email")
        )
    if role not in roles_to_offer(viewer):
        reasons.append(Reason(_("You may not offer this role."), "role"))
    if role.scope is Scope.AGENCY and agency is None:
        reasons.append(Reason(_("Choose the agency."), "agency"))
    elif agency is not None and not viewer.sees_agency(agency.pk):
        reasons.append(Reason(_("This agency is not yours."), "agency"))
    if role.scope is Scope.FIELD_OFFICE and field_office is None:
        reasons.append(Reason(_("Choose the field office."), "field_office"))
    if reasons:
        return reasons
    place = {"role": role.name, "agency": agency, "field_office": field_office}
    held = Membership.objects.filter(user__email=email, valid_to__gt=viewer.today, **place)
    if held.exists():
        reasons.append(Reason(_("This person has that access already."), "email"))
    waiting = Invitation.objects.open().filter(email=email, **place)
    if waiting.exists():
        reasons.append(Reason(_("This person is invited already; the invitation waits."), "email"))
    return reasons


def _new_user(invitation: Invitation, name: str, password: str) -> User:
    user = User(email=invitation.email, name=" ".join(name.split()))
    known = Reason(_("You have an account with this address: sign in, then accept."))
    if has_account(invitation):
        raise Refused([known])
    reasons = [] if user.name else [Reason(_("Enter your name."), "name")]
    try:
        validate_password(password, user)
    except ValidationError as error:
        reasons += [Reason(message, "password") for message in error.messages]
    refuse_if(reasons)
    with refused_by({"accounts_user_email_key": known}):
        return User.objects.create_user(invitation.email, password, name=user.name)
