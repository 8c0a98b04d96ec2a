"""Filters that read as English. Every tenant queryset starts at `visible_to`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.permissions import Permission
from accounts.querysets import VisibleQuerySet as VisibleQuerySet
from accounts.viewer import Viewer
from agencies.names import name_key
from agencies.rules.agreement_state import STATE_AFTER
from agencies.states import AgreementState


class AgencyQuerySet(VisibleQuerySet):
    """Agencies."""

    agency_path = "id"

    def named(self, text: str) -> Self:
        """Agencies whose name begins with `text`, in any case."""
        return self.filter(name_key__begins=name_key(text))


class AgencyMatchQuerySet(VisibleQuerySet):
    """Names that may be a known agency's."""

    agency_path = "known_id"


class AgreementQuerySet(VisibleQuerySet):
    """Agreements."""

    def with_state_on(self, day: date, known: datetime | None = None) -> Self:
        """Adds `last_act`: the kind of the last act that left a state by `day`.

        `known`: of the acts that were on record at this moment; None is now.
        """
        acts = self.model.acts.rel.related_model.objects.all()
        if known is not None:
            acts = acts.filter(recorded_at__lte=known)
        last = (
            acts.filter(agreement=OuterRef("pk"), effective_on__lte=day, kind__in=list(STATE_AFTER))
            .order_by("-effective_on", "-id")
            .values("kind")[:1]
        )
        return self.annotate(last_act=Subquery(last))

    def in_force_on(self, day: date) -> Self:
        """Agreements in force on `day`, as known now."""
        in_force = [kind for kind, state in STATE_AFTER.items() if state is AgreementState.IN_FORCE]
        return self.with_state_on(day).filter(last_act__in=in_force, expires_on__gt=day)


class OfficerQuerySet(VisibleQuerySet):
    """Officers. An earlier agency of an officer still sees the name."""

    def visible_to(self, viewer: Viewer, permission: Permission = Permission.VIEW) -> Self:
        """Officers kept by, or once appointed at, an agency of the viewer; to change: kept by."""
        if permission is not Permission.VIEW or viewer.agency_ids is None:
            return super().visible_to(viewer, permission)
        if not viewer.may(permission) or not viewer.agency_ids:
            return self.none()
        ids = sorted(viewer.agency_ids)
        appointments = self.model.appointments.rel.related_model.objects
        appointed = appointments.filter(officer=OuterRef("pk"), agency_id__in=ids)
        return self.filter(Q(agency_id__in=ids) | Q(models.Exists(appointed)))


class PeriodQuerySet(models.QuerySet):
    """Rows with a half-open period."""

    def on(self, day: date) -> Self:
        """Rows whose period covers `day`."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)


class AppointmentQuerySet(VisibleQuerySet, PeriodQuerySet):  # type: ignore[override]
    """Appointments."""


class MembershipQuerySet(VisibleQuerySet, PeriodQuerySet):  # type: ignore[override]
    """Memberships."""


class AssignmentQuerySet(PeriodQuerySet):
    """Supervisor assignments."""

    def accepted(self) -> Self:
        """Those that the person took up: only they give access."""
        return self.filter(accepted_at__isnull=False)

    def offered(self, user_id: int, today: date) -> Self:
        """Those that wait for the person to take them up, begun or yet to begin."""
        return self.filter(user=user_id, accepted_at=None, valid_to__gt=today)


class InvitationQuerySet(VisibleQuerySet):
    """Invitations."""

    def open(self) -> Self:
        """Those that can still be accepted."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )
