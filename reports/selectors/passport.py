"""The passport of one officer: everything that one participation comes to on a day."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Appointment, Officer
from agencies.models.rows import FOREVER
from reports.selectors.compliance import StandingSource
from reports.selectors.falling_due import next_month
from reports.selectors.history import Change, acts_known_by, acts_on, change_of, detail_of
from reports.selectors.next_act import NextAct, next_act_of, settling
from training.kinds import Kind
from training.models import Flag, Participation, ParticipationAct, Standing
from training.models.act import ActKind
from training.querysets import compliance_of
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


@dataclass(frozen=True)
class Link:
    """One step of the chain: when it was reached and by whom. `state`: done, current or ahead."""

    name: Any
    on: date | None
    who: str
    detail: str
    state: str


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
        return [r for r in self.requirements if r.needs_somebody]

    @property
    def lowering(self) -> int:
        """How many of them are binding: these need attention."""
        return sum(r.is_binding for r in self.needing)

    @property
    def advised(self) -> int:
        """How many of them are advice, and lower nothing."""
        return len(self.needing) - self.lowering

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
        key=lambda r: 2 if not r.needs_somebody else int(not r.is_binding),
    )
    start = _a_year_around(day)
    end = start
    for _ in range(12):
        end = next_month(end)
    status = standing.status if standing else ""
    flags = open_flags_of(viewer, participation, known)
    next_act, waits_for = (
        next_act_of(viewer, participation, status, requirements) if known is None else (None, "")
    )
    contradicting = [flag for flag in flags if flag.affected_from is not None]
    if contradicting and known is None and viewer.may(Permission.DISPOSE_FLAGS):
        next_act, waits_for = settling(contradicting[0]), ""
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
    if compliance is Compliance.DUE_SOON:
        # What falls due may be the end of a waiver.
        waived = (r for r in binding if r.state is RequirementState.WAIVED)
        same += [r for r in waived if r.needs_somebody]
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
                detail_of(found) if found else "",
                state,
            )
        )
    return links
