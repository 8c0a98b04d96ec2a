"""What the rule on authorization asks about one officer and one day."""

from datetime import date

from training.kinds import Kind
from training.models import Authorization, Coverage, Participation, Requirement
from training.rules.authorization import AuthorizationFacts
from training.rules.periods import Period
from training.selectors.facts import covered_on, in_force_until, last_status, supervisor_on


def authorization_facts(
    participation: Participation, valid_from: date, today: date
) -> AuthorizationFacts:
    """The facts of authorizing this officer from `valid_from`. A fixed number of queries."""
    # From coverage, so that training brought along from another agency counts as well.
    certified_on, completed_on = (
        _met_since(participation, kind) for kind in (Kind.CERTIFICATION, Kind.INITIAL_COURSE)
    )
    requirements = _requirements_on(participation, valid_from)
    binding = {kind for kind, requirement in requirements.items() if requirement.is_binding}
    covered = covered_on(participation, valid_from)
    authorization = requirements.get(Kind.AUTHORIZATION)
    others = Authorization.objects.filter(participation=participation, superseded_at=None)
    return AuthorizationFacts(
        valid_from=valid_from,
        today=today,
        status=last_status(participation),
        certified_on=certified_on,
        completed_on=completed_on,
        # On every day that has passed since: authority is not given into a suspension backwards.
        agreement_in_force=in_force_until(participation.agreement, valid_from)
        > max(valid_from, today),
        has_ended=Kind.PARTICIPATION not in covered_on(participation, max(valid_from, today)),
        background_required=Kind.BACKGROUND_CHECK in binding,
        background_approved=Kind.BACKGROUND_CHECK in covered,
        citizenship_required=Kind.CITIZENSHIP in binding,
        citizenship_attested=Kind.CITIZENSHIP in covered,
        discipline_required=Kind.NO_PENDING_DISCIPLINE in binding,
        discipline_attested=Kind.NO_PENDING_DISCIPLINE in covered,
        supervisor_on_record=supervisor_on(participation, valid_from) is not None,
        other_authorizations=tuple(
            Period(first, end) for first, end in others.values_list("valid_from", "valid_to")
        ),
        parameters=authorization.parameters if authorization else {},
    )


def _met_since(participation: Participation, kind: Kind) -> date | None:
    """The first day of the latest coverage of a kind, known now."""
    return (
        Coverage.objects.known_now()
        .filter(participation=participation, kind=kind)
        .order_by("-valid_from")
        .values_list("valid_from", flat=True)
        .first()
    )


def _requirements_on(participation: Participation, day: date) -> dict[Kind, Requirement]:
    """What the rule set that judges the participation on `day` demands, by kind."""
    rows = Requirement.objects.filter(
        rule_set__assignments__participation=participation,
        rule_set__assignments__superseded_at=None,
        rule_set__assignments__valid_from__lte=day,
        rule_set__assignments__valid_to__gt=day,
    )
    return {Kind(row.kind): row for row in rows}
