"""Acts on an agreement and what they do to its officers, in one transaction.

JEM form: suspension or termination revokes all authority at once; WSO and TFM forms: termination
does. An end also ends the participations. Reinstatement is a new act and restores nobody: each
officer is authorized anew. An addendum that moves the agreement's end carries its officers on.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from accounts.viewer import Viewer
from agencies.models import Agreement, AgreementAct
from agencies.rules.agreement_state import STATE_AFTER
from agencies.services import agreement_act as agreements
from agencies.states import ActKind as AgreementActKind
from agencies.states import AgreementState
from training.models import Participation, ParticipationAct
from training.models.act import STATUS_AFTER, ActKind
from training.selectors.cascade import asks_notice, cascade_of, notice_given, reaches_officers
from training.selectors.extension import extension_of
from training.services.authority import (
    close_authorizations,
    close_later_acts,
    close_spans,
    open_credential_returns,
)
from training.services.extension import carry
from training.services.notice import start_agreement_notice
from training.services.records import close_records
from training.services.standing import restanding_once


class NotSeen(Refused):
    """The officers concerned are not those whom the person saw and confirmed."""


def record_agreement_act(
    viewer: Viewer,
    agreement: Agreement,
    *,
    kind: AgreementActKind | str,
    effective_on: date,
    evidence: str,
    extends_to: date | None = None,
    seen: str | None = None,
) -> AgreementAct:
    """Record an act on an agreement and let it end, or extend, what it reaches. Raises `Refused`.

    Every officer concerned gets an act of their own; credentials are asked back, and the clock of
    the form's notice starts. `seen`: the digest of the cascade that a person confirmed; where
    others are concerned by now, `NotSeen` is raised. None: nobody was asked.
    """
    kind = AgreementActKind(kind)
    with transaction.atomic():
        was = agreements.locked_agreement(viewer, agreement).expires_on
        act = agreements.record_act(
            viewer,
            agreement,
            kind=kind,
            effective_on=effective_on,
            evidence=evidence,
            extends_to=extends_to,
        )
        if extends_to is not None:
            _extend(viewer, act, was, extends_to, seen)
        ids = _locked_ids(viewer, agreement, kind, effective_on, seen)
        if ids:
            _end_for(viewer, ids, kind, effective_on, evidence)
        if asks_notice(kind):
            start_agreement_notice(viewer, act, notice_given(agreement, kind, effective_on))
    return act


def _extend(viewer: Viewer, act: AgreementAct, was: date, until: date, seen: str | None) -> None:
    _lock_everybody(act.agreement)
    extension = extension_of(viewer, act.agreement, was, until)
    if seen is not None and seen != extension.digest and (extension.ids or extension.ending):
        raise _not_seen()
    carry(viewer, act, extension)


def _locked_ids(
    viewer: Viewer,
    agreement: Agreement,
    kind: AgreementActKind,
    effective_on: date,
    seen: str | None,
) -> list[int]:
    """The participations concerned, asked again once all of the agreement's are locked."""
    if not reaches_officers(kind):
        return []
    _lock_everybody(agreement)
    cascade = cascade_of(viewer, agreement, kind, effective_on)
    if seen is not None and seen != cascade.digest:
        raise _not_seen()
    return cascade.ids


def _lock_everybody(agreement: Agreement) -> None:
    everybody = Participation.objects.filter(agreement=agreement).order_by("pk")
    list(everybody.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _not_seen() -> NotSeen:
    return NotSeen(_("Who is concerned has changed since you looked. Look at it again."))


def _end_for(
    viewer: Viewer, ids: list[int], kind: AgreementActKind, on: date, evidence: str
) -> None:
    ends = STATE_AFTER[kind] is AgreementState.ENDED
    act_kind = ActKind.AGREEMENT_ENDED if ends else ActKind.AGREEMENT_SUSPENDED
    because = f"agreement {kind.label}".lower()
    agencies = dict(Participation.objects.filter(pk__in=ids).values_list("pk", "agency_id"))
    with restanding_once() as touched:
        touched.update(ids)
        close_authorizations(viewer, ids, on, because)
        close_later_acts(ids, on, because, () if ends else (ActKind.AUTHORIZED,))
        if ends:
            close_spans(viewer, ids, on, because)
            close_records(ids)
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
