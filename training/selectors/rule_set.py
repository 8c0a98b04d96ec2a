"""Rule sets as pages show them, and what stands against publishing one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason
from accounts.viewer import Viewer
from training.kinds import DUTIES, Kind
from training.models import Course, Requirement, RuleSet
from training.rules import rule_set as rule
from training.rules.parameter_words import ParameterInWords, in_words


def rule_sets(viewer: Viewer) -> QuerySet[RuleSet]:
    """Published rule sets for everybody; drafts for those who publish."""
    rows = RuleSet.objects.select_related("form_revision", "proposed_by", "published_by")
    if viewer.may(Permission.PUBLISH_RULES):
        return rows
    return rows.filter(published_at__isnull=False)


def in_force(rule_set: RuleSet, day: date) -> RuleSet | None:
    """The published rules of the same form and model that are in force on `day`."""
    return (
        RuleSet.objects.published_on(day)
        .filter(form_revision=rule_set.form_revision_id, model=rule_set.model)
        .select_related("form_revision")
        .first()
    )


def versions(rule_set: RuleSet) -> QuerySet[RuleSet]:
    """All versions of the same form and model, the newest first."""
    return RuleSet.objects.filter(
        form_revision=rule_set.form_revision_id, model=rule_set.model
    ).order_by("-version")


# --- One form's rules in a list ----------------------------------------------------------------


@dataclass(frozen=True)
class FormRules:
    """The versions of one form's rules for one model: in force, to come, earlier, drafted."""

    rule_sets: list[RuleSet]
    day: date

    @property
    def current(self) -> RuleSet | None:
        """The version in force on the day."""
        begun = [r for r in self.published if r.valid_from <= self.day]
        return max(begun, key=lambda r: (r.valid_from, r.version), default=None)

    @property
    def published(self) -> list[RuleSet]:
        """What has been published."""
        return [r for r in self.rule_sets if r.published_at is not None]

    @property
    def ahead(self) -> list[RuleSet]:
        """Published, and not in force yet."""
        return [r for r in self.published if r.valid_from > self.day]

    @property
    def drafts(self) -> list[RuleSet]:
        """Not published."""
        return [r for r in self.rule_sets if r.published_at is None]

    @property
    def shown(self) -> RuleSet:
        """The version that the list links to."""
        return self.current or self.rule_sets[0]


def rules_by_form(viewer: Viewer, day: date) -> list[FormRules]:
    """Every form revision and model with its versions, the newest form first. One query."""
    found: dict[tuple[int, str], list[RuleSet]] = {}
    rows = rule_sets(viewer).order_by("-form_revision__valid_from", "model", "-version")
    for row in rows:
        found.setdefault((row.form_revision_id, row.model), []).append(row)
    return [FormRules(of_form, day) for of_form in found.values()]


# --- What a requirement says -------------------------------------------------------------------


@dataclass(frozen=True)
class RequirementShown:
    """A requirement with its parameters in words."""

    requirement: Requirement
    parameters: list[ParameterInWords]

    @property
    def is_duty(self) -> bool:
        """Whether the agency is asked, and not its officers."""
        return self.requirement.kind in DUTIES


def requirements_shown(rule_set: RuleSet) -> list[RequirementShown]:
    """What a rule set demands, in the order of the chain. Two queries."""
    titles = dict(Course.objects.values_list("code", "title"))
    return [
        RequirementShown(row, in_words(_name(row), row.parameters, titles))
        for row in rule_set.requirements.order_by("kind")
    ]


def digest_of(rule_set: RuleSet) -> str:
    """SHA-256 of what a rule set says: what one person proposes and another approves."""
    said = [[row.kind, values_of(row)] for row in rule_set.requirements.order_by("kind")]
    text = dumps([rule_set.pk, rule_set.valid_from.isoformat(), said], sort_keys=True)
    return sha256(text.encode()).hexdigest()


# --- What stands against it --------------------------------------------------------------------


def values_of(requirement: Requirement) -> dict[str, Any]:
    """A row by the keys of a rule set file."""
    return {
        "kind": _name(requirement),
        "binding": requirement.is_binding,
        "soon_days": requirement.soon_days,
        "parameters": requirement.parameters,
        "clause": requirement.clause,
        "section": requirement.section,
        "source": requirement.source,
        "mark": requirement.mark,
    }


def reasons_against_requirement(requirement: Requirement, rule_set: RuleSet) -> list[Reason]:
    """What cannot be right in one requirement: the same checks that refuse a file."""
    models = rule_set.form_revision.for_models
    known = set(Course.objects.values_list("code", flat=True))
    problems = rule.problems_of_requirement(values_of(requirement), models)
    if isinstance(requirement.parameters, dict):
        found = rule.problems_of_courses(requirement.parameters, known)
        problems += [problem.within("parameters") for problem in found]
    label = Kind(requirement.kind).label
    return [Reason(f"{label}: {p.key} {p.reason}.", p.key) for p in problems]


def reasons_against(rule_set: RuleSet, today: date) -> list[Reason]:
    """Everything that stands against publishing a draft, each with its key."""
    rows = list(rule_set.requirements.order_by("kind"))
    reasons = [
        Reason(f"{problem.key} {problem.reason}.".capitalize(), problem.key)
        for problem in rule.problems_of_kinds(_name(row) for row in rows)
    ]
    for row in rows:
        reasons += reasons_against_requirement(row, rule_set)
    published = versions(rule_set).filter(~Q(pk=rule_set.pk), published_at__isnull=False)
    return reasons + reasons_against_day(rule_set, published, today)


def reasons_against_day(
    rule_set: RuleSet, published: Iterable[RuleSet], today: date
) -> list[Reason]:
    """A version begins after every earlier one, and not in the past."""
    others = [rule.Dated(_version(row), row.version, row.valid_from) for row in published]
    one = rule.Dated(_version(rule_set), rule_set.version, rule_set.valid_from)
    reasons = [
        Reason(f"{_WORDS[p.key]} {p.reason}.", _FIELDS[p.key])
        for p in rule.problems_of_order(one, others)
    ]
    if rule_set.valid_from < today:
        reasons.append(
            Reason(
                _("From is a day that has passed: officers were nominated under other rules then."),
                "valid_from",
            )
        )
    return reasons


_FIELDS = {"version": "version", "from": "valid_from"}
_WORDS = {"version": "Version", "from": "From"}


def _version(rule_set: RuleSet) -> str:
    return f"version {rule_set.version}"


def _name(requirement: Requirement) -> str:
    return Kind(requirement.kind).name.lower()
