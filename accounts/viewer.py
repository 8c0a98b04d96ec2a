"""Who asks: the viewer, and the transaction in which the database holds the same line.

`acting_as(viewer)` is the only way to the data. It opens a transaction, switches to the
database role of the viewer and tells the row policies which agencies the viewer may see.
Requests, commands, streams, commit hooks and tests all use it.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import MissingPermission, Permission
from accounts.roles import AUDITOR, PROGRAM_MANAGER, Role, Scope


@dataclass(frozen=True)
class Viewer:
    """A person in one role, or the system with a reason.

    `agency_ids` are the agencies whose rows may be seen; None means every agency. `place` says
    where the role is held ("Cypress County Sheriff's Office"). `grant` names the membership or
    assignment so that a person with several can switch. `zone` is an IANA time
    zone: `today` is the day it is there.
    """

    user_id: int | None = None
    name: str = ""
    email: str = ""
    role: Role | None = None
    agency_ids: frozenset[int] | None = frozenset()
    place: str = ""
    grant: str = ""
    zone: str = settings.TIME_ZONE
    reason: str = ""
    field_office_ids: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def system(cls, reason: str) -> "Viewer":
        """The product itself at work (a command, the demo): sees everything, and says why."""
        return cls(name="System", role=PROGRAM_MANAGER, agency_ids=None, reason=reason)

    @property
    def is_national(self) -> bool:
        """Whether every agency's rows may be seen."""
        return self.agency_ids is None

    @property
    def is_system(self) -> bool:
        """Whether no person stands behind this viewer."""
        return bool(self.reason)

    def may(self, permission: Permission) -> bool:
        """Whether the role holds `permission`. Says nothing about which rows."""
        return self.role is not None and permission in self.role.permissions

    @property
    def signer_id(self) -> int:
        """The person's id, for what only a person can sign. Refuses the system."""
        if self.user_id is None:
            raise PermissionDenied(_("Only a person can sign."))
        return self.user_id

    def must(self, permission: Permission) -> None:
        """Raise `MissingPermission` unless the role holds `permission`."""
        if not self.may(permission):
            raise MissingPermission(permission)

    def sees_agency(self, agency_id: int) -> bool:
        """Whether rows of this agency may be seen."""
        return self.agency_ids is None or agency_id in self.agency_ids

    @property
    def agency_id(self) -> int | None:
        """The one agency of an agency role, else None."""
        if self.role and self.role.scope is Scope.AGENCY and self.agency_ids:
            return next(iter(self.agency_ids))
        return None

    @property
    def today(self) -> date:
        """The day it is in the viewer's zone."""
        return day_in(self.zone)


NOBODY = Viewer()


def day_in(zone: str, at: datetime | None = None) -> date:
    """The calendar day in an IANA zone, now or at a moment."""
    return (at or timezone.now()).astimezone(ZoneInfo(zone)).date()


@contextmanager
def acting_as(viewer: Viewer) -> Iterator[Viewer]:
    """Run the block in a transaction that sees what `viewer` sees, and nothing else.

    Nests: leaving an inner scope restores the outer one, since SET LOCAL outlives a savepoint.
    """
    nested = connection.in_atomic_block
    stack: list[Viewer] = connection.__dict__.setdefault("_viewers", [])
    with transaction.atomic(), nullcontext() if nested else _history_of(viewer):
        stack.append(viewer)
        try:
            _tell_database(viewer)
            yield viewer
        finally:
            stack.pop()
        if nested and not connection.needs_rollback:
            _tell_database(stack[-1] if stack else NOBODY)


def _history_of(viewer: Viewer) -> AbstractContextManager[object]:
    """The context that history keeps beside what changes: one for a whole transaction.

    Its triggers look for a context at every row, and are slow to find none.
    """
    role = viewer.role.name if viewer.role else ""
    context: AbstractContextManager[object] = pghistory.context(
        user=viewer.user_id, role=role, reason=viewer.reason
    )
    return context


def current_viewer() -> Viewer:
    """The viewer of the innermost scope on this connection, for the history's context."""
    stack: list[Viewer] = connection.__dict__.get("_viewers", [])
    return stack[-1] if stack else NOBODY


def _tell_database(viewer: Viewer) -> None:
    if viewer.is_national and viewer.role is not None:
        # An auditor's role may write no row of the domain, whatever the application asks of it.
        database_role = "g287_auditor" if viewer.role is AUDITOR else "g287_national"
        agencies = ""
    elif viewer.user_id is not None or viewer.agency_ids:
        ids = sorted(viewer.agency_ids or ())
        database_role, agencies = "g287_agency", "{" + ",".join(map(str, ids)) + "}"
    else:
        database_role, agencies = "none", ""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('role', %s, true), set_config('app.agencies', %s, true),"
            " set_config('app.user_id', %s, true)",
            [database_role, agencies, str(viewer.user_id or "")],
        )
