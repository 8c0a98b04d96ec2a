"""Nominating an officer under an agreement, with the attestations that its form asks for."""

from datetime import date

from django.utils.translation import gettext_noop

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.models import Agreement, Appointment, Officer
from agencies.selectors.agency import today_at
from agencies.states import AgreementState
from training.kinds import EvidenceKind, Kind
from training.models import Attestation, Participation, RuleAssignment
from training.models.act import ActKind
from training.rules import attestation as attestation_rule
from training.rules import nomination as rule
from training.rules.separation_of_duties import reasons_to_stand_aside
from training.selectors.facts import agreement_state_on, rule_set_for, runs_until
from training.selectors.nomination import taken_from
from training.selectors.separation_of_duties import person_of
from training.services.acts import cover, hold_agreement, record_act

_TWICE = {
    "participation_once_at_a_time": Reason(
        gettext_noop("The officer is nominated under this agreement already."), "agreement"
    )
}


def attestations_asked(agreement: Agreement, day: date) -> list[Kind]:
    """What the agency attests when it nominates, by the agreement's form: never fewer than
    citizenship, which every form asks."""
    rule_set = rule_set_for(agreement, day)
    kinds = set()
    if rule_set is not None:
        kinds = {Kind(kind) for kind in rule_set.requirements.values_list("kind", flat=True)}
    asked = [Kind.CITIZENSHIP]
    asked += [k for k in (Kind.EXPERIENCE, Kind.NO_PENDING_DISCIPLINE) if k in kinds]
    return asked


def nominate(
    viewer: Viewer,
    appointment: Appointment,
    agreement: Agreement,
    *,
    on: date,
    citizenship_attested_on: date | None,
    experience_attested_on: date | None = None,
    discipline_attested_on: date | None = None,
) -> Participation:
    """Nominate an officer under an agreement in force: the first act of a participation.

    Raises `Refused` with every reason: agreement not in force, officer not serving, an
    attestation missing or dated ahead, too little experience (TFM: two years), nominated already.
    """
    viewer.must(Permission.NOMINATE)
    hold_agreement(agreement.pk)
    # Officer, then appointment, as everywhere: two nominations of one officer take turns.
    Officer.objects.select_for_update(no_key=True).filter(pk=appointment.officer_id).first()
    served = (
        Appointment.objects.visible_to(viewer, Permission.NOMINATE)
        .select_for_update(of=("self",), no_key=True)
        .select_related("officer", "agency")
        .get(pk=appointment.pk)
    )
    asked = (
        Agreement.objects.visible_to(viewer, Permission.NOMINATE)
        .select_related("form_revision")
        .get(pk=agreement.pk)
    )
    attested = {
        Kind.CITIZENSHIP: citizenship_attested_on,
        Kind.EXPERIENCE: experience_attested_on,
        Kind.NO_PENDING_DISCIPLINE: discipline_attested_on,
    }
    rule_set = rule_set_for(asked, on)
    experience = rule_set and rule_set.requirements.filter(kind=Kind.EXPERIENCE).first()
    facts = rule.NominationFacts(
        day=on,
        today=today_at(asked.agency),
        agreement_in_force=agreement_state_on(asked, on) is AgreementState.IN_FORCE,
        same_agency=served.agency_id == asked.agency_id,
        serves_on_day=served.valid_from <= on < served.valid_to,
        already_nominated=taken_from(served.officer_id, asked.pk, on),
        asked={kind.name.lower(): attested[kind] for kind in attestations_asked(asked, on)},
        law_enforcement_since=served.officer.law_enforcement_since,
        years_required=(experience.parameters.get("years", 0) if experience else 0),
        years_binding=bool(experience and experience.is_binding),
    )
    person = person_of(viewer, served.officer)
    refuse_if(rule.reasons_not_to_nominate(facts) + reasons_to_stand_aside(person))
    with refused_by(_TWICE):
        participation = Participation.objects.create(
            agency_id=served.agency_id,
            officer_id=served.officer_id,
            appointment=served,
            agreement=asked,
            model=asked.model,
            name_key=served.officer.name_key,
        )
        act = record_act(viewer, participation, ActKind.NOMINATED, on)
        # An end of the agreement that is known already (its term, an act) ends the span too.
        span = (on, runs_until(asked, on))
        cover(viewer, participation, Kind.PARTICIPATION, span, EvidenceKind.ACT, act.pk)
    if rule_set is not None:
        RuleAssignment.objects.create(
            agency_id=participation.agency_id,
            participation=participation,
            rule_set=rule_set,
            valid_from=on,
            recorded_by_id=viewer.user_id,
        )
    for kind in attestations_asked(asked, on):
        _attest(viewer, participation, kind, attested[kind])
    return participation


def _attest(
    viewer: Viewer, participation: Participation, kind: Kind, attested_on: date | None
) -> None:
    if attested_on is None:
        return
    attestation = Attestation.objects.create(
        agency_id=participation.agency_id,
        participation=participation,
        kind=kind,
        attested_on=attested_on,
        recorded_by_id=viewer.user_id,
    )
    period = attestation_rule.coverage(attested_on)
    cover(viewer, participation, kind, period, EvidenceKind.ATTESTATION, attestation.pk)
