"""The requirements of one participation on a day, each with the reason why it stands as it does.

Standing says what they add up to; this says why, for the officer's page, CSV and JSON alike. The
rules decide and speak; here the facts are gathered in a fixed number of queries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Q

from training.kinds import DUTIES, EvidenceKind, Kind
from training.models import Flag, Participation, Requirement
from training.rules import requirement_words as words
from training.rules.requirement_state import RequirementFacts, StateOnDay, state_on
from training.selectors.coverage import CoverageRow, assignment_on, coverage_of, coverage_periods
from training.selectors.evidence import EvidenceKey, EvidenceShown, evidence_of
from training.states import RequirementState

# The officer's page takes both from here: the reasons, and the chart of the same coverage.
__all__ = ["CoverageRow", "RequirementOn", "coverage_periods", "requirements_on"]

# Which requirement an open flag is about.
_CONFLICT_OF: dict[str, Kind] = {
    Flag.Code.AUTHORIZED_BEFORE_CERTIFIED: Kind.AUTHORIZATION,
    Flag.Code.AUTHORIZED_BEFORE_AGREEMENT: Kind.AUTHORIZATION,
    Flag.Code.AUTHORIZED_TOO_LONG: Kind.AUTHORIZATION,
    Flag.Code.FAILED_BUT_PASSED: Kind.INITIAL_COURSE,
    Flag.Code.FINISHED_BEFORE_START: Kind.INITIAL_COURSE,
}

# What needs somebody comes first, then what will, then what is met.
_ORDER = (
    RequirementState.CONFLICT,
    RequirementState.MISSING,
    RequirementState.OVERDUE,
    RequirementState.DUE_SOON,
    RequirementState.IN_PROGRESS,
    RequirementState.WAIVED,
    RequirementState.MET,
    RequirementState.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class RequirementOn:
    """One requirement on one day. `due_on` is the first day no longer covered, FOREVER for none.

    `mend` is the act that would mend it, empty where nothing needs mending; `evidence` is None
    where nothing was ever met. `assumed_parameters` names what no document says.
    """

    kind: Kind
    heading: str
    state: RequirementState
    reason: str
    mend: str
    clause: str
    section: str
    source: str
    mark: str
    is_binding: bool
    soon_days: int
    valid_from: date | None
    due_on: date | None
    evidence: EvidenceShown | None
    assumed_parameters: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The requirement's name without its interval."""
        return str(self.kind.label)

    @property
    def is_assumed(self) -> bool:
        """Whether this product assumed the requirement; pages say so beside it."""
        return self.mark == Requirement.Mark.ASSUMED


def requirements_on(
    participation: Participation, day: date, known: datetime | None = None
) -> list[RequirementOn]:
    """Every requirement of the rule set that judges the participation on `day`, worst first.

    As known now, or at a moment: late papers are left out, and what was corrected since stands.

    Empty where no rule set does: that is "no rule set", never "compliant". Queries: four, and one
    for each kind of evidence that is shown (nine at most).
    """
    assignment = assignment_on(participation, day, known)
    if assignment is None:
        return []
    # What the form asks of the agency is judged on the agreement: selectors/duties.py.
    asked = assignment.rule_set.requirements.all()
    requirements = [requirement for requirement in asked if requirement.kind not in DUTIES]
    coverage = coverage_of(participation, known)
    conflicts = _conflicts_on(participation, day, known)
    authorized = any(row.valid_from <= day for row in coverage.get(Kind.AUTHORIZATION, ()))
    in_span = any(
        row.valid_from <= day < row.valid_to for row in coverage.get(Kind.PARTICIPATION, ())
    )
    states = {
        requirement.pk: state_on(
            RequirementFacts(
                kind=Kind(requirement.kind).name.lower(),
                soon_days=requirement.soon_days,
                coverage=coverage.get(Kind(requirement.kind), []),
                in_span=in_span,
                was_authorized=authorized,
                has_conflict=requirement.kind in conflicts,
            ),
            day,
        )
        for requirement in requirements
    }
    evidence = evidence_of(_evidence_keys(states.values()))
    form = assignment.rule_set.form_revision.title
    shown = [_shown(r, states[r.pk], evidence, form) for r in requirements]
    return sorted(shown, key=lambda r: (_ORDER.index(r.state), not r.is_binding, r.kind))


def _conflicts_on(participation: Participation, day: date, known: datetime | None) -> set[int]:
    flags = Flag.objects.filter(participation=participation, affected_from__lte=day)
    if known is None:
        flags = flags.filter(disposed_at=None)
    else:
        flags = flags.filter(Q(disposed_at=None) | Q(disposed_at__gt=known), recorded_at__lte=known)
    codes = flags.values_list("code", flat=True)
    return {_CONFLICT_OF[code] for code in codes}


def _evidence_keys(states: Iterable[StateOnDay]) -> set[EvidenceKey]:
    return {key for state in states if (key := _evidence_key(state)) is not None}


def _evidence_key(state: StateOnDay) -> EvidenceKey | None:
    return cast(EvidenceKey, state.row.evidence) if state.row else None


def _clock(proof: EvidenceShown | None) -> words.Clock:
    """From what the clock of a recurring requirement runs."""
    if proof is None:
        return words.Clock.NONE
    if proof.kind is EvidenceKind.AUTHORIZATION:
        return words.Clock.AUTHORIZATION
    return words.Clock.REPEAT if proof.is_repeat else words.Clock.INITIAL_COURSE


def _shown(
    requirement: Requirement,
    on_day: StateOnDay,
    evidence: Mapping[EvidenceKey, EvidenceShown],
    form: str,
) -> RequirementOn:
    kind = Kind(requirement.kind)
    key = _evidence_key(on_day)
    proof = evidence.get(key) if key else None
    explained = words.Explained(
        kind=kind.name.lower(),
        parameters=requirement.parameters,
        on_day=on_day,
        form=form,
        section=requirement.section,
        clock=_clock(proof),
    )
    return RequirementOn(
        kind=kind,
        heading=words.heading(explained.kind, str(kind.label), requirement.parameters),
        state=RequirementState(on_day.state.value),
        reason=words.reason(explained),
        mend=words.mend(explained),
        clause=requirement.clause,
        section=requirement.section,
        source=requirement.source,
        mark=requirement.mark,
        is_binding=requirement.is_binding,
        soon_days=requirement.soon_days,
        valid_from=on_day.valid_from,
        due_on=on_day.due_on,
        evidence=proof,
        assumed_parameters=tuple(requirement.parameters.get("assumed", ())),
    )
