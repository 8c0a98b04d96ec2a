"""The field office director's signed authorization. Certified is not authorized; this is."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.kinds import EvidenceKind, Kind
from training.models import Authorization, Participation
from training.models.act import ActKind
from training.notifications import tell_agency_of_authorization
from training.rules import authorization as rule
from training.rules.separation_of_duties import Duty
from training.selectors.authorization import authorization_facts
from training.selectors.facts import in_force_until, requirement_on, supervisor_on
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.services.acts import cover, locked_participation, record_act
from training.services.clocked_coverage import cover_for_a_time
from training.services.conflict import detect
from training.services.supervisor import supervise

_OVERLAPS = {
    "authorization_no_overlap": Reason(
        gettext_noop("Another authorization covers part of this period."), "valid_from"
    )
}


def authorize(
    viewer: Viewer, participation: Participation, *, valid_from: date, letter: str
) -> Authorization:
    """Authorize a certified officer from a day, for the period that the form gives.

    `letter` is the number of the signed letter. Raises `Refused` with every reason not to.
    """
    row = locked_participation(viewer, Permission.AUTHORIZE, participation)
    requirement = requirement_on(row, Kind.AUTHORIZATION, valid_from)
    supervisor = supervisor_on(row, valid_from)
    reasons = rule.reasons_not_to_authorize(
        authorization_facts(row, valid_from, today_at(row.agency))
    )
    if not letter.strip():
        reasons.append(Reason(_("Enter the number of the signed letter."), "letter"))
    reasons += reasons_to_stand_aside(viewer, row, Duty.AUTHORIZE)
    refuse_if(reasons)
    valid_from, valid_to = rule.coverage(valid_from, requirement.parameters if requirement else {})
    # An end of the agreement that is known already ends this authority too.
    valid_to = min(valid_to, in_force_until(row.agreement, valid_from))
    with refused_by(_OVERLAPS):
        authorization = Authorization.objects.create(
            agency_id=row.agency_id,
            participation=row,
            valid_from=valid_from,
            valid_to=valid_to,
            letter=letter.strip(),
            signed_by_id=viewer.user_id,
            supervisor=supervisor,
            recorded_by_id=viewer.user_id,
        )
    record_act(viewer, row, ActKind.AUTHORIZED, valid_from, f"Letter {authorization.letter}")
    cover(
        viewer,
        row,
        Kind.AUTHORIZATION,
        (valid_from, valid_to),
        EvidenceKind.AUTHORIZATION,
        authorization.pk,
    )
    supervise(viewer, Q(pk=row.pk), today_at(row.agency), "authorized", authorized_from=valid_from)
    # The first evaluation is due one interval after the authorization.
    cover_for_a_time(
        viewer,
        row,
        Kind.EVALUATION,
        valid_from,
        EvidenceKind.AUTHORIZATION,
        authorization.pk,
    )
    detect(viewer, [row.pk])
    transaction.on_commit(lambda: tell_agency_of_authorization(authorization.pk), robust=True)
    return authorization
