"""The files of rule sets, one form revision each: what it demands of an officer.

How a file reads is told in docs/rules.md. Everything is checked before anything is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from training.kinds import Kind
from training.reference.files import RULE_SETS, BadReferenceData, Table, read
from training.rules import rule_set as rule

KINDS: Mapping[str, Kind] = {
    kind.name.lower(): kind for kind in Kind if kind is not Kind.PARTICIPATION
}


@dataclass(frozen=True)
class RequirementFile:
    """One requirement as the file has it."""

    kind: Kind
    is_binding: bool
    soon_days: int
    parameters: dict[str, Any]
    clause: str
    section: str
    source: str
    mark: str


@dataclass(frozen=True)
class RuleSetFile:
    """One version of the rules of a form revision, for each of `models`."""

    file: str
    form: str
    models: list[str]
    version: int
    valid_from: date
    requirements: list[RequirementFile]


def read_rule_sets(folder: Path = RULE_SETS) -> list[RuleSetFile]:
    """Every rule set; no version stands there twice, and a later one begins later."""
    found: list[RuleSetFile] = []
    for path in sorted(folder.glob("*.toml")):
        rule_set = read_rule_set(path)
        of_the_form = [
            other
            for other in found
            if other.form == rule_set.form and set(other.models) & set(rule_set.models)
        ]
        for problem in rule.problems_of_order(_dated(rule_set), map(_dated, of_the_form)):
            raise BadReferenceData(path.name, problem.key, problem.reason)
        found.append(rule_set)
    return found


def read_rule_set(path: Path) -> RuleSetFile:
    """One rule set."""
    table = read(path)
    table.only("form", "models", "version", "from", "requirement")
    models = table.models()
    requirements = [_requirement(row, models) for row in table.tables("requirement")]
    for problem in rule.problems_of_kinds(r.kind.name.lower() for r in requirements):
        raise table.refuse(problem.key, problem.reason)
    return RuleSetFile(
        file=path.name,
        form=table.text("form"),
        models=models,
        version=table.number("version", 1, 1000),
        valid_from=table.day("from"),
        requirements=requirements,
    )


def _dated(rule_set: RuleSetFile) -> rule.Dated:
    return rule.Dated(rule_set.file, rule_set.version, rule_set.valid_from)


def _requirement(table: Table, models: list[str]) -> RequirementFile:
    for problem in rule.problems_of_requirement(table.values, models):
        raise table.refuse(problem.key, problem.reason)
    mark, is_binding = table.text("mark"), table.get("binding", bool)
    # What nobody has read in a document is switched on by a person, in a published version.
    if mark == "assumed" and is_binding:
        raise table.refuse("binding", "an assumed requirement ships as advisory")
    return RequirementFile(
        kind=KINDS[table.text("kind")],
        is_binding=is_binding,
        soon_days=table.get("soon_days", int, 90),
        parameters=table.get("parameters", dict, {}),
        clause=table.text("clause"),
        section=table.text("section", ""),
        source=table.text("source"),
        mark=mark,
    )
