"""Carrying officers over an agreement's old end, once an addendum has moved it.

The letters of the forms authorize until revoked, or for a period of their own: the agreement's end
cut them, and a signed addendum moves that cut, never beyond the letter's own period
(docs/decisions/0010). Rows are closed first and longer ones added after. The callers hold the
locks.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.db.models.functions import Now

from accounts.viewer import Viewer
from agencies.models import AgreementAct
from agencies.selectors.agency import today_at
from training.kinds import EvidenceKind, Kind
from training.models import Authorization, Coverage, Participation, ParticipationAct
from training.models.act import ActKind
from training.selectors.extension import Extension
from training.services.standing import restanding_once
from training.services.supervisor import supervise

BECAUSE = "agreement extended"


def carry(viewer: Viewer, act: AgreementAct, extension: Extension) -> None:
    """Lengthen what the old end had cut; every officer who goes on gets an act of their own."""
    ids = extension.ids
    if not ids:
        return
    with restanding_once() as touched:
        touched.update(ids)
        _lengthen(viewer, ((span, extension.runs_until, 0) for span in extension.spans))
        _carry_authority(viewer, extension)
        agencies = dict(Participation.objects.filter(pk__in=ids).values_list("pk", "agency_id"))
        ParticipationAct.objects.bulk_create(
            ParticipationAct(
                agency_id=agencies[pk],
                participation_id=pk,
                kind=ActKind.AGREEMENT_EXTENDED,
                effective_on=act.effective_on,
                detail=act.evidence[:200],
                recorded_by_id=viewer.user_id,
            )
            for pk in ids
        )
    # Supervisors who changed after the old end, where the addendum is recorded late.
    supervise(viewer, Q(pk__in=ids), today_at(act.agreement.agency), BECAUSE)


def _carry_authority(viewer: Viewer, extension: Extension) -> None:
    old = [row for row, _end in extension.carried]
    Authorization.objects.filter(pk__in=[row.pk for row in old]).update(
        superseded_at=Now(), superseded_because=BECAUSE
    )
    longer = Authorization.objects.bulk_create(
        Authorization(
            agency_id=row.agency_id,
            participation_id=row.participation_id,
            valid_from=row.valid_from,
            valid_to=end,
            letter=row.letter,
            signed_by_id=row.signed_by_id,
            supervisor_id=row.supervisor_id,
            recorded_by_id=viewer.user_id,
        )
        for row, end in extension.carried
    )
    new = {row.pk: after for row, after in zip(old, longer, strict=True)}
    covered = Coverage.objects.known_now().filter(
        kind=Kind.AUTHORIZATION,
        evidence_kind=EvidenceKind.AUTHORIZATION,
        evidence_id__in=new,
        valid_to=extension.was,
    )
    _lengthen(
        viewer,
        (
            (row, new[row.evidence_id].valid_to, new[row.evidence_id].pk)
            for row in covered.order_by("id")
        ),
    )


def _lengthen(viewer: Viewer, rows: Iterable[tuple[Coverage, date, int]]) -> None:
    """Close coverage and add it again to a later day; evidence 0 leaves the evidence as it is."""
    asked = list(rows)
    Coverage.objects.filter(pk__in=[row.pk for row, _end, _evidence in asked]).update(
        superseded_at=Now(), superseded_because=BECAUSE
    )
    Coverage.objects.bulk_create(
        Coverage(
            agency_id=row.agency_id,
            participation_id=row.participation_id,
            kind=row.kind,
            valid_from=row.valid_from,
            valid_to=end,
            evidence_kind=row.evidence_kind,
            evidence_id=evidence or row.evidence_id,
            recorded_by_id=viewer.user_id,
        )
        for row, end, evidence in asked
    )
