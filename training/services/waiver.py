"""Waivers: one person asks, another decides; what is approved is shown as waived, never as met."""

from datetime import date

from django.db.models.functions import Now

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.kinds import DUTIES, EvidenceKind, Kind
from training.models import Coverage, Participation, Waiver
from training.rules import waiver as rule
from training.selectors.facts import requirement_on
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.services.acts import cover, locked_participation

_SIGNED = (Kind.PARTICIPATION, Kind.CERTIFICATION, Kind.AUTHORIZATION)


def request_waiver(
    viewer: Viewer,
    participation: Participation,
    *,
    kind: Kind,
    reason: str,
    evidence: str,
    valid_from: date,
    valid_to: date,
) -> Waiver:
    """Ask that one requirement be waived for a period. Raises `Refused`."""
    row = locked_participation(viewer, Permission.REQUEST_WAIVERS, participation)
    facts = rule.WaiverFacts(
        today=today_at(row.agency),
        valid_from=valid_from,
        valid_to=valid_to,
        is_asked_by_form=kind not in DUTIES and requirement_on(row, kind, valid_from) is not None,
        can_be_waived=kind not in _SIGNED,
        is_live=_is_live(row),
        has_reason=reason in Waiver.Reason.values,
        has_evidence=bool(evidence.strip()),
    )
    refuse_if(rule.reasons_not_to_request(facts))
    return Waiver.objects.create(
        agency_id=row.agency_id,
        participation=row,
        kind=kind,
        reason=reason,
        evidence=" ".join(evidence.split()),
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_by_id=viewer.signer_id,
    )


def decide_waiver(viewer: Viewer, waiver: Waiver, *, approve: bool) -> Waiver:
    """Approve or refuse a waiver that another person asked for; approval covers its period."""
    row = locked_participation(viewer, Permission.DECIDE_WAIVERS, waiver.participation)
    current = Waiver.objects.get(pk=waiver.pk)
    refuse_if(
        rule.reasons_not_to_decide(
            is_waiting=current.decision == Waiver.Decision.WAITING,
            is_requester=current.recorded_by_id == viewer.user_id,
        )
        + reasons_to_stand_aside(viewer, row)
        + (_reasons_not_to_approve(row, current) if approve else [])
    )
    Waiver.objects.filter(pk=current.pk).update(
        decision=Waiver.Decision.APPROVED if approve else Waiver.Decision.REFUSED,
        decided_at=Now(),
        decided_by_id=viewer.signer_id,
    )
    if approve:
        cover(
            viewer,
            row,
            Kind(current.kind),
            (current.valid_from, current.valid_to),
            EvidenceKind.WAIVER,
            current.pk,
        )
    current.refresh_from_db()
    return current


def _reasons_not_to_approve(row: Participation, waiver: Waiver) -> list[Reason]:
    is_over = waiver.valid_to <= today_at(row.agency)
    return rule.reasons_not_to_approve(is_live=_is_live(row), is_over=is_over)


def _is_live(row: Participation) -> bool:
    """Whether anything is demanded of the officer today or later."""
    spans = Coverage.objects.known_now().filter(participation=row, kind=Kind.PARTICIPATION)
    return spans.filter(valid_to__gt=today_at(row.agency)).exists()
