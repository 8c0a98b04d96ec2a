"""Ending one officer's participation: revoked by the director, withdrawn by the agency, or
because the officer leaves."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.models import Appointment
from agencies.selectors.agency import today_at
from agencies.states import AgreementState
from training.kinds import EvidenceKind, Kind
from training.models import Participation, ParticipationAct
from training.models.act import ActKind
from training.rules import end_of_authority as rule
from training.rules.notice import AUTHORITY_ENDED
from training.selectors.end_of_authority import end_facts
from training.selectors.facts import agreement_state_on, latest_status_act, runs_until
from training.selectors.nomination import taken_from
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.services.acts import cover, locked_participation, record_act
from training.services.authority import (
    close_authorizations,
    close_later_acts,
    close_spans,
    open_credential_returns,
)
from training.services.notice import start_notice
from training.services.records import close_records
from training.states import Status


def revoke(
    viewer: Viewer, participation: Participation, *, on: date, letter: str
) -> ParticipationAct:
    """Revoke an officer's authority by a signed letter; from that day the officer may not act."""
    row = locked_participation(viewer, Permission.AUTHORIZE, participation)
    reasons = rule.reasons_not_to_end(end_facts(viewer, row, on))
    reasons += reasons_to_stand_aside(viewer, row)
    if not letter.strip():
        reasons.append(Reason(_("Enter the number of the signed letter."), "letter"))
    refuse_if(reasons)
    return end_participation(viewer, row, ActKind.REVOKED, on, f"Letter {letter.strip()}")


def withdraw(viewer: Viewer, participation: Participation, *, on: date) -> ParticipationAct:
    """Withdraw an officer from the program at the agency's own wish."""
    row = locked_participation(viewer, Permission.NOMINATE, participation)
    refuse_if(rule.reasons_not_to_end(end_facts(viewer, row, on)))
    return end_participation(viewer, row, ActKind.WITHDRAWN, on)


def separate(viewer: Viewer, appointment: Appointment, *, on: date) -> Appointment:
    """End an officer's service at the agency, and with it every participation there.

    `on` is the first day on which the officer no longer serves. Raises `Refused`.
    """
    viewer.must(Permission.KEEP_OFFICERS)
    row: Appointment = (
        Appointment.objects.visible_to(viewer, Permission.KEEP_OFFICERS)
        .select_for_update(of=("self",), no_key=True)
        .get(pk=appointment.pk)
    )
    end_appointment(viewer, row, on, ActKind.SEPARATED, Permission.KEEP_OFFICERS)
    return row


def end_appointment(
    viewer: Viewer, appointment: Appointment, on: date, kind: ActKind, permission: Permission
) -> None:
    """Close a locked appointment and end its live participations by one kind of act."""
    reasons = []
    if on > today_at(appointment.agency):
        reasons.append(Reason(_("This day has not come yet."), "on"))
    if on <= appointment.valid_from:
        reasons.append(Reason(_("The officer began to serve on that day or later."), "on"))
    if appointment.valid_to <= on:
        reasons.append(Reason(_("The officer left already."), "on"))
    live = []
    for participation in appointment.participations.order_by("pk"):
        row = locked_participation(viewer, permission, participation)
        facts = end_facts(viewer, row, on)
        if _is_live(row):
            live.append(row)
            reasons += rule.reasons_not_to_end(facts)
    refuse_if(reasons)
    appointment.valid_to = on
    appointment.save(update_fields=["valid_to"])
    for row in live:
        end_participation(viewer, row, kind, on)


def end_participation(
    viewer: Viewer, row: Participation, kind: ActKind, on: date, detail: str = ""
) -> ParticipationAct:
    """End a locked participation: authority, its span, open classes; tasks and notices follow."""
    because = str(kind.label).lower()
    had_authority = close_authorizations(viewer, [row.pk], on, because)
    close_spans(viewer, [row.pk], on, because)
    close_later_acts([row.pk], on, because)
    close_records([row.pk])
    act = record_act(viewer, row, kind, on, detail)
    open_credential_returns(viewer, [row.pk], on)
    if had_authority:
        start_notice(viewer, AUTHORITY_ENDED, participation=row, on=on)
    return act


def lift_disqualification(viewer: Viewer, participation: Participation) -> ParticipationAct:
    """Reverse a disqualification by a new act: the officer is vetted again from today.

    What disqualified stays on record; the class stays closed.
    """
    row = locked_participation(viewer, Permission.VET, participation)
    last = latest_status_act(row)
    reasons = reasons_to_stand_aside(viewer, row)
    today = today_at(row.agency)
    if last is None or last.status_after != Status.DISQUALIFIED:
        reasons.append(Reason(_("The officer is not disqualified.")))
    if taken_from(row.officer_id, row.agreement_id, today):
        reasons.append(_again())
    if not row.appointment.valid_from <= today < row.appointment.valid_to:
        reasons.append(Reason(_("The officer does not serve at the agency any more.")))
    if agreement_state_on(row.agreement, today) is not AgreementState.IN_FORCE:
        reasons.append(Reason(_("The agreement is not in force today.")))
    refuse_if(reasons)
    with refused_by({"participation_once_at_a_time": _again()}):
        act = record_act(viewer, row, ActKind.DISQUALIFICATION_LIFTED, today)
        # The span that ended stays as it was; another one begins.
        span = (today, runs_until(row.agreement, today))
        cover(viewer, row, Kind.PARTICIPATION, span, EvidenceKind.ACT, act.pk)
    return act


def _again() -> Reason:
    return Reason(_("The officer was nominated under this agreement again."))


def _is_live(row: Participation) -> bool:
    last = latest_status_act(row)
    return last is not None and last.status_after not in (
        Status.REVOKED,
        Status.WITHDRAWN,
        Status.SEPARATED,
        Status.NOT_APPROVED,
        Status.DISQUALIFIED,
    )
