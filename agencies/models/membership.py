"""Who has access where, and since when; who supervises whom; invitations that wait."""

import secrets
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.roles import MEMBERSHIP_ROLES, Scope
from accounts.row_security import AGENCIES, USER, Rows, shared
from agencies.models.rows import Period, Shown, period_is_forward
from agencies.querysets import AssignmentQuerySet, InvitationQuerySet, MembershipQuerySet

_ROLE_CHOICES = [(role.name, role.title) for role in MEMBERSHIP_ROLES.values()]


def _held_where_the_role_is_held(name: str) -> models.CheckConstraint:
    """An agency role names an agency, a field office role an office, a national role neither."""
    condition = Q()
    for scope, agency, office in (
        (Scope.AGENCY, False, True),
        (Scope.FIELD_OFFICE, True, False),
        (Scope.NATION, True, True),
    ):
        names = [role.name for role in MEMBERSHIP_ROLES.values() if role.scope is scope]
        condition |= Q(role__in=names, agency__isnull=agency, field_office__isnull=office)
    return models.CheckConstraint(condition=condition, name=name)


class RoleSomewhere(models.Model):
    """A role and the place where it is held."""

    role = models.CharField(_("role"), max_length=30, choices=_ROLE_CHOICES)
    agency = models.ForeignKey(
        "agencies.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("agency"),
    )
    field_office = models.ForeignKey(
        "agencies.FieldOffice",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("field office"),
    )

    class Meta:
        abstract = True


@pghistory.track()
class Membership(Shown, RoleSomewhere, Period):
    """A person's role at an agency, a field office or in the nation, from one day to another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )

    objects = MembershipQuerySet.as_manager()

    rows: ClassVar[Rows] = Rows(
        f"agency_id = any({AGENCIES}) or user_id = {USER}",
        "insert, update",
        "insert, update",
        check=f"agency_id = any({AGENCIES})",
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["valid_from", "id"]
        constraints = [
            period_is_forward("membership_forward", may_be_empty=True),
            _held_where_the_role_is_held("membership_held_somewhere"),
        ]
        indexes = [models.Index(fields=["user", "valid_to"], name="membership_of_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


@pghistory.track()
class SupervisorAssignment(Shown, Period):
    """Who supervises the officers of a field office, or of one agreement, and in what position.

    INA 287(g)(5) asks for the position of the supervising officer, so the title is required. The
    officers have a supervisor from `valid_from` on; the supervisor sees records once accepted.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="supervisor_assignments",
        verbose_name=_("supervisor"),
    )
    field_office = models.ForeignKey(
        "agencies.FieldOffice",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisor_assignments",
        verbose_name=_("field office"),
    )
    agreement = models.ForeignKey(
        "agencies.Agreement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisor_assignments",
        verbose_name=_("agreement"),
    )
    position_title = models.CharField(_("position title"), max_length=120)
    accepted_at = models.DateTimeField(
        _("accepted"),
        null=True,
        blank=True,
        help_text=_("When the person took it up. Until then it gives no access."),
    )

    objects = AssignmentQuerySet.as_manager()

    # Names a supervisor and a position, nothing of an agency's officers: everybody may read it.
    rows: ClassVar[Rows] = shared("", "insert, update")

    class Meta:
        verbose_name = _("supervisor assignment")
        verbose_name_plural = _("supervisor assignments")
        ordering = ["valid_from", "id"]
        constraints = [
            period_is_forward("supervisor_assignment_forward", may_be_empty=True),
            models.CheckConstraint(
                condition=Q(field_office__isnull=True, agreement__isnull=False)
                | Q(field_office__isnull=False, agreement__isnull=True),
                name="supervisor_assignment_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.position_title}"


def _token() -> str:
    return secrets.token_urlsafe(32)


@pghistory.track(exclude=["token"])
class Invitation(Shown, RoleSomewhere):
    """A role offered to an e-mail address; accepted once, by whoever holds the link."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    token = models.CharField(max_length=60, unique=True, default=_token, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    rows: ClassVar[Rows] = Rows(f"agency_id = any({AGENCIES})", "insert, update", "insert, update")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "id"]
        constraints = [
            _held_where_the_role_is_held("invitation_held_somewhere"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
