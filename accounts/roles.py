"""Who does what: the roles as a table. Pages, documents and tests are made from it.

Nominate, vet, certify, authorize and audit lie with different roles, as the agreements imply
(JEM 2020 sections III to VI; TFM 2025 sections VII to IX).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission


class Scope(StrEnum):
    """What a role is held for: one agency, a field office (or single agreements), the nation."""

    AGENCY = "agency"
    FIELD_OFFICE = "field_office"
    NATION = "nation"


@dataclass(frozen=True)
class Role:
    """One role: `name` is stored, `title` and `description` are shown."""

    name: str
    title: Any
    description: Any
    scope: Scope
    permissions: frozenset[Permission]


def _role(name: str, title: Any, scope: Scope, description: Any, *permissions: Permission) -> Role:
    return Role(name, title, description, scope, frozenset({Permission.VIEW, *permissions}))


AGENCY_ADMINISTRATOR = _role(
    "agency_administrator",
    _("Agency administrator"),
    Scope.AGENCY,
    _("Keeps the agency's officers, nominates them and attests what the agreement asks."),
    Permission.KEEP_OFFICERS,
    Permission.NOMINATE,
    Permission.ENROLL,
    Permission.SUBMIT_RECORDS,
    Permission.IMPORT,
    Permission.INVITE,
    Permission.SUSPEND,
    Permission.REQUEST_WAIVERS,
    Permission.SEND_NOTICES,
    Permission.RECORD_DUTIES,
)
TRAINING_COORDINATOR = _role(
    "training_coordinator",
    _("Training coordinator"),
    Scope.AGENCY,
    _("Enrolls the agency's officers in classes and sends complete records to the supervisor."),
    Permission.ENROLL,
    Permission.SUBMIT_RECORDS,
)
SUPERVISOR = _role(
    "supervisor",
    _("Supervisor"),
    Scope.FIELD_OFFICE,
    _("Signs off training records of the agencies that are assigned to them."),
    Permission.SIGN_OFF,
    Permission.SUSPEND,
)
FIELD_OFFICE_DIRECTOR = _role(
    "field_office_director",
    _("Field office director"),
    Scope.FIELD_OFFICE,
    _("Authorizes certified officers of the field office's agencies."),
    Permission.AUTHORIZE,
    Permission.SUSPEND,
    Permission.SEND_NOTICES,
)
REGISTRAR = _role(
    "registrar",
    _("Registrar or instructor"),
    Scope.NATION,
    _("Sets up classes, records attendance and exam scores."),
    Permission.MANAGE_CLASSES,
    Permission.ENROLL,
    Permission.RECORD_RESULTS,
    Permission.SUBMIT_RECORDS,
    Permission.IMPORT,
)
PROGRAM_MANAGER = _role(
    "program_manager",
    _("Program manager"),
    Scope.NATION,
    _("Keeps agreements and rules, records vetting and works in the administration pages."),
    Permission.ASK_AS_KNOWN,
    Permission.MANAGE_AGREEMENTS,
    Permission.VET,
    Permission.MANAGE_CLASSES,
    Permission.ENROLL,
    Permission.PUBLISH_RULES,
    Permission.IMPORT,
    Permission.IMPORT_HISTORY,
    Permission.INVITE,
    Permission.ADMINISTER,
    Permission.SUSPEND,
    Permission.DECIDE_WAIVERS,
    Permission.SEND_NOTICES,
    Permission.TRANSFER,
    Permission.DISPOSE_FLAGS,
    Permission.RECORD_DUTIES,
)
AUDITOR = _role(
    "auditor",
    _("Auditor"),
    Scope.NATION,
    _("Reads everything and changes nothing."),
    Permission.ASK_AS_KNOWN,
)

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        AGENCY_ADMINISTRATOR,
        TRAINING_COORDINATOR,
        SUPERVISOR,
        FIELD_OFFICE_DIRECTOR,
        REGISTRAR,
        PROGRAM_MANAGER,
        AUDITOR,
    )
}
MEMBERSHIP_ROLES = {name: role for name, role in ROLES.items() if role is not SUPERVISOR}


def titles_that_may(permission: Permission) -> list[str]:
    """The titles of the roles that hold `permission`, for "ask a ..." on the refusal page."""
    return [str(role.title) for role in ROLES.values() if permission in role.permissions]
