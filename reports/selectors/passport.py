"""The passport of one officer: everything that one participation comes to on a day."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Appointment, Officer
from agencies.models.rows import FOREVER
from reports.selectors.compliance import StandingSource
from reports.selectors.falling_due import next_month
from reports.selectors.history import Change, acts_known_by, acts_on, change_of
from training.kinds import Kind
from training.models import Enrollment, Flag, Participation, ParticipationAct, Standing
from training.models.act import ActKind
from training.querysets import compliance_of
from training.selectors.attestation import ATTESTED
from training.selectors.conflicts import open_flags_of
from training.selectors.coverage import CoverageRow, coverage_periods
from training.selectors.requirements import RequirementOn, requirements_on
from training.states import Compliance, RequirementState, Status

CHAIN = (
    (ActKind.NOMINATED, ActKind.NOMINATED.label),
    (ActKind.VETTED, ActKind.VETTED.label),
    (ActKind.ENROLLED, ActKind.ENROLLED.label),
    (ActKind.IN_TRAINING, Status.IN_TRAINING.label),
    (ActKind.CERTIFIED, ActKind.CERTIFIED.label),
    (ActKind.AUTHORIZED, ActKind.AUTHORIZED.label),
)
NEEDS_SOMEBODY = {
    RequirementState.CONFLICT,
    RequirementState.MISSING,
    RequirementState.OVERDUE,
    RequirementState.DUE_SOON,
}


@dataclass(frozen=True)
class Link:
    """One step of the chain: when it was reached and by whom. `state`: done, current or ahead."""

    name: Any
    on: date | None
    who: str
    detail: str
    state: str


@dataclass(frozen=True)
class NextAct:
    """The one thing to do next that the viewer's role may do."""

    label: str
    url: str


@dataclass(frozen=True)
class Passport:
    """What the page shows of one participation on a day."""

    participation: Participation
    status: str
    status_since: date | None
    compliance: Compliance
    compliant_until: date | None
    may_act: bool
    worst: RequirementOn | None
    chain: list[Link]
    requirements: list[RequirementOn]
    coverage: list[CoverageRow]
    coverage_from: date
    history: list[Change]
    next_act: NextAct | None
    waits_for: str
    flags: list[Flag] = field(default_factory=list)

    @property
    def authorized_until(self) -> date | None:
        """The first day that the authorization no longer covers; None for one without an end."""
        ends = [r.due_on for r in self.requirements if r.kind is Kind.AUTHORIZATION and r.due_on]
        return ends[0] if ends and ends[0] < FOREVER else None

    @property
    def needing(self) -> list[RequirementOn]:
        """Requirements that need somebody, the worst first."""
        return [r for r in self.requirements if r.state in NEEDS_SOMEBODY]

    @property
    def waived(self) -> int:
        """How many requirements are waived: not met, and not asked for a while."""
        return sum(r.state is RequirementState.WAIVED for r in self.requirements)

    @property
    def others(self) -> int:
        """How many requirements need nobody."""
        return len(self.requirements) - len(self.needing)


def participations_of(
    viewer: Viewer, officer: Officer, known: datetime | None = None
) -> list[Participation]:
    """The officer's participations that the viewer may see, the latest first. One query.

    As known now, or at a moment: then those with an act on record by it.
    """
    rows = Participation.objects.visible_to(viewer).filter(officer=officer)
    if known is not None:
        rows = rows.filter(Exists(acts_known_by(known)))
    return list(
        rows.select_related(
            "agency", "agreement__form_revision", "appointment", "officer"
        ).order_by("-appointment__valid_to", "-agreement__signed_on", "-id")
    )


def appointments_of(viewer: Viewer, officer: Officer) -> list[Appointment]:
    """The officer's service that the viewer may see, the latest first. One query."""
    return list(
        Appointment.objects.visible_to(viewer)
        .filter(officer=officer)
        .select_related("agency")
        .order_by("-valid_from")
    )


