"""Acts: what people did to a participation, each with its date, author and document."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, tenant
from agencies.models.rows import Shown
from training.models.rows import CLOSES, FromPaper, ParticipationRow, Recorded, Superseded
from training.states import Status


class ActKind(models.TextChoices):
    """A human act; each leaves the participation in a status."""

    NOMINATED = "nominated", _("Nominated")
    VETTED = "vetted", _("Vetted")
    NOT_APPROVED = "not_approved", _("Not approved")
    ENROLLED = "enrolled", _("Enrolled")
    LEFT_CLASS = "left_class", _("Left the class")
    IN_TRAINING = "in_training", _("Began the class")
    SUBMITTED = "submitted", _("Record sent to the supervisor")
    RETURNED = "returned", _("Record returned")
    SIGNED_OFF = "signed_off", _("Record signed off")
    CERTIFIED = "certified", _("Certified")
    AUTHORIZED = "authorized", _("Authorized")
    SUSPENDED = "suspended", _("Suspended")
    REINSTATED = "reinstated", _("Reinstated")
    REVOKED = "revoked", _("Revoked")
    DISQUALIFIED = "disqualified", _("Disqualified")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SEPARATED = "separated", _("Separated")
    EVALUATED = "evaluated", _("Evaluated")
    ATTESTED = "attested", _("Attested by the agency")
    DISCIPLINE_PENDING = "discipline_pending", _("Disciplinary action pending")
    RECHECKED = "rechecked", _("Background checked again")
    REFRESHED = "refreshed", _("Refresher completed")
    AGREEMENT_SUSPENDED = "agreement_suspended", _("Suspended with the agreement")
    AGREEMENT_ENDED = "agreement_ended", _("Ended with the agreement")
    AGREEMENT_EXTENDED = "agreement_extended", _("Goes on with the agreement")
    TRANSFERRED = "transferred", _("Transferred to another agency")
    DISQUALIFICATION_LIFTED = "disqualification_lifted", _("Disqualification lifted")
    CREDENTIAL_RETURNED = "credential_returned", _("Credential returned")
    REEVALUATED = "reevaluated", _("Judged by other rules")


# The status that an act leaves; acts that are not here leave the status as it is.
STATUS_AFTER: dict[ActKind, Status] = {
    ActKind.NOMINATED: Status.NOMINATED,
    ActKind.VETTED: Status.VETTED,
    ActKind.LEFT_CLASS: Status.VETTED,
    ActKind.NOT_APPROVED: Status.NOT_APPROVED,
    ActKind.ENROLLED: Status.ENROLLED,
    ActKind.IN_TRAINING: Status.IN_TRAINING,
    ActKind.CERTIFIED: Status.CERTIFIED,
    ActKind.AUTHORIZED: Status.AUTHORIZED,
    ActKind.REVOKED: Status.REVOKED,
    ActKind.DISQUALIFIED: Status.DISQUALIFIED,
    ActKind.WITHDRAWN: Status.WITHDRAWN,
    ActKind.SEPARATED: Status.SEPARATED,
    ActKind.AGREEMENT_SUSPENDED: Status.SUSPENDED,
    ActKind.AGREEMENT_ENDED: Status.REVOKED,
    ActKind.TRANSFERRED: Status.SEPARATED,
    ActKind.DISQUALIFICATION_LIFTED: Status.VETTED,
}


def _leaves_its_status() -> Q:
    """Each kind with the status of STATUS_AFTER, and no other."""
    kinds: dict[str, list[str]] = {}
    for kind in ActKind:
        status = STATUS_AFTER.get(kind)
        kinds.setdefault(status.value if status else "", []).append(kind.value)
    leaves = Q()
    for status_after, of_kinds in sorted(kinds.items()):
        leaves |= Q(status_after=status_after, kind__in=sorted(of_kinds))
    return leaves


@pghistory.track()
class ParticipationAct(Shown, ParticipationRow, Recorded, Superseded, FromPaper):
    """One act. A wrong one is closed and another is added; nothing is changed or deleted."""

    kind = models.CharField(_("act"), max_length=24, choices=ActKind.choices)
    effective_on = models.DateField(_("effective"))
    # Written from STATUS_AFTER when the act is added; the standing function reads it.
    status_after = models.CharField(max_length=14, choices=Status.choices, blank=True)
    detail = models.CharField(
        _("detail"),
        max_length=200,
        blank=True,
        help_text=_("A number, a class ID or coded reasons. Never about anyone but the officer."),
    )

    rows: ClassVar[Rows] = tenant(CLOSES, CLOSES)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["effective_on", "id"]
        indexes = [
            models.Index(fields=["participation", "effective_on", "id"], name="act_latest"),
            models.Index(fields=["agency", "-recorded_at", "id"], name="act_recent"),
        ]
        constraints = [
            models.CheckConstraint(condition=_leaves_its_status(), name="act_leaves_its_status")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
