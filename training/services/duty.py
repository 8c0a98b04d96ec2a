"""Recording that an agency did what its agreement asks of it."""

from datetime import date

from django.utils.translation import gettext_noop

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.roles import Scope
from accounts.viewer import Viewer
from agencies.models import Agreement
from agencies.selectors.agency import today_at
from agencies.states import AgreementState
from training.kinds import DUTIES, Kind
from training.models import DutyDone
from training.rules import duty_record as rule
from training.selectors.duties import duties_on
from training.selectors.facts import agreement_state_on, rule_set_for

_TWICE = {
    "duty_done_once_a_day": Reason(
        gettext_noop("This is on record for that day already."), "done_on"
    )
}


def kinds_to_record(viewer: Viewer, agreement: Agreement, day: date) -> list[Kind]:
    """The duties of the agreement's form that this person records, in the form's order."""
    own = _own(viewer)
    return [kind for kind in _asked(agreement, day) if kind.name.lower() in own]


def record_duty(
    viewer: Viewer, agreement: Agreement, *, kind: Kind | int, done_on: date, evidence: str
) -> DutyDone:
    """Record a meeting, a review, the list of interpreters or the posters, with the document.

    Raises `Refused` with every reason; `Agreement.DoesNotExist` outside the viewer's agencies. Two
    who record the same at once are told apart by the constraint `duty_done_once_a_day`.
    """
    viewer.must(Permission.RECORD_DUTIES)
    kind = Kind(kind)
    row: Agreement = (
        Agreement.objects.visible_to(viewer, Permission.RECORD_DUTIES)
        .select_related("form_revision")
        .get(pk=agreement.pk)
    )
    evidence = " ".join(evidence.split())
    facts = rule.DutyRecordFacts(
        kind=kind.name.lower(),
        asked={k.name.lower() for k in _asked(row, done_on)},
        own=_own(viewer),
        done_on=done_on,
        today=today_at(row.agency),
        signed_on=row.signed_on,
        in_force=agreement_state_on(row, done_on) is AgreementState.IN_FORCE,
        evidence=evidence,
        same_day=DutyDone.objects.filter(
            agreement=row, kind=kind, done_on=done_on, superseded_at=None
        ).exists(),
    )
    refuse_if(rule.reasons_not_to_record(facts))
    with refused_by(_TWICE):
        done: DutyDone = DutyDone.objects.create(
            agency_id=row.agency_id,
            agreement=row,
            kind=kind,
            done_on=done_on,
            evidence=evidence,
            recorded_by_id=viewer.user_id,
        )
    return done


def _asked(agreement: Agreement, day: date) -> list[Kind]:
    """What judges the agency already, and what the rules in force on the day ask besides: once
    done, those judge it."""
    asked = {duty.kind for duty in duties_on(agreement, day)}
    rule_set = rule_set_for(agreement, day)
    if rule_set is not None:
        kinds = rule_set.requirements.filter(kind__in=DUTIES)
        asked |= {Kind(kind) for kind in kinds.values_list("kind", flat=True)}
    return sorted(asked)


def _own(viewer: Viewer) -> frozenset[str]:
    if viewer.role is not None and viewer.role.scope is Scope.AGENCY:
        return rule.BY_AGENCY
    return rule.BY_ICE
