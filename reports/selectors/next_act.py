"""The one thing to do next about an officer, and for whom the officer waits."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from reports.selectors.unsent import lacking_in_words, unsent_record
from training.kinds import Kind
from training.models import Enrollment, Flag, Participation
from training.selectors.attestation import ATTESTED
from training.selectors.requirements import RequirementOn
from training.selectors.sign_off import RecordShown
from training.states import RequirementState, Status


@dataclass(frozen=True)
class NextAct:
    """The one thing to do next that the viewer's role may do."""

    label: str
    url: str


def next_act_of(
    viewer: Viewer,
    participation: Participation,
    status: str,
    requirements: list[RequirementOn],
) -> tuple[NextAct | None, str]:
    """What this viewer does next, and else for whom the officer waits."""
    pk = participation.uuid
    if participation.step == Participation.Step.WAITING:
        record = _record(participation, Enrollment.State.SUBMITTED)
        return _offer(
            viewer, Permission.SIGN_OFF, gettext("Review the record"), record, gettext("sign-off")
        )
    if participation.step == Participation.Step.RETURNED:
        record = _record(participation, Enrollment.State.RETURNED)
        return _offer(
            viewer,
            Permission.SUBMIT_RECORDS,
            gettext("Mend the record and send it again"),
            record,
            gettext("the returned record to be mended"),
        )
    if (unsent := unsent_record(participation, viewer.today)) is not None:
        return _sending(viewer, unsent)
    if status == Status.NOMINATED:
        url = reverse("vetting-add", args=[pk])
        return _offer(
            viewer, Permission.VET, gettext("Record vetting"), url, gettext("the result of vetting")
        )
    if status == Status.VETTED:
        return _offer(
            viewer,
            Permission.ENROLL,
            gettext("Find a class"),
            reverse("classes"),
            gettext("a place in a class"),
        )
    if status == Status.CERTIFIED:
        url = reverse("authorization-add", args=[pk])
        return _offer(
            viewer,
            Permission.AUTHORIZE,
            gettext("Authorize"),
            url,
            gettext("the field office director's authorization"),
        )
    if status == Status.SUSPENDED and _is_covered(requirements, Kind.AUTHORIZATION):
        return _offer(
            viewer,
            Permission.AUTHORIZE,
            gettext("Restore authority"),
            reverse("reinstatement-add", args=[pk]),
            gettext("the field office director to restore authority"),
        )
    if status in (Status.ENROLLED, Status.IN_TRAINING):
        return None, gettext("Waits for the class to end and the record to be sent")
    return _mending(viewer, participation, requirements)


def _sending(viewer: Viewer, unsent: RecordShown) -> tuple[NextAct | None, str]:
    """What is complete its agency sends; what is missing the academy enters."""
    url = reverse("record", args=[unsent.enrollment.uuid])
    if not unsent.missing:
        return _offer(
            viewer,
            Permission.SUBMIT_RECORDS,
            gettext("Send the record to sign-off"),
            url,
            gettext("the complete record to be sent to sign-off"),
        )
    return _offer(
        viewer,
        Permission.RECORD_RESULTS,
        gettext("Finish the record"),
        url,
        gettext("the academy: %s") % lacking_in_words(unsent),
    )


def _mending(
    viewer: Viewer, participation: Participation, requirements: list[RequirementOn]
) -> tuple[NextAct | None, str]:
    """The act that mends the first requirement in need for which the viewer has the permission."""
    in_need = [r for r in requirements if r.needs_somebody and r.is_binding]
    for kind in (r.kind for r in in_need):
        if kind is Kind.CREDENTIAL_RETURN and viewer.may(Permission.SEND_NOTICES):
            return _return_of_credentials(participation)
        if (act := _act_for(viewer, participation, kind)) is not None:
            return act, ""
    return None, in_need[0].mend if in_need else ""


def _act_for(viewer: Viewer, participation: Participation, kind: Kind) -> NextAct | None:
    permission, label, name = {
        **dict.fromkeys(ATTESTED, (Permission.NOMINATE, gettext("Attest it"), "attestation-add")),
        Kind.BACKGROUND_CHECK: (
            Permission.VET,
            gettext("Record a background check"),
            "recheck-add",
        ),
        Kind.SUPERVISOR: (
            Permission.INVITE,
            gettext("Assign a supervisor"),
            "supervisor-assignment-add",
        ),
        Kind.REFRESHER: (Permission.ENROLL, gettext("Find a refresher class"), "classes"),
        Kind.EVALUATION: (Permission.SIGN_OFF, gettext("Record an evaluation"), "evaluation-add"),
        Kind.AUTHORIZATION: (
            Permission.AUTHORIZE,
            gettext("Authorize again"),
            "authorization-add",
        ),
    }.get(kind, (None, "", ""))
    if permission is None or not viewer.may(permission):
        return None
    if kind is Kind.REFRESHER:
        return NextAct(label, reverse(name))
    if kind is Kind.SUPERVISOR:
        agreement = participation.agreement.uuid
        url = f"{reverse(name)}?agreement={agreement}"
        # An agency administrator invites too, but supervisors are ICE's to name.
        return NextAct(label, url) if viewer.is_national else None
    query = f"?kind={kind.value}" if kind in ATTESTED else ""
    return NextAct(label, reverse(name, args=[participation.uuid]) + query)


def settling(flag: Flag) -> NextAct:
    """What an open flag asks of whoever may settle it."""
    return NextAct(gettext("Compare the records"), reverse("conflict-dispose", args=[flag.uuid]))


def _return_of_credentials(participation: Participation) -> tuple[NextAct | None, str]:
    task = participation.credentialreturns.filter(returned_on=None).first()
    if task is None:
        return None, gettext("Waits for the credentials to come back")
    return NextAct(gettext("Record the return"), reverse("credential-return", args=[task.uuid])), ""


def _is_covered(requirements: list[RequirementOn], kind: Kind) -> bool:
    # An agreement's suspension closes authorizations: there is nothing to restore then.
    unmet = (RequirementState.OVERDUE, RequirementState.MISSING)
    return all(r.state not in unmet for r in requirements if r.kind is kind)


def _offer(
    viewer: Viewer, permission: Permission, label: str, url: str, waits_for: str
) -> tuple[NextAct | None, str]:
    if viewer.may(permission) and url:
        return NextAct(label, url), ""
    return None, gettext("Waits for %s") % waits_for


def _record(participation: Participation, state: str) -> str:
    record = participation.enrollments.filter(state=state).order_by("-starts_on").first()
    return reverse("record", args=[record.uuid]) if record else ""
