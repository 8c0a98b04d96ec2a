"""Acts on an agreement and what they do to its officers, in one transaction.

JEM form: suspension or termination revokes all authority at once; WSO and TFM forms: termination
does. An end also ends the participations. Reinstatement is a new act and restores nobody: each
officer is authorized anew.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agreement, AgreementAct
from agencies.rules.agreement_state import STATE_AFTER
from agencies.services import agreement_act as agreements
from agencies.states import ActKind as AgreementActKind
from agencies.states import AgreementState
from training.kinds import Kind
from training.models import Authorization, Coverage, Enrollment, Participation, ParticipationAct
from training.models.act import STATUS_AFTER, ActKind
from training.services.authority import (
    close_authorizations,
    close_later_acts,
    close_spans,
    open_credential_returns,
    restand_later,
    restand_now,
)
from training.services.notice import start_agreement_notice
from training.services.records import OPEN_STATES


@dataclass(frozen=True)
class Cascade:
    """What an act on an agreement would do, as counted before anybody presses.

    `losing_authority`: officers who are authorized on that day or later. `ending`: those whose
    participation ends; none for a suspension.
    """

    losing_authority: QuerySet[Participation]
    ending: QuerySet[Participation]


def cascade_of(
    viewer: Viewer, agreement: Agreement, kind: AgreementActKind, effective_on: date
) -> Cascade:
    """Who would lose authority, and whose participation would end."""
    of_agreement = Participation.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS).filter(
        agreement=agreement
    )
    reaching = Authorization.objects.filter(
        participation=OuterRef("pk"), superseded_at=None, valid_to__gt=effective_on
    )
    live = Coverage.objects.known_now().filter(
        participation=OuterRef("pk"), kind=Kind.PARTICIPATION, valid_to__gt=effective_on
    )
    state = STATE_AFTER.get(kind)
    losing = of_agreement.none()
    ending = of_agreement.none()
    if state in (AgreementState.SUSPENDED, AgreementState.ENDED):
        losing = of_agreement.filter(Exists(reaching))
    if state is AgreementState.ENDED:
        ending = of_agreement.filter(Exists(live))
    return Cascade(losing.order_by("name_key", "id"), ending.order_by("name_key", "id"))


def record_agreement_act(
    viewer: Viewer,
    agreement: Agreement,
    *,
    kind: AgreementActKind | str,
    effective_on: date,
    evidence: str,
) -> AgreementAct:
    """Record an act on an agreement and let it end what it ends. Raises `Refused`.

    Every officer concerned gets an act of their own; credentials are asked back, and the clock of
    the form's notice starts.
    """
    kind = AgreementActKind(kind)
    act = agreements.record_act(
        viewer, agreement, kind=kind, effective_on=effective_on, evidence=evidence
    )
    ids = _locked_ids(viewer, agreement, kind, effective_on)
    if ids:
        _end_for(viewer, ids, kind, effective_on, evidence)
    if kind in (AgreementActKind.SUSPENDED, AgreementActKind.TERMINATED):
        given = (
            AgreementAct.objects.filter(
                agreement=agreement,
                kind=AgreementActKind.NOTICE_OF_TERMINATION,
                effective_on__lte=effective_on,
            )
            .order_by("-effective_on", "-id")
            .first()
        )
        start_agreement_notice(viewer, act, given)
    return act


def _locked_ids(
    viewer: Viewer, agreement: Agreement, kind: AgreementActKind, effective_on: date
) -> list[int]:
    """The participations concerned, asked again once all of the agreement's are locked."""
    everybody = Participation.objects.filter(agreement=agreement).order_by("pk")
    list(everybody.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    cascade = cascade_of(viewer, agreement, kind, effective_on)
    concerned = set(cascade.losing_authority.values_list("pk", flat=True))
    concerned |= set(cascade.ending.values_list("pk", flat=True))
    return sorted(concerned)


def _end_for(
    viewer: Viewer, ids: list[int], kind: AgreementActKind, on: date, evidence: str
) -> None:
    ends = STATE_AFTER[kind] is AgreementState.ENDED
    act_kind = ActKind.AGREEMENT_ENDED if ends else ActKind.AGREEMENT_SUSPENDED
    because = f"agreement {kind.label}".lower()
    agencies = dict(Participation.objects.filter(pk__in=ids).values_list("pk", "agency_id"))
    restand_later()
    close_authorizations(viewer, ids, on, because)
    close_later_acts(ids, on, because, () if ends else (ActKind.AUTHORIZED,))
    if ends:
        close_spans(viewer, ids, on, because)
        Enrollment.objects.filter(participation__in=ids, state__in=OPEN_STATES).update(
            state=Enrollment.State.LEFT
        )
    ParticipationAct.objects.bulk_create(
        ParticipationAct(
            agency_id=agencies[pk],
            participation_id=pk,
            kind=act_kind,
            effective_on=on,
            status_after=STATUS_AFTER[act_kind],
            detail=evidence[:200],
            recorded_by_id=viewer.user_id,
        )
        for pk in ids
    )
    open_credential_returns(viewer, ids, on)
    restand_now(ids)
