"""What was done lately: acts on officers and on agreements, told with who did them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime

from accounts.viewer import Viewer
from agencies.models import Agency, AgreementAct
from training.models import Participation, ParticipationAct
from training.models.act import ActKind

GOOD = {
    ActKind.VETTED,
    ActKind.SIGNED_OFF,
    ActKind.CERTIFIED,
    ActKind.AUTHORIZED,
    ActKind.EVALUATED,
    ActKind.REFRESHED,
    ActKind.REINSTATED,
}
BAD = {
    ActKind.NOT_APPROVED,
    ActKind.SUSPENDED,
    ActKind.REVOKED,
    ActKind.DISQUALIFIED,
}
ICONS = {
    ActKind.NOMINATED: "person",
    ActKind.ENROLLED: "school",
    ActKind.IN_TRAINING: "school",
    ActKind.LEFT_CLASS: "arrow_back",
    ActKind.SUBMITTED: "attach_file",
    ActKind.RETURNED: "undo",
    ActKind.AUTHORIZED: "verified",
}


@dataclass(frozen=True)
class Change:
    """One act. `officer` and `officer_uuid` are empty for an act on an agreement."""

    what: str
    effective_on: date
    recorded_at: datetime
    who: str
    detail: str = ""
    officer: str = ""
    officer_uuid: object = None
    agreement_uuid: object = None
    icon: str = "check"
    tone: str = ""
    superseded_because: str = ""

    @property
    def recorded_on(self) -> date:
        """The day it was written down, in the viewer's zone."""
        return localtime(self.recorded_at).date()


def changes_of_agency(viewer: Viewer, agency: Agency, number: int = 12) -> list[Change]:
    """The last acts on the agency's officers and agreements, newest first. Two queries."""
    acts = (
        ParticipationAct.objects.visible_to(viewer)
        .filter(agency=agency, superseded_at=None)
        .select_related("participation__officer", "recorded_by")
        .order_by("-recorded_at", "-id")[:number]
    )
    agreement_acts = (
        AgreementAct.objects.filter(agency=agency)
        .select_related("agreement", "recorded_by")
        .order_by("-recorded_at", "-id")[:number]
    )
    changes = [change_of(act, with_officer=True) for act in acts]
    changes += [agreement_change(act) for act in agreement_acts]
    changes.sort(key=lambda change: change.recorded_at, reverse=True)
    return changes[:number]


def acts_on(participation: Participation, day: date) -> list[ParticipationAct]:
    """The acts that took effect by `day`, oldest first, corrected ones included. One query."""
    return list(
        participation.participationacts.filter(effective_on__lte=day)
        .select_related("recorded_by")
        .order_by("effective_on", "id")
    )


def change_of(act: ParticipationAct, *, with_officer: bool = False) -> Change:
    """An act on an officer as a line of history."""
    kind = ActKind(act.kind)
    tone = "good" if kind in GOOD else "bad" if kind in BAD else ""
    return Change(
        what=act.get_kind_display(),
        effective_on=act.effective_on,
        recorded_at=act.recorded_at,
        who=str(act.recorded_by) if act.recorded_by else "",
        detail=act.detail,
        officer=str(act.participation.officer) if with_officer else "",
        officer_uuid=act.participation.officer.uuid if with_officer else None,
        icon=ICONS.get(kind, "priority_high" if kind in BAD else "check"),
        tone=tone,
        superseded_because=act.superseded_because,
    )


def agreement_change(act: AgreementAct) -> Change:
    """An act on an agreement as a line of history."""
    return Change(
        what=f"{act.agreement.model}: {act.get_kind_display()}",
        effective_on=act.effective_on,
        recorded_at=act.recorded_at,
        who=str(act.recorded_by) if act.recorded_by else "",
        detail=act.evidence,
        agreement_uuid=act.agreement.uuid,
    )
