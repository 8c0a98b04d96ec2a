"""Which version of its form's rules judges what an agreement asks of the agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from agencies.models import Agreement
from agencies.selectors.as_recorded import as_recorded
from training.kinds import DUTIES
from training.models import Reevaluation, Requirement, RuleSet
from training.rules.duty import Judged

_Form = tuple[int, str]


@dataclass(frozen=True)
class Version:
    """One version of the rules; `published_at` is None for those that ship with the product."""

    pk: int
    valid_from: date
    published_at: datetime | None

    def judges(self, start: date, recorded_at: datetime | None) -> bool:
        """Whether it was in force when a clock began."""
        if self.published_at and recorded_at and self.published_at > recorded_at:
            return False
        return self.valid_from <= start


@dataclass(frozen=True)
class DutyRules:
    """The duties in each version of one form's rules, as far as they had begun on a day.

    A clock is judged by the version in force when it began; publishing another one afterwards
    moves nothing, also on the same day. Only a re-evaluation does, from its day on. `versions` and
    `moved` are in the order of their days.
    """

    versions: list[Version]
    duties: Mapping[int, Mapping[int, Requirement]]
    moved: list[tuple[date, int]] = field(default_factory=list)

    def of_clock(
        self, kind: int, start: date, recorded_at: datetime | None
    ) -> list[tuple[date, Requirement]]:
        """What judges a duty whose clock began on a day: the first version, then each one that a
        re-evaluation put in its place. Empty where the last of them does not ask for it.

        `recorded_at`: when that beginning was written down, as far as it is known.
        """
        begun = [v for v in self.versions if v.judges(start, recorded_at)]
        judging = [(start, (begun or self.versions[:1])[-1].pk)]
        judging += [(on, pk) for on, pk in self.moved if on > start]
        if kind not in self.duties.get(judging[-1][1], {}):
            return []
        asked = [(on, self.duties.get(pk, {}).get(kind)) for on, pk in judging]
        return [(on, requirement) for on, requirement in asked if requirement is not None]

    def kinds(self) -> list[int]:
        """Every duty that a version speaks of, in the form's order."""
        return sorted({kind for duties in self.duties.values() for kind in duties})


def judged(clock: Sequence[tuple[date, Requirement]]) -> Judged:
    """The same as the rule takes it."""
    return [(on, requirement.parameters) for on, requirement in clock]


def duty_rules(
    agreements: Sequence[Agreement], day: date, known: datetime | None
) -> dict[int, DutyRules]:
    """The rules of each agreement's form up to `day`. Two queries, and one more where a form has
    several versions.

    Rules that ship with the product, which nobody published here, were known at every moment.
    """
    forms = {a.form_revision_id for a in agreements if a.form_revision_id is not None}
    rows = RuleSet.objects.published_on(day).filter(form_revision__in=forms)
    if known is not None:
        rows = rows.filter(Q(published_by=None) | Q(published_at__lte=known))
    versions: dict[_Form, list[Version]] = {}
    for row in rows.order_by("valid_from", "version"):
        published_at = row.published_at if row.published_by_id else None
        version = Version(row.pk, row.valid_from, published_at)
        versions.setdefault((row.form_revision_id, row.model), []).append(version)
    duties = _duties([version.pk for found in versions.values() for version in found], known)
    moved = _moved(versions, day, known)
    by_form = {
        form: DutyRules(
            found, {v.pk: duties[v.pk] for v in found if v.pk in duties}, moved.get(form, [])
        )
        for form, found in versions.items()
    }
    found_for = {a.pk: by_form.get((a.form_revision_id or 0, a.model)) for a in agreements}
    return {pk: rules for pk, rules in found_for.items() if rules is not None and rules.duties}


def _duties(rule_sets: Sequence[int], known: datetime | None) -> dict[int, dict[int, Requirement]]:
    found: dict[int, dict[int, Requirement]] = {}
    requirements = Requirement.objects.filter(rule_set__in=rule_sets, kind__in=DUTIES)
    rows = list(requirements.select_related("rule_set__form_revision"))
    as_recorded((row.rule_set.form_revision for row in rows), known)
    for row in rows:
        found.setdefault(row.rule_set_id, {})[row.kind] = row
    return found


def _moved(
    versions: Mapping[_Form, Sequence[Version]], day: date, known: datetime | None
) -> dict[_Form, list[tuple[date, int]]]:
    """The re-evaluations that had taken effect by `day`, in their order."""
    several = {v.pk: form for form, found in versions.items() if len(found) > 1 for v in found}
    if not several:
        return {}
    rows = Reevaluation.objects.filter(
        rule_set__in=list(several), applied_at__isnull=False, effective_on__lte=day
    )
    if known is not None:
        rows = rows.filter(applied_at__lte=known)
    found: dict[_Form, list[tuple[date, int]]] = {}
    for on, pk in rows.order_by("effective_on", "applied_at").values_list(
        "effective_on", "rule_set"
    ):
        found.setdefault(several[pk], []).append((on, pk))
    return found
