"""The agency's word while an officer takes part: given anew, or no longer true."""

from datetime import date

from django.db.models.functions import Now

from accounts.permissions import Permission
from accounts.refusal import refuse_if
from accounts.viewer import Viewer, day_in
from training.kinds import EvidenceKind, Kind
from training.models import Attestation, Coverage, Participation, ParticipationAct
from training.models.act import ActKind
from training.rules import attestation as attestation_rule
from training.rules.attestation_record import (
    RecordFacts,
    reasons_not_to_record,
    reasons_not_to_report,
)
from training.selectors.attestation import ATTESTED
from training.selectors.facts import covered_on, requirement_on
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.services.acts import cover, locked_participation, record_act
from training.services.clocked_coverage import cover_for_a_time


def attest(
    viewer: Viewer, participation: Participation, *, kind: Kind | int, attested_on: date
) -> Attestation:
    """Record that the agency attests `kind` on a day: what the form asks, or a year's training.

    An attestation holds until the agency says otherwise, on record already or later; annual
    training until the next fixed date. Raises `Refused` with every reason.
    """
    row = locked_participation(viewer, Permission.NOMINATE, participation)
    kind = Kind(kind)
    same_day = Attestation.objects.filter(
        participation=row, kind=kind, attested_on=attested_on
    ).exists()
    # A word that was taken back on that day may be given again on it.
    held = kind in covered_on(row, attested_on)
    facts = _facts(row, kind, attested_on, already=same_day and held)
    refuse_if(reasons_not_to_record(facts, "attested_on") + reasons_to_stand_aside(viewer, row))
    attestation: Attestation = Attestation.objects.create(
        agency_id=row.agency_id,
        participation=row,
        kind=kind,
        attested_on=attested_on,
        recorded_by_id=viewer.user_id,
    )
    evidence = (EvidenceKind.ATTESTATION, attestation.pk)
    if kind is Kind.ANNUAL_TRAINING:
        cover_for_a_time(viewer, row, kind, attested_on, *evidence)
    else:
        until = _next_report(row, attested_on) if kind is Kind.NO_PENDING_DISCIPLINE else None
        cover(viewer, row, kind, attestation_rule.coverage(attested_on, until), *evidence)
    record_act(viewer, row, ActKind.ATTESTED, attested_on, str(kind.label))
    return attestation


def report_pending_discipline(
    viewer: Viewer, participation: Participation, *, on: date
) -> ParticipationAct:
    """Say that disciplinary action is pending from a day: the attestation no longer holds.

    That it is, never what it is about. Authority stays until the director suspends it. Once
    the matter is settled the agency attests anew; what it attested for a later day stays.
    """
    row = locked_participation(viewer, Permission.NOMINATE, participation)
    open_rows = list(
        Coverage.objects.known_now().filter(
            participation=row,
            kind=Kind.NO_PENDING_DISCIPLINE,
            valid_from__lte=on,
            valid_to__gt=on,
        )
    )
    facts = _facts(row, Kind.NO_PENDING_DISCIPLINE, on)
    refuse_if(reasons_not_to_report(facts, holds=bool(open_rows)))
    Coverage.objects.filter(pk__in=[c.pk for c in open_rows]).update(
        superseded_at=Now(), superseded_because="disciplinary action pending"
    )
    for was in open_rows:
        if was.valid_from < on:
            cover(
                viewer,
                row,
                Kind.NO_PENDING_DISCIPLINE,
                (was.valid_from, on),
                EvidenceKind(was.evidence_kind),
                was.evidence_id,
            )
    return record_act(viewer, row, ActKind.DISCIPLINE_PENDING, on)


def _next_report(row: Participation, day: date) -> date | None:
    """The first day after `day` from which disciplinary action is on record as pending."""
    return (
        ParticipationAct.objects.filter(
            participation=row,
            kind=ActKind.DISCIPLINE_PENDING,
            superseded_at=None,
            effective_on__gt=day,
        )
        .order_by("effective_on")
        .values_list("effective_on", flat=True)
        .first()
    )


def _facts(row: Participation, kind: Kind, day: date, *, already: bool = False) -> RecordFacts:
    return RecordFacts(
        day=day,
        today=day_in(row.agency.time_zone),
        covers_day=Kind.PARTICIPATION in covered_on(row, day),
        is_asked=kind in ATTESTED and requirement_on(row, kind, day) is not None,
        already=already,
    )
