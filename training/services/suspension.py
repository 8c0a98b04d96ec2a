"""Suspending an officer, and restoring authority. Compliance stays as it is; authority does not."""

from datetime import date

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from training.models import Participation, Suspension
from training.models.act import ActKind
from training.rules import end_of_authority as rule
from training.rules.notice import COMPLAINT
from training.selectors.end_of_authority import end_facts, open_suspension
from training.services.acts import locked_participation, record_act
from training.services.notice import start_notice


def suspend(
    viewer: Viewer, participation: Participation, *, reason: str, valid_from: date
) -> Suspension:
    """Suspend an authorized officer from a day, until somebody restores the authority.

    A suspension for discipline starts the clock of the form's notice to ICE. Raises `Refused`.
    """
    row = locked_participation(viewer, Permission.SUSPEND, participation)
    reasons = rule.reasons_not_to_suspend(end_facts(viewer, row, valid_from))
    if reason not in Suspension.Reason.values:
        reasons.append(Reason(_("Choose why the officer is suspended."), "reason"))
    refuse_if(reasons)
    suspension = Suspension.objects.create(
        agency_id=row.agency_id,
        participation=row,
        valid_from=valid_from,
        reason=reason,
        recorded_by_id=viewer.user_id,
    )
    record_act(viewer, row, ActKind.SUSPENDED, valid_from, str(Suspension.Reason(reason).label))
    if reason == Suspension.Reason.DISCIPLINE:
        start_notice(viewer, COMPLAINT, participation=row, on=valid_from)
    return suspension


def reinstate(viewer: Viewer, participation: Participation, *, on: date) -> Suspension:
    """Restore the authority of a suspended officer from a day.

    The suspension is closed and a shorter one takes its place; one that ends on the day it began
    leaves none. Raises `Refused`, also while a binding refresher is overdue.
    """
    row = locked_participation(viewer, Permission.AUTHORIZE, participation)
    facts = end_facts(viewer, row, on)
    refuse_if(rule.reasons_not_to_reinstate(facts))
    suspension = open_suspension(row, on)
    assert suspension is not None  # noqa: S101 - the rule refused where there is none
    Suspension.objects.filter(pk=suspension.pk).update(
        superseded_at=Now(), superseded_because="reinstated"
    )
    if suspension.valid_from < on:
        suspension = Suspension.objects.create(
            agency_id=row.agency_id,
            participation=row,
            valid_from=suspension.valid_from,
            valid_to=on,
            reason=suspension.reason,
            recorded_by_id=viewer.user_id,
        )
    record_act(viewer, row, ActKind.REINSTATED, on)
    return suspension
