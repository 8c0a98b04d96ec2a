"""Facts about a participation that several services ask before they write."""

from datetime import date

from agencies.models import Agreement, SupervisorAssignment
from agencies.rules.agreement_state import first_day_not, state_on
from agencies.rules.periods import FOREVER
from agencies.states import ActKind, AgreementState
from training.kinds import Kind
from training.models import (
    Coverage,
    Participation,
    ParticipationAct,
    Requirement,
    RuleAssignment,
    RuleSet,
)


def agreement_state_on(agreement: Agreement, day: date) -> AgreementState:
    """The state of an agreement on `day`, from its acts."""
    return state_on(acts_of_agreement(agreement), agreement.expires_on, day)


def in_force_until(agreement: Agreement, day: date) -> date:
    """The first day from `day` on which the agreement is not in force, by what is recorded now."""
    return first_day_not(
        {AgreementState.IN_FORCE}, acts_of_agreement(agreement), agreement.expires_on, day
    )


def runs_until(agreement: Agreement, day: date) -> date:
    """The first day from `day` on which the agreement has ended: a suspension does not end it."""
    states = set(AgreementState) - {AgreementState.ENDED}
    return first_day_not(states, acts_of_agreement(agreement), agreement.expires_on, day)


def acts_of_agreement(agreement: Agreement) -> list[tuple[date, ActKind]]:
    """What was done to an agreement, in the order of effect."""
    rows = agreement.acts.order_by("effective_on", "id").values_list("effective_on", "kind")
    return [(effective_on, ActKind(kind)) for effective_on, kind in rows]


def rule_set_for(agreement: Agreement, day: date) -> RuleSet | None:
    """The published rule set of the agreement's form on `day`, or None: no rule, no guess."""
    if agreement.form_revision_id is None:
        return None
    return (
        RuleSet.objects.published_on(day)
        .filter(form_revision=agreement.form_revision_id, model=agreement.model)
        .first()
    )


def requirement_on(participation: Participation, kind: Kind, day: date) -> Requirement | None:
    """What the rule set that judges the participation on `day` says of one kind."""
    assignment = (
        RuleAssignment.objects.filter(
            participation=participation,
            superseded_at=None,
            valid_from__lte=day,
            valid_to__gt=day,
        )
        .select_related("rule_set")
        .first()
    )
    if assignment is None:
        return None
    return assignment.rule_set.requirements.filter(kind=kind).first()


def covered_on(participation: Participation, day: date) -> set[Kind]:
    """The kinds that coverage known now says are met on `day`."""
    kinds = (
        Coverage.objects.known_now()
        .filter(participation=participation, valid_from__lte=day, valid_to__gt=day)
        .values_list("kind", flat=True)
    )
    return {Kind(kind) for kind in kinds}


def supervisor_on(
    participation: Participation, day: date, user_id: int | None = None
) -> SupervisorAssignment | None:
    """The designated supervisor: assigned to the agreement, else to the agency's field office.

    With `user_id`, that person's own assignment, for the position under which they sign.
    """
    on = SupervisorAssignment.objects.on(day).select_related("user")
    if user_id is not None:
        on = on.filter(user=user_id)
    found = on.filter(agreement=participation.agreement_id).first()
    if found is None and participation.agency.field_office_id is not None:
        found = on.filter(field_office=participation.agency.field_office_id).first()
    return found


def latest_status_act(
    participation: Participation, by: date | None = None
) -> ParticipationAct | None:
    """The last act, by day of effect, that left a status; `by` leaves later days out."""
    return (
        ParticipationAct.objects.filter(
            participation=participation, superseded_at=None, effective_on__lte=by or FOREVER
        )
        .exclude(status_after="")
        .order_by("-effective_on", "-id")
        .first()
    )


def last_status(participation: Participation) -> str:
    """The status that the last act left; "" where there is none."""
    act = latest_status_act(participation)
    return act.status_after if act else ""
