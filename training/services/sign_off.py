"""A supervisor's decision on a training record: approve, or return with coded reasons.

Approval writes the sign-off, the certification and the coverage in one transaction. Two who click
at once take turns at the participation's lock; the second finds the record decided and is told by
whom. The unique constraint `sign_off_approved_once` stands behind the lock.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from agencies.states import AgreementState
from training.kinds import EvidenceKind, Kind
from training.models import Certification, Enrollment, Participation, SignOff
from training.models.act import ActKind
from training.models.sign_off import ReturnReason
from training.notifications import tell_agency_of_decision
from training.rules import certification as certification_rule
from training.rules import initial_course
from training.rules import sign_off as rule
from training.rules.separation_of_duties import Duty
from training.selectors.entered_by import entered_by_ids
from training.selectors.facts import agreement_state_on, covered_on, supervisor_on
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.selectors.sign_off import RecordShown, record_shown
from training.services.acts import cover, record_act
from training.services.clocked_coverage import cover_for_a_time
from training.services.conflict import detect
from training.services.records import locked_record, set_step

STATEMENT = gettext_lazy(
    "I reviewed the training record of this officer and find that every day, exam and document "
    "that the agreement asks for is present."
)
_TWICE = {
    "sign_off_approved_once": Reason(gettext_noop("This record has been signed off already."))
}


def approve(viewer: Viewer, enrollment: Enrollment, *, digest: str) -> SignOff:
    """Approve a record: sign-off, certification and coverage, or nothing.

    `digest` is of the record as the supervisor saw it. Raises `Refused` with every reason why
    this record cannot be approved by this person now.
    """
    record = locked_record(viewer, Permission.SIGN_OFF, enrollment)
    shown = record_shown(record)
    refuse_if(rule.reasons_not_to_approve(_facts(viewer, shown, digest)))
    with refused_by(_TWICE):
        signed = _sign(viewer, shown, SignOff.Decision.APPROVED, [], str(STATEMENT))
    record.state = Enrollment.State.SIGNED_OFF
    record.save(update_fields=["state"])
    record_act(
        viewer,
        record.participation,
        ActKind.SIGNED_OFF,
        today_at(record.participation.agency),
        str(record.training_class),
    )
    _certify(viewer, record, signed)
    set_step(record.participation, Participation.Step.NOTHING_OPEN)
    detect(viewer, [record.participation_id])
    transaction.on_commit(lambda: tell_agency_of_decision(signed.pk), robust=True)
    return signed


def return_record(
    viewer: Viewer, enrollment: Enrollment, *, reasons: Sequence[str], digest: str
) -> SignOff:
    """Return a record with coded reasons; it may be mended and sent again."""
    record = locked_record(viewer, Permission.SIGN_OFF, enrollment)
    shown = record_shown(record)
    refusals = rule.reasons_not_to_return(_facts(viewer, shown, digest))
    if not reasons:
        refusals.append(Reason(_("Choose at least one reason."), "reasons"))
    if unknown := set(reasons) - set(ReturnReason.values):
        refusals.append(Reason(_("Unknown reason: %s.") % ", ".join(sorted(unknown)), "reasons"))
    refuse_if(refusals)
    words = "; ".join(str(ReturnReason(reason).label) for reason in reasons)
    signed = _sign(viewer, shown, SignOff.Decision.RETURNED, list(reasons), f"Returned: {words}.")
    record.state = Enrollment.State.RETURNED
    record.save(update_fields=["state"])
    today = today_at(record.participation.agency)
    record_act(viewer, record.participation, ActKind.RETURNED, today, words)
    set_step(record.participation, Participation.Step.RETURNED)
    transaction.on_commit(lambda: tell_agency_of_decision(signed.pk), robust=True)
    return signed


def reasons_not_to_approve(viewer: Viewer, shown: RecordShown) -> list[Reason]:
    """What `approve` would say now: the page shows it before anybody presses."""
    return rule.reasons_not_to_approve(_facts(viewer, shown, shown.digest))


def _facts(viewer: Viewer, shown: RecordShown, digest: str) -> rule.SignOffFacts:
    record = shown.enrollment
    participation = record.participation
    today = today_at(participation.agency)
    decided = (
        record.sign_offs.filter(decision=SignOff.Decision.APPROVED)
        .select_related("signed_by")
        .first()
    )
    return rule.SignOffFacts(
        is_waiting=record.state == Enrollment.State.SUBMITTED,
        decided_by=str(decided.signed_by) if decided else "",
        decided_at=decided.signed_at if decided else None,
        missing=shown.missing,
        stand_aside=reasons_to_stand_aside(viewer, participation, Duty.SIGN_OFF),
        entered_by_signer=viewer.user_id in entered_by_ids([record.pk]),
        agreement_in_force=agreement_state_on(participation.agreement, today)
        is AgreementState.IN_FORCE,
        digest_shown=digest,
        digest_now=shown.digest,
        has_ended=Kind.PARTICIPATION not in covered_on(participation, today),
        is_supervisor=supervisor_on(participation, today, viewer.signer_id) is not None,
    )


def _sign(
    viewer: Viewer,
    shown: RecordShown,
    decision: SignOff.Decision,
    reasons: list[str],
    statement: str,
) -> SignOff:
    record = shown.enrollment
    supervisor = supervisor_on(
        record.participation, today_at(record.participation.agency), viewer.user_id
    )
    return SignOff.objects.create(
        agency_id=record.agency_id,
        participation_id=record.participation_id,
        enrollment=record,
        decision=decision,
        reasons=reasons,
        statement=statement,
        digest=shown.digest,
        signed_by_id=viewer.signer_id,
        position_title=supervisor.position_title if supervisor else "",
    )


def _certify(viewer: Viewer, record: Enrollment, signed: SignOff) -> None:
    """The written certification and the coverage that rests on it."""
    participation = record.participation
    course = record.training_class.course_version.course
    if course.fulfills == Kind.REFRESHER:
        record_act(viewer, participation, ActKind.REFRESHED, record.ends_on, course.title)
        _cover_refresher(viewer, participation, record, signed)
        return
    today = today_at(participation.agency)
    certification = Certification.objects.create(
        agency_id=record.agency_id,
        participation=participation,
        certificate_number=certification_rule.number("C", today, record.uuid),
        certified_on=today,
        completed_on=record.ends_on,
        course_version_id=record.training_class.course_version_id,
        enrollment=record,
        sign_off=signed,
        recorded_by_id=viewer.user_id,
    )
    record_act(
        viewer,
        participation,
        ActKind.CERTIFIED,
        today,
        certification.certificate_number,
    )
    evidence = (EvidenceKind.CERTIFICATION, certification.pk)
    cover(
        viewer,
        participation,
        Kind.INITIAL_COURSE,
        initial_course.coverage(record.ends_on),
        *evidence,
    )
    cover(
        viewer,
        participation,
        Kind.CERTIFICATION,
        certification_rule.coverage(today),
        *evidence,
    )
    _cover_refresher(viewer, participation, record, signed)


def _cover_refresher(
    viewer: Viewer, participation: Participation, record: Enrollment, signed: SignOff
) -> None:
    """A completed course starts the refresher's clock, where the form has one."""
    cover_for_a_time(
        viewer,
        participation,
        Kind.REFRESHER,
        record.ends_on,
        EvidenceKind.SIGN_OFF,
        signed.pk,
        judged_on=today_at(participation.agency),
    )
