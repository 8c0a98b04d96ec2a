"""Recording the result of vetting."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.kinds import EvidenceKind, Kind
from training.models import Participation, Vetting
from training.models.act import ActKind
from training.rules import background_check
from training.rules.separation_of_duties import Duty
from training.selectors.facts import latest_status_act, requirement_on
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.services.acts import cover, locked_participation, record_act
from training.services.brought_training import accept_brought_training
from training.services.revocation import end_participation
from training.states import Status


def record_vetting(
    viewer: Viewer, participation: Participation, *, result: str, checked_on: date
) -> Vetting:
    """Record the result of the background investigation of a nominated officer.

    "approved" makes the officer vetted; "not approved" ends the participation (a substitute is a
    new nomination). Raises `Refused` where the officer is not nominated or the day is impossible.
    """
    row = locked_participation(viewer, Permission.VET, participation)
    last = latest_status_act(row)
    reasons = reasons_to_stand_aside(viewer, row, Duty.VET)
    if last is None or last.status_after != Status.NOMINATED:
        word = Status(last.status_after).label if last else _("not nominated")
        reasons.append(Reason(_("Only a nominated officer is vetted; this one is: %s.") % word))
    elif checked_on < last.effective_on:
        reasons.append(Reason(_("The result cannot be older than the nomination."), "checked_on"))
    if checked_on > today_at(row.agency):
        reasons.append(Reason(_("This day has not come yet."), "checked_on"))
    if result not in Vetting.Result.values:
        reasons.append(Reason(_("Choose approved or not approved."), "result"))
    refuse_if(reasons)

    vetting = Vetting.objects.create(
        agency_id=row.agency_id,
        participation=row,
        result=result,
        checked_on=checked_on,
        recorded_by_id=viewer.user_id,
    )
    if result == Vetting.Result.APPROVED:
        record_act(viewer, row, ActKind.VETTED, checked_on)
        requirement = requirement_on(row, Kind.BACKGROUND_CHECK, checked_on)
        period = background_check.coverage(
            checked_on, requirement.parameters if requirement else {}
        )
        cover(viewer, row, Kind.BACKGROUND_CHECK, period, EvidenceKind.VETTING, vetting.pk)
        accept_brought_training(viewer, row, checked_on)
    else:
        end_participation(viewer, row, ActKind.NOT_APPROVED, checked_on)
    return vetting
