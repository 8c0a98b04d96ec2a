"""What an agreement's form asks of the agency itself, as it stands on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from agencies.models import Agreement, AgreementAct
from agencies.rules.agreement_state import state_on
from agencies.states import ActKind, AgreementState
from training.kinds import DUTIES, Kind
from training.models import Coverage, DutyDone, Requirement, RuleSet
from training.rules import duty as rule
from training.rules import requirement_words as words
from training.rules.requirement_state import State, StateOnDay
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

    As known now, or at a moment. Empty where no rule set speaks of any. Five queries.
    """
    return duties_of_each([agreement], day, known)[agreement.pk]


def duties_of_each(
    agreements: Sequence[Agreement], day: date, known: datetime | None = None
) -> dict[int, list[DutyOn]]:
    """The same for several agreements, by their numbers. Five queries, however many they are."""
    rule_sets = _rule_sets(agreements, day, known)
    requirements = _requirements(rule_sets.values())
    if not requirements:
        return {agreement.pk: [] for agreement in agreements}
    ids = [pk for pk, rule_set in rule_sets.items() if rule_set.pk in requirements]
    done, acts = _done(ids, known), _acts(ids, known)
    operational_on = _operational_on(ids, known)
    found: dict[int, list[DutyOn]] = {}
    for agreement in agreements:
        pk, rule_set = agreement.pk, rule_sets.get(agreement.pk)
        shown = found[pk] = []
        for requirement in requirements.get(rule_set.pk, []) if rule_set else []:
            facts = rule.DutyFacts(
                kind=Kind(requirement.kind).name.lower(),
                parameters=requirement.parameters,
                soon_days=requirement.soon_days,
                in_force=state_on(acts.get(pk, []), agreement.expires_on, day)
                is AgreementState.IN_FORCE,
                signed_on=agreement.signed_on,
                expires_on=agreement.expires_on,
                operational_on=operational_on.get(pk),
                done=[(row.done_on, row) for row in done.get((pk, requirement.kind), [])],
            )
            title = requirement.rule_set.form_revision.title
            shown.append(_shown(requirement, rule.duty_on(facts, day), title))
    return found


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


def _rule_sets(
    agreements: Sequence[Agreement], day: date, known: datetime | None
) -> dict[int, RuleSet]:
    """The rules of each agreement's form on `day`. Those that ship with the product, which nobody
    published here, were known at every moment."""
    forms = {a.form_revision_id for a in agreements if a.form_revision_id is not None}
    rules = RuleSet.objects.published_on(day).filter(form_revision__in=forms)
    if known is not None:
        rules = rules.filter(Q(published_by=None) | Q(published_at__lte=known))
    newest: dict[tuple[int, str], RuleSet] = {}
    for row in rules:
        newest.setdefault((row.form_revision_id, row.model), row)
    found = {a.pk: newest.get((a.form_revision_id or 0, a.model)) for a in agreements}
    return {pk: rule_set for pk, rule_set in found.items() if rule_set is not None}


def _requirements(rule_sets: Iterable[RuleSet]) -> dict[int, list[Requirement]]:
    """What the rule sets ask of agencies, by rule set and in the form's order."""
    found: dict[int, list[Requirement]] = {}
    rows = Requirement.objects.filter(rule_set__in=list(rule_sets), kind__in=DUTIES)
    for row in rows.select_related("rule_set__form_revision").order_by("kind"):
        found.setdefault(row.rule_set_id, []).append(row)
    return found


def _done(ids: Sequence[int], known: datetime | None) -> dict[tuple[int, int], list[DutyDone]]:
    found: dict[tuple[int, int], list[DutyDone]] = {}
    rows = known_at(DutyDone.objects.filter(agreement__in=ids), known)
    for row in rows.select_related("recorded_by").order_by("done_on", "pk"):
        found.setdefault((row.agreement_id, row.kind), []).append(row)
    return found


def _acts(ids: Sequence[int], known: datetime | None) -> dict[int, list[tuple[date, ActKind]]]:
    acts = AgreementAct.objects.filter(agreement__in=ids).order_by("effective_on", "id")
    if known is not None:
        acts = acts.filter(recorded_at__lte=known)
    found: dict[int, list[tuple[date, ActKind]]] = {}
    for pk, on, kind in acts.values_list("agreement_id", "effective_on", "kind"):
        found.setdefault(pk, []).append((on, ActKind(kind)))
    return found


def _operational_on(ids: Sequence[int], known: datetime | None) -> dict[int, date]:
    """The first day on which an officer was authorized under each agreement."""
    rows = Coverage.objects.filter(participation__agreement__in=ids, kind=Kind.AUTHORIZATION)
    firsts = known_at(rows, known).order_by().values_list("participation__agreement_id")
    return dict(firsts.annotate(first=Min("valid_from")))
