"""What differs between a draft and the rules in force, requirement by requirement."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from training.kinds import Kind
from training.models import Course, Requirement, RuleSet
from training.rules.parameter_words import in_words


class Change(StrEnum):
    """What happens to a requirement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Difference:
    """One thing that differs, before and after, in words. `weighs`: it changes the judgement."""

    what: str
    before: str
    after: str
    weighs: bool = True


@dataclass(frozen=True)
class RequirementCompared:
    """One requirement in both rule sets."""

    kind: Kind
    change: Change
    differences: list[Difference]

    @property
    def weighs(self) -> bool:
        """Whether officers are judged otherwise, and not only told otherwise."""
        return self.change in (Change.ADDED, Change.REMOVED) or any(
            d.weighs for d in self.differences
        )


def compared(draft: RuleSet, before: RuleSet | None) -> list[RequirementCompared]:
    """Every requirement of either, in the order of the chain. Three queries.

    Without rules in force everything is added.
    """
    titles = dict(Course.objects.values_list("code", "title"))
    new = {row.kind: row for row in draft.requirements.all()}
    old = {row.kind: row for row in before.requirements.all()} if before else {}
    found = []
    for number in sorted(new.keys() | old.keys()):
        kind, one, other = Kind(number), old.get(number), new.get(number)
        if other is None:
            found.append(RequirementCompared(kind, Change.REMOVED, _all_of(one, titles, old=True)))
        elif one is None:
            found.append(RequirementCompared(kind, Change.ADDED, _all_of(other, titles, old=False)))
        else:
            differences = _differences(one, other, titles)
            change = Change.CHANGED if differences else Change.SAME
            found.append(RequirementCompared(kind, change, differences))
    return found


def _all_of(row: Requirement | None, titles: dict[str, str], *, old: bool) -> list[Difference]:
    if row is None:
        return []
    lines = [*_weighing(row, titles).items(), (_("Clause"), row.clause)]
    return [
        Difference(what, text if old else "", "" if old else text) for what, text in lines if text
    ]


def _differences(one: Requirement, other: Requirement, titles: dict[str, str]) -> list[Difference]:
    before, after = _weighing(one, titles), _weighing(other, titles)
    found = [
        Difference(what, before.get(what, ""), after.get(what, ""))
        for what in {**before, **after}
        if before.get(what, "") != after.get(what, "")
    ]
    told = (
        (_("Clause"), one.clause, other.clause),
        (_("Section"), one.section, other.section),
        (_("Source"), one.source, other.source),
        (_("Mark"), one.get_mark_display(), other.get_mark_display()),
    )
    found += [Difference(what, a, b, weighs=False) for what, a, b in told if a != b]
    return found


def _weighing(row: Requirement, titles: dict[str, str]) -> dict[str, str]:
    """What decides how an officer is judged, in words by what it is."""
    kind = Kind(row.kind).name.lower()
    lines = {
        _("Weight"): _("Binding") if row.is_binding else _("Advisory"),
        _("Due soon"): _("{days} days before").format(days=row.soon_days),
    }
    lines.update({words.name: words.text for words in in_words(kind, row.parameters, titles)})
    return lines
