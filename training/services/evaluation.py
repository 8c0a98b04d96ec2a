"""A supervisor's periodic evaluation of an authorized officer."""

from datetime import date

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from training.kinds import EvidenceKind, Kind
from training.models import Evaluation, Participation, Standing
from training.models.act import ActKind
from training.rules import evaluation as rule
from training.selectors.facts import requirement_on
from training.services.acts import cover, locked_participation, record_act


def record_evaluation(
    viewer: Viewer, participation: Participation, *, outcome: str, evaluated_on: date
) -> Evaluation:
    """Record the evaluation of an officer who may act. It judges the officer, never a case.

    Raises `Refused` for oneself, for an officer who may not act that day, or for a day ahead.
    """
    row = locked_participation(viewer, Permission.SIGN_OFF, participation)
    reasons = []
    if row.officer.user_id is not None and row.officer.user_id == viewer.user_id:
        reasons.append(Reason("Nobody evaluates their own record."))
    if evaluated_on > viewer.today:
        reasons.append(Reason("This day has not come yet.", "evaluated_on"))
    elif not Standing.objects.on(evaluated_on).filter(participation=row, may_act=True).exists():
        reasons.append(Reason("On that day the officer was not authorized to act.", "evaluated_on"))
    if outcome not in Evaluation.Outcome.values:
        reasons.append(Reason("Choose what follows from the evaluation.", "outcome"))
    refuse_if(reasons)
    evaluation = Evaluation.objects.create(
        agency_id=row.agency_id,
        participation=row,
        outcome=outcome,
        evaluated_on=evaluated_on,
        evaluated_by_id=viewer.signer_id,
        recorded_by_id=viewer.user_id,
    )
    record_act(
        viewer,
        row,
        ActKind.EVALUATED,
        evaluated_on,
        str(Evaluation.Outcome(outcome).label),
    )
    requirement = requirement_on(row, Kind.EVALUATION, evaluated_on)
    if requirement is not None:
        period = rule.coverage(evaluated_on, requirement.parameters)
        cover(viewer, row, Kind.EVALUATION, period, EvidenceKind.EVALUATION, evaluation.pk)
    return evaluation
