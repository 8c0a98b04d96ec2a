"""What a person may do: one short list, each with the words that pages and documents show."""

from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a role allows. The value is the name used in URLs, logs and tests."""

    VIEW = "view"
    ASK_AS_KNOWN = "ask_as_known"
    MANAGE_AGREEMENTS = "manage_agreements"
    KEEP_OFFICERS = "keep_officers"
    NOMINATE = "nominate"
    VET = "vet"
    MANAGE_CLASSES = "manage_classes"
    ENROLL = "enroll"
    RECORD_RESULTS = "record_results"
    SUBMIT_RECORDS = "submit_records"
    SIGN_OFF = "sign_off"
    AUTHORIZE = "authorize"
    SUSPEND = "suspend"
    REQUEST_WAIVERS = "request_waivers"
    DECIDE_WAIVERS = "decide_waivers"
    SEND_NOTICES = "send_notices"
    TRANSFER = "transfer"
    DISPOSE_FLAGS = "dispose_flags"
    RECORD_DUTIES = "record_duties"
    PUBLISH_RULES = "publish_rules"
    IMPORT = "import"
    IMPORT_HISTORY = "import_history"
    INVITE = "invite"
    ADMINISTER = "administer"

    @property
    def description(self) -> str:
        """The permission in plain words, as in "You may not ..." and "Only ... may ..."."""
        return str(DESCRIPTIONS[self])


DESCRIPTIONS: dict[Permission, Any] = {
    Permission.VIEW: _("see agencies, agreements, officers, classes and reports"),
    Permission.ASK_AS_KNOWN: _("ask what the records said on an earlier day"),
    Permission.MANAGE_AGREEMENTS: _("record agreements and what is done to them"),
    Permission.KEEP_OFFICERS: _("add officers and keep their records"),
    Permission.NOMINATE: _("nominate an officer for training"),
    Permission.VET: _("record the result of vetting"),
    Permission.MANAGE_CLASSES: _("set up classes"),
    Permission.ENROLL: _("enroll officers in a class"),
    Permission.RECORD_RESULTS: _("record attendance and exam scores"),
    Permission.SUBMIT_RECORDS: _("send a training record to the supervisor"),
    Permission.SIGN_OFF: _("sign off training records"),
    Permission.AUTHORIZE: _("authorize certified officers, restore and revoke authority"),
    Permission.SUSPEND: _("suspend an officer"),
    Permission.REQUEST_WAIVERS: _("ask for a waiver"),
    Permission.DECIDE_WAIVERS: _("decide on waivers"),
    Permission.SEND_NOTICES: _("record that a notice was sent or a credential returned"),
    Permission.TRANSFER: _("transfer an officer to another agency"),
    Permission.DISPOSE_FLAGS: _("settle records that contradict each other"),
    Permission.RECORD_DUTIES: _("record what the agreement asks of the agency itself"),
    Permission.PUBLISH_RULES: _("draft, propose and approve rules and re-evaluations"),
    Permission.IMPORT: _("import files and take an import back"),
    Permission.IMPORT_HISTORY: _("take training history over from papers"),
    Permission.INVITE: _("invite people and end their access"),
    Permission.ADMINISTER: _("use the administration pages"),
}


class MissingPermission(PermissionDenied):
    """The viewer's role lacks a permission; the refusal page names it and who holds it."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        words = gettext("Your role does not let you %(what)s.")
        super().__init__(words % {"what": permission.description})
