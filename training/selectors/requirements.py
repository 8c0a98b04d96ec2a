"""The requirements of participations on a day, each with the reason why it stands as it does.

Standing says what they add up to; this says why, for the officer's page, CSV and JSON alike. The
rules decide and speak; here the facts are gathered in a fixed number of queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from training.kinds import DUTIES, EvidenceKind, Kind
from training.models import Flag, Participation, Requirement, RuleAssignment
from training.rules import requirement_words as words
from training.rules.mending import ClassAhead, First, MendingFacts, Way, way_to_mend
from training.rules.requirement_state import (
    CoverageFact,
    RequirementFacts,
    State,
    StateOnDay,
    state_on,
)
from training.selectors.coverage import (
    CoverageRow,
    assignments_on,
    coverage_periods,
    coverages_of,
)
from training.selectors.evidence import EvidenceKey, EvidenceShown, evidence_of
from training.selectors.known import open_flags
from training.selectors.mending import BY_CLASS, classes_ahead
from training.states import RequirementState

# The officer's page takes both from here: the reasons, and the chart of the same coverage.
__all__ = ["CoverageRow", "RequirementOn", "coverage_periods", "requirements_of", "requirements_on"]

# Which requirement an open flag is about.
_CONFLICT_OF: dict[str, Kind] = {
    Flag.Code.AUTHORIZED_NEVER_CERTIFIED: Kind.CERTIFICATION,
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

_NEEDS_SOMEBODY = frozenset(_ORDER[:4])
# Nothing but a waiver covers the day.
_UNMET = frozenset({State.MISSING, State.OVERDUE, State.IN_PROGRESS, State.WAIVED})


_NOT_MET = (RequirementState.WAIVED, RequirementState.MISSING, RequirementState.IN_PROGRESS)


@dataclass(frozen=True)
class RequirementOn:
    """One requirement on one day. `due_on` is the first day no longer covered, FOREVER for none.

    `mend` is the act that would mend it, empty where nothing needs mending, and `mend_on` the
    earliest day on which it could, after what has to come first; None where no class is set up
    for that. `evidence` is None where nothing was ever met. `assumed_parameters` names what no
    document says.
    """

    kind: Kind
    heading: str
    state: RequirementState
    reason: str
    mend: str
    mend_on: date | None
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
    def needs_somebody(self) -> bool:
        """Whether somebody has to do something: a waiver that runs out soon is told too."""
        runs_out = self.state is RequirementState.WAIVED and bool(self.mend)
        return self.state in _NEEDS_SOMEBODY or runs_out

    @property
    def ends_with_waiver(self) -> bool:
        """Whether `due_on` is the end of a waiver: nothing has met the requirement yet."""
        return self.due_on is not None and self.state in _NOT_MET

    @property
    def is_assumed(self) -> bool:
        """Whether this product assumed the requirement; pages say so beside it."""
        return self.mark == Requirement.Mark.ASSUMED


def requirements_on(
    participation: Participation, day: date, known: datetime | None = None
) -> list[RequirementOn]:
    """Every requirement of the rule set that judges the participation on `day`, worst first.

    As known now, or at a moment: late papers are left out, and what was corrected since stands.

    Empty where no rule set does: that is "no rule set", never "compliant". Queries: as
    `requirements_of`.
    """
    return requirements_of([participation.pk], day, known)[participation.pk]


def requirements_of(
    participation_ids: Sequence[int], day: date, known: datetime | None = None
) -> dict[int, list[RequirementOn]]:
    """The same for many, by participation. Queries: four, two for classes where one would mend
    something, and one for each kind of evidence that is shown (eleven at most).

    Memory grows with the number of ids: ask for some thousand at a time.
    """
    assignments = assignments_on(participation_ids, day, known)
    coverage = coverages_of(participation_ids, known)
    conflicts = _conflicts_on(participation_ids, day, known)
    states = {
        pk: _states_on(assignment, coverage.get(pk, {}), conflicts.get(pk, set()), day)
        for pk, assignment in assignments.items()
    }
    evidence = evidence_of(_evidence_keys(s for of in states.values() for _, s in of), known)
    # Seats and class days carry no moment of recording, so that what was known cannot tell them.
    waiting = _waiting_for_class(assignments, states) if known is None else {}
    classes = classes_ahead(waiting, day)
    found: dict[int, list[RequirementOn]] = {pk: [] for pk in participation_ids}
    for pk, judged in states.items():
        form = assignments[pk].rule_set.form_revision.title
        mending = _mending_facts(judged, classes.get(pk, {}), day)
        shown = [
            _shown(requirement, state, evidence, form, mending) for requirement, state in judged
        ]
        found[pk] = sorted(shown, key=lambda r: (_ORDER.index(r.state), not r.is_binding, r.kind))
    return found


def _mending_facts(
    judged: Iterable[tuple[Requirement, StateOnDay]],
    classes: Mapping[str, ClassAhead],
    day: date,
) -> MendingFacts:
    unmet = {Kind(r.kind).name.lower() for r, on_day in judged if on_day.state in _UNMET}
    return MendingFacts(day, unmet, classes)


def _waiting_for_class(
    assignments: Mapping[int, RuleAssignment],
    states: Mapping[int, list[tuple[Requirement, StateOnDay]]],
) -> dict[int, str]:
    return {
        pk: assignments[pk].rule_set.model
        for pk, judged in states.items()
        if any(r.kind in BY_CLASS and (s.state in _UNMET or s.ends_soon) for r, s in judged)
    }


def _states_on(
    assignment: RuleAssignment,
    coverage: Mapping[Kind, list[CoverageFact]],
    conflicts: set[Kind],
    day: date,
) -> list[tuple[Requirement, StateOnDay]]:
    authorized = any(row.valid_from <= day for row in coverage.get(Kind.AUTHORIZATION, ()))
    in_span = any(
        row.valid_from <= day < row.valid_to for row in coverage.get(Kind.PARTICIPATION, ())
    )
    return [
        (
            requirement,
            state_on(
                RequirementFacts(
                    kind=Kind(requirement.kind).name.lower(),
                    soon_days=requirement.soon_days,
                    coverage=coverage.get(Kind(requirement.kind), []),
                    in_span=in_span,
                    was_authorized=authorized,
                    has_conflict=requirement.kind in conflicts,
                ),
                day,
            ),
        )
        # What the form asks of the agency is judged on the agreement: selectors/duties.py.
        for requirement in assignment.rule_set.requirements.all()
        if requirement.kind not in DUTIES
    ]


def _conflicts_on(
    participation_ids: Sequence[int], day: date, known: datetime | None
) -> dict[int, set[Kind]]:
    flags = open_flags(known).filter(participation__in=participation_ids, affected_from__lte=day)
    found: dict[int, set[Kind]] = {}
    for pk, code in flags.values_list("participation_id", "code"):
        if kind := _CONFLICT_OF.get(code):
            found.setdefault(pk, set()).add(kind)
    return found


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
    mending: MendingFacts,
) -> RequirementOn:
    kind = Kind(requirement.kind)
    key = _evidence_key(on_day)
    proof = evidence.get(key) if key else None
    name = kind.name.lower()
    # A contradiction is settled by a person, on any day.
    is_conflict = on_day.state is State.CONFLICT
    way = Way(First.NOTHING, mending.day) if is_conflict else way_to_mend(name, mending)
    explained = words.Explained(
        kind=name,
        parameters=requirement.parameters,
        on_day=on_day,
        form=form,
        section=requirement.section,
        clock=_clock(proof),
        first=way.first,
    )
    mend = words.mend(explained)
    return RequirementOn(
        kind=kind,
        heading=words.heading(explained.kind, str(kind.label), requirement.parameters),
        state=RequirementState(on_day.state.value),
        reason=words.reason(explained),
        mend=mend,
        mend_on=way.on if mend else None,
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
