"""Ending authority: what revoking, separating and an agreement's end have in common.

Works on sets, so that one officer and two thousand take the same way. Rows are closed first and
shorter ones added after; an authorization that had not begun is closed without a replacement. The
callers hold the locks and record the act.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models.functions import Now

from accounts.viewer import Viewer
from training.kinds import EvidenceKind, Kind
from training.models import (
    Authorization,
    Coverage,
    CredentialReturn,
    Participation,
    ParticipationAct,
)
from training.models.act import ActKind
from training.selectors.end_of_authority import owing_credentials


def close_authorizations(viewer: Viewer, ids: Sequence[int], on: date, because: str) -> int:
    """End the authorizations of these participations on a day; how many reached beyond it."""
    open_rows = list(
        Authorization.objects.filter(
            participation__in=ids, superseded_at=None, valid_to__gt=on
        ).order_by("id")
    )
    Authorization.objects.filter(pk__in=[row.pk for row in open_rows]).update(
        superseded_at=Now(), superseded_because=because
    )
    begun = [row for row in open_rows if row.valid_from < on]
    shorter = Authorization.objects.bulk_create(
        Authorization(
            agency_id=row.agency_id,
            participation_id=row.participation_id,
            valid_from=row.valid_from,
            valid_to=on,
            letter=row.letter,
            signed_by_id=row.signed_by_id,
            supervisor_id=row.supervisor_id,
            paper_id=row.paper_id,
            recorded_by_id=viewer.user_id,
        )
        for row in begun
    )
    evidence = {old.pk: new.pk for old, new in zip(begun, shorter, strict=True)}
    _close_coverage(viewer, ids, Kind.AUTHORIZATION, on, because, evidence)
    return len(open_rows)


def close_spans(viewer: Viewer, ids: Sequence[int], on: date, because: str) -> None:
    """End the participations' own spans: from that day nothing is demanded of them."""
    _close_coverage(viewer, ids, Kind.PARTICIPATION, on, because, {})


def close_later_acts(
    ids: Sequence[int], on: date, because: str, kinds: Sequence[ActKind] = ()
) -> None:
    """Close acts of a later day that left a status, all or some kinds: they never came about."""
    later = ParticipationAct.objects.filter(
        participation__in=ids, superseded_at=None, effective_on__gt=on
    ).exclude(status_after="")
    if kinds:
        later = later.filter(kind__in=kinds)
    later.update(superseded_at=Now(), superseded_because=because)


def open_credential_returns(viewer: Viewer, ids: Sequence[int], on: date) -> int:
    """Open a task to return ICE's credentials for those who were ever authorized, where the form
    asks for it and none is open; how many."""
    owing = owing_credentials(ids, on)
    agencies = dict(Participation.objects.filter(pk__in=owing).values_list("pk", "agency_id"))
    CredentialReturn.objects.bulk_create(
        CredentialReturn(
            agency_id=agency_id,
            participation_id=pk,
            opened_on=on,
            recorded_by_id=viewer.user_id,
        )
        for pk, agency_id in sorted(agencies.items())
    )
    return len(agencies)


def _close_coverage(
    viewer: Viewer,
    ids: Sequence[int],
    kind: Kind,
    on: date,
    because: str,
    evidence: dict[int, int],
) -> None:
    open_rows = list(
        Coverage.objects.known_now()
        .filter(participation__in=ids, kind=kind, valid_to__gt=on)
        .order_by("id")
    )
    Coverage.objects.filter(pk__in=[row.pk for row in open_rows]).update(
        superseded_at=Now(), superseded_because=because
    )
    Coverage.objects.bulk_create(
        Coverage(
            agency_id=row.agency_id,
            participation_id=row.participation_id,
            kind=kind,
            valid_from=row.valid_from,
            valid_to=on,
            evidence_kind=EvidenceKind(row.evidence_kind),
            evidence_id=evidence.get(row.evidence_id, row.evidence_id),
            recorded_by_id=viewer.user_id,
        )
        for row in open_rows
        if row.valid_from < on
    )
