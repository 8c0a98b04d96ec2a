"""What an agreement's form asks of the agency itself, as it stands on a day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from agencies.models import Agreement, AgreementAct
from agencies.rules.agreement_state import state_on
from agencies.selectors.as_recorded import as_recorded
from agencies.states import ActKind, AgreementState
from training.kinds import Kind
from training.models import Coverage, DutyDone, Requirement
from training.rules import duty as rule
from training.rules import requirement_words as words
from training.rules.requirement_state import State, StateOnDay
from training.selectors.duty_rules import DutyRules, duty_rules, judged
from training.selectors.known import known_at
from training.states import RequirementState

_CLOCKS = {
    rule.OPERATION: words.Clock.AUTHORIZATION,
    rule.SIGNATURE: words.Clock.SIGNATURE,
}


@dataclass(frozen=True)
class DutyOn:
    """One duty of one agreement on one day, in the words of a requirement.

    `done` is the record that decides, None where nothing was done yet. `due_on` is the first day
    on which it counts no more, FOREVER for none.
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
    valid_from: date | None
    due_on: date | None
    done: DutyDone | None

    @property
    def name(self) -> str:
        """The duty's name without its interval."""
        return str(self.kind.label)

    @property
    def is_assumed(self) -> bool:
        """Whether this product assumed the duty; pages say so beside it."""
        return self.mark == Requirement.Mark.ASSUMED

    @property
    def needs_somebody(self) -> bool:
        """Whether somebody has to do something."""
        return rule.needs_somebody(State(self.state.value))


def duties_on(agreement: Agreement, day: date, known: datetime | None = None) -> list[DutyOn]:
    """Every duty that the agreement's form puts on the agency, on `day`, in the form's order.

    As known now, or at a moment. Empty where no rule set speaks of any.
    """
    return duties_of_each([agreement], day, known)[agreement.pk]


def duties_of_each(
    agreements: Sequence[Agreement], day: date, known: datetime | None = None
) -> dict[int, list[DutyOn]]:
    """The same for several agreements, by their numbers. Five queries, however many they are, and
    one more where a form has several versions of its rules."""
    rules = duty_rules(agreements, day, known)
    if not rules:
        return {agreement.pk: [] for agreement in agreements}
    ids = list(rules)
    done, acts = _done(ids, known), _acts(ids, known)
    operational = _operational(ids, known)
    found: dict[int, list[DutyOn]] = {}
    for agreement in agreements:
        pk = agreement.pk
        shown = found[pk] = []
        for kind in rules[pk].kinds() if pk in rules else ():
            one = _judged_on(
                rules[pk],
                _Recorded(
                    signed=min((at for _, _, at in acts.get(pk, [])), default=None),
                    operational=operational[pk][1] if pk in operational else None,
                ),
                rule.DutyFacts(
                    kind=Kind(kind).name.lower(),
                    parameters={},
                    soon_days=0,
                    in_force=state_on(
                        [(on, kind) for on, kind, _ in acts.get(pk, [])], agreement.expires_on, day
                    )
                    is AgreementState.IN_FORCE,
                    signed_on=agreement.signed_on,
                    expires_on=agreement.expires_on,
                    operational_on=operational[pk][0] if pk in operational else None,
                    done=[(row.done_on, row) for row in done.get((pk, kind), [])],
                ),
                Kind(kind),
                day,
            )
            if one is not None:
                shown.append(one)
    return found


@dataclass(frozen=True)
class _Recorded:
    """When it was written down that an agreement was signed, and that its first officer was
    authorized; None where nothing says it."""

    signed: datetime | None
    operational: datetime | None


