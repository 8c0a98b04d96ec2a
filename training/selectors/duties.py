"""What an agreement's form asks of the agency itself, as it stands on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from agencies.models import Agreement
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
    rule_set = _rule_set(agreement, day, known)
    if rule_set is None:
        return []
    requirements = rule_set.requirements.filter(kind__in=DUTIES).order_by("kind")
    done = _done(agreement, known)
    in_force = _in_force(agreement, day, known)
    operational_on = _operational_on(agreement, known)
    form = rule_set.form_revision.title
    shown = []
    for requirement in requirements:
        rows = done.get(requirement.kind, [])
        facts = rule.DutyFacts(
            kind=Kind(requirement.kind).name.lower(),
            parameters=requirement.parameters,
            soon_days=requirement.soon_days,
            in_force=in_force,
            signed_on=agreement.signed_on,
            expires_on=agreement.expires_on,
            operational_on=operational_on,
            done=[(row.done_on, row) for row in rows],
        )
        shown.append(_shown(requirement, rule.duty_on(facts, day), form))
    return shown


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


def _rule_set(agreement: Agreement, day: date, known: datetime | None) -> RuleSet | None:
    """The rules of the agreement's form on `day`. Those that ship with the product, which nobody
    published here, were known at every moment."""
    if agreement.form_revision_id is None:
        return None
    rules = RuleSet.objects.published_on(day).select_related("form_revision")
    if known is not None:
        rules = rules.filter(Q(published_by=None) | Q(published_at__lte=known))
    return rules.filter(form_revision=agreement.form_revision_id, model=agreement.model).first()


def _done(agreement: Agreement, known: datetime | None) -> dict[int, list[DutyDone]]:
    found: dict[int, list[DutyDone]] = {}
    rows = known_at(DutyDone.objects.filter(agreement=agreement), known)
    for row in rows.select_related("recorded_by").order_by("done_on", "pk"):
        found.setdefault(row.kind, []).append(row)
    return found


def _in_force(agreement: Agreement, day: date, known: datetime | None) -> bool:
    acts = agreement.acts.order_by("effective_on", "id")
    if known is not None:
        acts = acts.filter(recorded_at__lte=known)
    pairs = [(on, ActKind(kind)) for on, kind in acts.values_list("effective_on", "kind")]
    return state_on(pairs, agreement.expires_on, day) is AgreementState.IN_FORCE


def _operational_on(agreement: Agreement, known: datetime | None) -> date | None:
    """The first day on which an officer was authorized under the agreement."""
    rows = Coverage.objects.filter(participation__agreement=agreement, kind=Kind.AUTHORIZATION)
    first: date | None = known_at(rows, known).aggregate(first=Min("valid_from"))["first"]
    return first
