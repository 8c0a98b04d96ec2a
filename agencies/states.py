"""What can be done to an agreement, and the state each act leaves it in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActKind(TextChoices):
    """An act on an agreement: something a person did, with a document."""

    REQUESTED = "requested", _("Requested")
    SIGNED_BY_AGENCY = "signed_by_agency", _("Signed by the agency")
    SIGNED_BY_ICE = "signed_by_ice", _("Signed by ICE")
    IN_FORCE = "in_force", _("In force")
    ADDENDUM = "addendum", _("Addendum")
    SUSPENDED = "suspended", _("Suspended")
    REINSTATED = "reinstated", _("Reinstated")
    NOTICE_OF_TERMINATION = "notice_of_termination", _("Notice of termination")
    TERMINATED = "terminated", _("Terminated")
    EXPIRED = "expired", _("Expired")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AgreementState(TextChoices):
    """The state of an agreement on a day."""

    NOT_YET = "not_yet", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")