def _judged_on(
    rules: DutyRules, recorded: _Recorded, facts: rule.DutyFacts, kind: Kind, day: date
) -> DutyOn | None:
    """One duty by the rules of its clocks; None where none of them asks for it.

    What it is called, and whether it binds, says the version that judges the last clock to begin.
    """
    starts: dict[date, datetime | None] = {}
    if kind is Kind.REVIEW_MEETING and facts.operational_on and facts.operational_on <= day:
        starts[facts.operational_on] = recorded.operational
    for on, row in facts.done:
        if on <= day and isinstance(row, DutyDone):
            starts[on] = row.recorded_at
    base = rules.of_clock(kind, facts.signed_on, recorded.signed)
    clocks = {facts.signed_on: base}
    clocks |= {on: rules.of_clock(kind, on, at) or base for on, at in starts.items()}
    last = clocks[max(starts, default=facts.signed_on)]
    if not last:
        return None
    requirement = last[-1][1]
    facts = replace(
        facts,
        parameters=requirement.parameters,
        soon_days=requirement.soon_days,
        clocks={on: judged(clock) for on, clock in clocks.items() if clock},
    )
    title = requirement.rule_set.form_revision.title
    return _shown(requirement, rule.duty_on(facts, day), title)


def _shown(requirement: Requirement, on_day: StateOnDay, form: str) -> DutyOn:
    kind = Kind(requirement.kind)
    evidence = on_day.row.evidence if on_day.row else None
    done = evidence if isinstance(evidence, DutyDone) else None
    clock = words.Clock.REPEAT if done else _CLOCKS.get(cast(str, evidence), words.Clock.NONE)
    explained = words.Explained(
        kind=kind.name.lower(),
        parameters=requirement.parameters,
        on_day=on_day,
        form=form,
        section=requirement.section,
        clock=clock,
    )
    return DutyOn(
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
        valid_from=on_day.valid_from,
        due_on=on_day.due_on,
        done=done,
    )


def duties_in_short(duties: list[DutyOn]) -> str:
    """One line about all of them: what needs somebody, or that nothing does."""
    needing = [duty for duty in duties if duty.needs_somebody and duty.is_binding]
    if not needing:
        return _("Nothing to do")
    return "; ".join(f"{duty.name}: {duty.state.label.lower()}" for duty in needing)


def _done(ids: Sequence[int], known: datetime | None) -> dict[tuple[int, int], list[DutyDone]]:
    found: dict[tuple[int, int], list[DutyDone]] = {}
    records = known_at(DutyDone.objects.filter(agreement__in=ids), known)
    rows = list(records.select_related("recorded_by").order_by("done_on", "pk"))
    as_recorded((row.recorded_by for row in rows), known)
    for row in rows:
        found.setdefault((row.agreement_id, row.kind), []).append(row)
    return found


def _acts(
    ids: Sequence[int], known: datetime | None
) -> dict[int, list[tuple[date, ActKind, datetime]]]:
    """What was done to each agreement, in the order of effect, and when it was recorded."""
    acts = AgreementAct.objects.filter(agreement__in=ids).order_by("effective_on", "id")
    if known is not None:
        acts = acts.filter(recorded_at__lte=known)
    found: dict[int, list[tuple[date, ActKind, datetime]]] = {}
    for pk, on, kind, at in acts.values_list("agreement_id", "effective_on", "kind", "recorded_at"):
        found.setdefault(pk, []).append((on, ActKind(kind), at))
    return found


def _operational(ids: Sequence[int], known: datetime | None) -> dict[int, tuple[date, datetime]]:
    """The first day on which an officer was authorized under each agreement, and when the first
    authorization was written down: a row that corrects another one begins nothing anew."""
    rows = Coverage.objects.filter(participation__agreement__in=ids, kind=Kind.AUTHORIZATION)
    stands = Q(superseded_at=None)
    if known is not None:
        rows = rows.filter(recorded_at__lte=known)
        stands |= Q(superseded_at__gt=known)
    firsts = (
        rows.order_by()
        .values_list("participation__agreement_id")
        .annotate(first=Min("valid_from", filter=stands), recorded=Min("recorded_at"))
    )
    return {pk: (first, recorded) for pk, first, recorded in firsts if first is not None}
