"""What was done lately: acts on officers and on agreements, told with who did them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from agencies.models import Agency, AgreementAct
from agencies.selectors.as_recorded import as_recorded
from training.models import Participation, ParticipationAct
from training.models.act import ActKind
from training.selectors.known import known_at

GOOD = {
    ActKind.VETTED,
    ActKind.SIGNED_OFF,
    ActKind.CERTIFIED,
    ActKind.AUTHORIZED,
    ActKind.EVALUATED,
    ActKind.REFRESHED,
    ActKind.REINSTATED,
    ActKind.ATTESTED,
    ActKind.RECHECKED,
}
BAD = {
    ActKind.NOT_APPROVED,
    ActKind.SUSPENDED,
    ActKind.REVOKED,
    ActKind.DISQUALIFIED,
    ActKind.DISCIPLINE_PENDING,
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


def acts_known_by(known: datetime) -> QuerySet[ParticipationAct]:
    """Acts on the participation of the outer query that were on record at a moment."""
    return ParticipationAct.objects.filter(participation=OuterRef("pk"), recorded_at__lte=known)


def changes_of_agency(
    viewer: Viewer, agency: Agency, number: int = 12, known: datetime | None = None
) -> list[Change]:
    """The last acts on the agency's officers and agreements, newest first. Two queries.

    As known now, or at a moment, with the names of then: four queries.
    """
    acts = (
        known_at(ParticipationAct.objects.visible_to(viewer).filter(agency=agency), known)
        .select_related("participation__officer", "recorded_by", "paper")
        .order_by("-recorded_at", "-id")[:number]
    )
    on_agreements = AgreementAct.objects.filter(agency=agency)
    if known is not None:
        on_agreements = on_agreements.filter(recorded_at__lte=known)
    agreement_acts = on_agreements.select_related("agreement", "recorded_by").order_by(
        "-recorded_at", "-id"
    )[:number]
    by = [act.recorded_by for act in [*acts, *agreement_acts]]
    as_recorded([*(act.participation.officer for act in acts), *by], known)
    changes = [change_of(act, with_officer=True) for act in acts]
    changes += [agreement_change(act) for act in agreement_acts]
    changes.sort(key=lambda change: change.recorded_at, reverse=True)
    return changes[:number]


def acts_on(
    participation: Participation, day: date, known: datetime | None = None
) -> list[ParticipationAct]:
    """The acts that took effect by `day`, oldest first, corrected ones included. One query.

    As known at a moment: what was recorded later is left out, and what was corrected later stands.
    """
    acts = participation.participationacts.filter(effective_on__lte=day)
    if known is not None:
        acts = acts.filter(recorded_at__lte=known)
    found = list(acts.select_related("recorded_by", "paper").order_by("effective_on", "id"))
    as_recorded((act.recorded_by for act in found), known)
    for act in found:
        if known is not None and act.superseded_at is not None and act.superseded_at > known:
            act.superseded_at, act.superseded_because = None, ""
    return found


def detail_of(act: ParticipationAct) -> str:
    """What an act says beside its name, and the paper that says so where nobody did it here."""
    imported = _("imported: %s") % act.paper.document if act.paper is not None else ""
    return ", ".join(filter(None, (act.detail, imported)))


def change_of(act: ParticipationAct, *, with_officer: bool = False) -> Change:
    """An act on an officer as a line of history."""
    kind = ActKind(act.kind)
    tone = "good" if kind in GOOD else "bad" if kind in BAD else ""
    return Change(
        what=act.get_kind_display(),
        effective_on=act.effective_on,
        recorded_at=act.recorded_at,
        who=str(act.recorded_by) if act.recorded_by else "",
        detail=detail_of(act),
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