def passport(viewer: Viewer, participation: Participation, source: StandingSource) -> Passport:
    """One participation on a day, as known now or at a moment. A fixed number of queries.

    Nothing is offered to do on a page that shows what was known: acts are done now.
    """
    day, known = source.on, source.known
    standing = (
        Standing.objects.visible_to(viewer).filter(participation=participation).on(day).first()
    )
    acts = acts_on(participation, day, known)
    standing_acts = [act for act in acts if act.superseded_at is None]
    # Binding ones that need somebody, then advisory ones, then what is met.
    requirements = sorted(
        requirements_on(participation, day, known),
        key=lambda r: 2 if r.state not in NEEDS_SOMEBODY else int(not r.is_binding),
    )
    start = _a_year_around(day)
    end = start
    for _ in range(12):
        end = next_month(end)
    status = standing.status if standing else ""
    flags = open_flags_of(viewer, participation, known)
    next_act, waits_for = (
        _next(viewer, participation, status, requirements) if known is None else (None, "")
    )
    contradicting = [flag for flag in flags if flag.affected_from is not None]
    if contradicting and known is None and viewer.may(Permission.DISPOSE_FLAGS):
        next_act, waits_for = _settling(contradicting[0]), ""
    compliance = (
        compliance_of(standing.grade, standing.soon_from, day)
        if standing
        else Compliance.NOT_APPLICABLE
    )
    return Passport(
        participation=participation,
        status=status,
        status_since=_since(standing_acts, status),
        compliance=compliance,
        compliant_until=standing.compliant_until if standing else None,
        may_act=bool(standing and standing.may_act),
        worst=_worst(requirements, compliance),
        chain=_chain(standing_acts),
        requirements=requirements,
        coverage=[
            replace(row, label=str(row.kind.label))
            for row in coverage_periods(participation, start, end, day, known)
        ],
        coverage_from=start,
        history=[change_of(act) for act in reversed(acts)],
        next_act=next_act,
        waits_for=waits_for,
        flags=flags,
    )


def _a_year_around(day: date) -> date:
    month = day.replace(day=1)
    for _ in range(5):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def _since(acts: list[ParticipationAct], status: str) -> date | None:
    if status == Status.SUSPENDED:
        # An officer's suspension is a period and leaves the act's status as it was.
        kinds = (ActKind.SUSPENDED, ActKind.AGREEMENT_SUSPENDED)
        return next((act.effective_on for act in reversed(acts) if act.kind in kinds), None)
    return next((act.effective_on for act in reversed(acts) if act.status_after), None)


def _worst(requirements: list[RequirementOn], compliance: Compliance) -> RequirementOn | None:
    # The list is sorted worst first; advisory requirements lower nothing.
    binding = [r for r in requirements if r.is_binding]
    wanted = {
        Compliance.OVERDUE: RequirementState.OVERDUE,
        Compliance.MISSING: RequirementState.MISSING,
        Compliance.DUE_SOON: RequirementState.DUE_SOON,
        Compliance.CONFLICT: RequirementState.CONFLICT,
    }.get(compliance)
    same = [r for r in binding if r.state == wanted]
    if compliance is Compliance.DUE_SOON and not same:
        # What falls due is the end of a waiver.
        same = [r for r in binding if r.state is RequirementState.WAIVED]
    return min(same, key=lambda r: r.due_on or date.min, default=None)


def _chain(acts: list[ParticipationAct]) -> list[Link]:
    # What was reached on the current way: an officer who left a class begins that step again.
    reached: dict[str, ParticipationAct] = {}
    for act in acts:
        if act.kind == ActKind.LEFT_CLASS:
            reached.pop(ActKind.ENROLLED, None)
            reached.pop(ActKind.IN_TRAINING, None)
        elif act.kind == ActKind.AUTHORIZED or act.kind not in reached:
            reached[act.kind] = act
    last = max((n for n, (kind, _) in enumerate(CHAIN) if kind in reached), default=-1)
    links = []
    for n, (kind, name) in enumerate(CHAIN):
        found = reached.get(kind)
        state = "current" if n == last else "done" if n < last else "ahead"
        links.append(
            Link(
                name,
                found.effective_on if found else None,
                str(found.recorded_by) if found and found.recorded_by else "",
                found.detail if found else "",
                state,
            )
        )
    return links


def _next(
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


def _mending(
    viewer: Viewer, participation: Participation, requirements: list[RequirementOn]
) -> tuple[NextAct | None, str]:
    """The act that mends the first requirement in need for which the viewer has the permission."""
    in_need = [r for r in requirements if r.state in NEEDS_SOMEBODY and r.is_binding]
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


def _settling(flag: Flag) -> NextAct:
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
