"""A background check made anew, of an officer who takes part."""

from datetime import date

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer, day_in
from training.kinds import EvidenceKind, Kind
from training.models import Participation, Vetting
from training.models.act import ActKind
from training.rules import background_check
from training.rules.attestation_record import RecordFacts, reasons_not_to_record
from training.rules.separation_of_duties import Duty
from training.rules.words import _
from training.selectors.facts import covered_on, latest_status_act, requirement_on
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.services.acts import cover, locked_participation, record_act
from training.states import Status


def record_recheck(viewer: Viewer, participation: Participation, *, on: date) -> Vetting:
    """Record that ICE checked the officer again and still approves. R4.

    Where the result is another one, the field office director revokes: that is another act.
    Raises `Refused` before the first vetting, and for a day on which nobody takes part.
    """
    row = locked_participation(viewer, Permission.VET, participation)
    requirement = requirement_on(row, Kind.BACKGROUND_CHECK, on)
    facts = RecordFacts(
        day=on,
        today=day_in(row.agency.time_zone),
        covers_day=Kind.PARTICIPATION in covered_on(row, on),
        is_asked=requirement is not None,
        already=Vetting.objects.filter(participation=row, checked_on=on).exists(),
    )
    reasons = reasons_not_to_record(facts, "on") + reasons_to_stand_aside(viewer, row, Duty.VET)
    last = latest_status_act(row)
    if last is None or last.status_after == Status.NOMINATED:
        reasons.append(Reason(_("The officer has not been vetted yet: record the vetting.")))
    refuse_if(reasons)
    vetting: Vetting = Vetting.objects.create(
        agency_id=row.agency_id,
        participation=row,
        result=Vetting.Result.APPROVED,
        checked_on=on,
        recorded_by_id=viewer.user_id,
    )
    record_act(viewer, row, ActKind.RECHECKED, on)
    period = background_check.coverage(on, requirement.parameters if requirement else {})
    cover(viewer, row, Kind.BACKGROUND_CHECK, period, EvidenceKind.VETTING, vetting.pk)
    return vetting
