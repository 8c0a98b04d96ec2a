"""What the services of one participation share: the lock, the act, its coverage, the step, and
closing what it replaces."""

from datetime import date

from django.db import connection

from accounts.permissions import Permission
from accounts.viewer import Viewer
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, Participation, ParticipationAct
from training.models.act import STATUS_AFTER, ActKind


def locked_participation(
    viewer: Viewer, permission: Permission, participation: Participation
) -> Participation:
    """The participation under a row lock: two writers take turns.

    Raises `MissingPermission` for a role without `permission`, and
    `Participation.DoesNotExist` for a row outside the viewer's agencies.
    """
    viewer.must(permission)
    locked: Participation = (
        Participation.objects.visible_to(viewer, permission)
        .select_for_update(of=("self",), no_key=True)
        .select_related("agency", "officer", "appointment", "agreement__form_revision")
        .get(pk=participation.pk)
    )
    return locked


def hold_agreement(agreement_id: int) -> None:
    """Hold an agreement as it is, to the end of the transaction; read it and its acts after this.

    Several hold it at once; an act on it, a confirmed form and an edit of its term wait. Whoever
    locks participations too holds the agreement first.
    """
    with connection.cursor() as cursor:
        cursor.execute("select g287_hold_agreement(%s)", [agreement_id])


def record_act(
    viewer: Viewer, participation: Participation, kind: ActKind, on: date, detail: str = ""
) -> ParticipationAct:
    """Add an act effective on a day; the status follows from it."""
    return ParticipationAct.objects.create(
        agency_id=participation.agency_id,
        participation=participation,
        kind=kind,
        effective_on=on,
        status_after=STATUS_AFTER.get(kind, ""),
        detail=detail,
        recorded_by_id=viewer.user_id,
    )


def cover(
    viewer: Viewer,
    participation: Participation,
    kind: Kind,
    period: tuple[date, date] | None,
    evidence: EvidenceKind,
    evidence_id: int,
) -> Coverage | None:
    """Add coverage of `kind` for a half-open period; an empty period adds nothing."""
    if period is None or period[0] >= period[1]:
        return None
    return Coverage.objects.create(
        agency_id=participation.agency_id,
        participation=participation,
        kind=kind,
        valid_from=period[0],
        valid_to=period[1],
        evidence_kind=evidence,
        evidence_id=evidence_id,
        recorded_by_id=viewer.user_id,
    )
