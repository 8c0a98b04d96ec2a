"""Notices that a form asks for: their clock starts with the act, and late shows as late."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.models import AgreementAct
from training.models import Notice, Participation
from training.rules import notice as rule


def start_notice(
    viewer: Viewer, kind: str, *, participation: Participation, on: date
) -> Notice | None:
    """Start the clock of a notice about one officer, with the act that takes effect `on` a day.

    An act recorded after its day may find the notice due already. None where the form states none.
    """
    agreement = participation.agreement
    clock = rule.clock_of(kind, agreement.form_revision.code if agreement.form_revision else "")
    if clock is None:
        return None
    zone = participation.agency.time_zone
    started_at = rule.started_at(on, timezone.now(), zone)
    return Notice.objects.create(
        agency_id=participation.agency_id,
        kind=kind,
        participation=participation,
        started_at=started_at,
        due_at=rule.due_at(clock, started_at, zone),
        recorded_by_id=viewer.user_id,
    )


def start_agreement_notice(
    viewer: Viewer, act: AgreementAct, given: AgreementAct | None
) -> Notice | None:
    """The notice that had to precede the end or suspension of an agreement.

    `given` is the recorded notice that belongs to the act, where there is one: then this one was
    sent on its day, in time or late. None where the form states no such notice.
    """
    agreement = act.agreement
    clock = rule.clock_of(
        rule.TERMINATION, agreement.form_revision.code if agreement.form_revision else ""
    )
    if clock is None:
        return None
    zone = act.agency.time_zone
    return Notice.objects.create(
        agency_id=act.agency_id,
        kind=rule.TERMINATION,
        agreement_act=act,
        started_at=timezone.now(),
        due_at=rule.due_before(clock, act.effective_on, zone),
        sent_at=rule.midnight(given.effective_on, zone) if given else None,
        sent_by_id=(given.recorded_by_id or viewer.signer_id) if given else None,
        recorded_by_id=viewer.user_id,
    )


def record_notice_sent(viewer: Viewer, notice: Notice, *, sent_at: datetime) -> Notice:
    """Record when a notice was sent. A late one is recorded all the same, and shows as late."""
    viewer.must(Permission.SEND_NOTICES)
    with transaction.atomic():
        row: Notice = (
            Notice.objects.visible_to(viewer, Permission.SEND_NOTICES)
            .select_for_update(of=("self",), no_key=True)
            .get(pk=notice.pk)
        )
        reasons = []
        if row.sent_at is not None:
            reasons.append(Reason(_("This notice is recorded as sent already.")))
        if sent_at > timezone.now():
            reasons.append(Reason(_("This time has not come yet."), "sent_at"))
        refuse_if(reasons)
        Notice.objects.filter(pk=row.pk).update(sent_at=sent_at, sent_by_id=viewer.signer_id)
        row.refresh_from_db()
    return row
