"""What a viewer may do to an officer beside the next step: the acts that end, suspend or except."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Officer
from reports.selectors.next_act import NextAct
from training.models import BroughtTraining, Participation, ParticipationAct
from training.models.act import ActKind
from training.states import Status

_ENDED = (
    Status.REVOKED,
    Status.DISQUALIFIED,
    Status.WITHDRAWN,
    Status.SEPARATED,
    Status.NOT_APPROVED,
)


def more_acts(
    viewer: Viewer,
    officer: Officer,
    participation: Participation | None,
    status: str,
    *,
    serves: bool,
    keeps: bool,
) -> list[NextAct]:
    """The acts that the viewer's role may do now, in the order of their weight. No query.

    `serves`: at the agency that keeps the record, today. `keeps`: the viewer keeps the record.
    """
    acts = _on_participation(viewer, participation, status) if participation and status else []
    if keeps and viewer.may(Permission.NOMINATE) and participation is not None and serves:
        url = reverse("nomination-add", args=[officer.uuid])
        acts.insert(0, NextAct(gettext("Nominate under another agreement"), url))
    if serves and keeps:
        url = reverse("separation-add", args=[officer.uuid])
        acts.append(NextAct(gettext("End the service"), url))
    if serves and viewer.may(Permission.TRANSFER):
        url = reverse("transfer-add", args=[officer.uuid])
        acts.append(NextAct(gettext("Transfer to another agency"), url))
    return acts


def brought_training(viewer: Viewer, officer: Officer) -> list[BroughtTraining]:
    """Verified training that no nomination at the receiving agency followed yet. One query.

    Of a certificate that came twice, with an officer who came back, the later copy.
    """
    nominated = ParticipationAct.objects.filter(
        participation__officer=officer,
        agency=OuterRef("agency"),
        kind=ActKind.NOMINATED,
        recorded_at__gte=OuterRef("recorded_at"),
    )
    rows = BroughtTraining.objects.visible_to(viewer).filter(~Exists(nominated), officer=officer)
    newest = {
        (row.agency_id, row.course_version_id, row.certificate_number, row.certified_on): row
        for row in rows.select_related("course_version__course").order_by("pk")
    }
    return sorted(newest.values(), key=lambda row: row.certified_on, reverse=True)


def _on_participation(viewer: Viewer, participation: Participation, status: str) -> list[NextAct]:
    live = status not in _ENDED
    offers = [
        (status == Status.AUTHORIZED, Permission.SUSPEND, "suspension-add", gettext("Suspend")),
        (live, Permission.REQUEST_WAIVERS, "waiver-add", gettext("Ask for a waiver")),
        (live, Permission.NOMINATE, "attestation-add", gettext("Attest")),
        (live, Permission.NOMINATE, "discipline-add", gettext("Report discipline pending")),
        (
            live and status != Status.NOMINATED,
            Permission.VET,
            "recheck-add",
            gettext("Record a background check"),
        ),
        (live, Permission.AUTHORIZE, "revocation-add", gettext("Revoke")),
        (live, Permission.NOMINATE, "withdrawal-add", gettext("Withdraw from the program")),
        (
            status == Status.DISQUALIFIED,
            Permission.VET,
            "disqualification-lift",
            gettext("Lift the disqualification"),
        ),
    ]
    return [
        NextAct(label, reverse(name, args=[participation.uuid]))
        for is_open, permission, name, label in offers
        if is_open and viewer.may(permission)
    ]
