"""A supervisor's periodic evaluation of an authorized officer."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.kinds import EvidenceKind, Kind
from training.models import Evaluation, Participation, Standing
from training.models.act import ActKind
from training.rules.separation_of_duties import Duty
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.services.acts import locked_participation, record_act
from training.services.clocked_coverage import cover_for_a_time


def record_evaluation(
    viewer: Viewer, participation: Participation, *, outcome: str, evaluated_on: date
) -> Evaluation:
    """Record the evaluation of an officer who may act. It judges the officer, never a case.

    Raises `Refused` for oneself, for an officer who may not act that day, or for a day ahead.
    """
    row = locked_participation(viewer, Permission.SIGN_OFF, participation)
    reasons = reasons_to_stand_aside(viewer, row, Duty.EVALUATE)
    if evaluated_on > today_at(row.agency):
        reasons.append(Reason(_("This day has not come yet."), "evaluated_on"))
    elif not Standing.objects.on(evaluated_on).filter(participation=row, may_act=True).exists():
        reasons.append(
            Reason(_("On that day the officer was not authorized to act."), "evaluated_on")
        )
    if outcome not in Evaluation.Outcome.values:
        reasons.append(Reason(_("Choose what follows from the evaluation."), "outcome"))
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
    cover_for_a_time(
        viewer, row, Kind.EVALUATION, evaluated_on, EvidenceKind.EVALUATION, evaluation.pk
    )
    return evaluation
