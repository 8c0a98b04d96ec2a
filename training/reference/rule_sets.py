"""The files of rule sets, one form revision each: what it demands of an officer.

How a file reads is told in docs/rules.md. Everything is checked before anything is loaded.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from training.kinds import Kind
from training.reference.files import MARKS, RULE_SETS, BadReferenceData, Table, read

KINDS = {kind.name.lower(): kind for kind in Kind if kind is not Kind.PARTICIPATION}

# The least a JEM refresher interval may be: "not more frequently than every two years".
JEM_REFRESHER_MONTHS = 24


@dataclass(frozen=True)
class Parameter:
    """One parameter that a kind may have: its type, its bounds, whether it must be there."""

    type: type
    least: int = 0
    most: int = 0
    required: bool = False
    words: tuple[str, ...] = ()


_COURSES = Parameter(list)
_INSTRUMENT = Parameter(str)
_YEARS = Parameter(int, 1, 50, required=True)
_MONTHS = Parameter(int, 1, 600)
_CLOCK = Parameter(str, required=True, words=("anniversary",))
_FISCAL = Parameter(str, required=True, words=("fiscal_year",))

PARAMETERS: dict[Kind, dict[str, Parameter]] = {
    Kind.CITIZENSHIP: {},
    Kind.EXPERIENCE: {"years": _YEARS},
    Kind.BACKGROUND_CHECK: {
        "recheck_months": _MONTHS,
        "advised_recheck_months": _MONTHS,
        "agency_check_months": _MONTHS,
    },
    Kind.NO_PENDING_DISCIPLINE: {"removed_until_adjudicated": Parameter(bool)},
    Kind.INITIAL_COURSE: {
        "courses": Parameter(list, required=True),
        "hours": Parameter(int, 1, 2000, required=True),
        "pass_mark": Parameter(int, 1, 100),
        "remedial_exams": Parameter(int, 0, 20),
        "failures_disqualify": Parameter(int, 1, 20),
        "retry": Parameter(str, words=("remedial exam", "re-take")),
    },
    Kind.CERTIFICATION: {},
    Kind.AUTHORIZATION: {
        "months": _MONTHS,
        "instrument": _INSTRUMENT,
        "gap_warning_days": Parameter(int, 1, 3650),
    },
    Kind.SUPERVISOR: {},
    Kind.REFRESHER: {
        "courses": _COURSES,
        "months": Parameter(int, 1, 600, required=True),
        "clock": _CLOCK,
        "hours": Parameter(int, 1, 2000),
    },
    Kind.ANNUAL_TRAINING: {
        "clock": _FISCAL,
        "month": Parameter(int, 1, 12, required=True),
        "day": Parameter(int, 1, 31, required=True),
    },
    Kind.EVALUATION: {"days": Parameter(int, 1, 3650, required=True)},
    Kind.CREDENTIAL_RETURN: {"instrument": _INSTRUMENT},
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
        for other in found:
            if other.form != rule_set.form or not set(other.models) & set(rule_set.models):
                continue
            older, newer = sorted((other, rule_set), key=lambda r: r.version)
            if older.version == newer.version:
                raise BadReferenceData(path.name, "version", f"is also that of {other.file}")
            if older.valid_from >= newer.valid_from:
                raise BadReferenceData(path.name, "from", f"overlaps {other.file}")
        found.append(rule_set)
    return found


def read_rule_set(path: Path) -> RuleSetFile:
    """One rule set."""
    table = read(path)
    table.only("form", "models", "version", "from", "requirement")
    models = table.models()
    requirements = [_requirement(row, models) for row in table.tables("requirement")]
    kinds = [requirement.kind for requirement in requirements]
    if len(set(kinds)) != len(kinds):
        raise table.refuse("requirement", "a kind stands there twice")
    return RuleSetFile(
        file=path.name,
        form=table.text("form"),
        models=models,
        version=table.number("version", 1, 1000),
        valid_from=table.day("from"),
        requirements=requirements,
    )


def _requirement(table: Table, models: list[str]) -> RequirementFile:
    table.only("kind", "binding", "soon_days", "parameters", "clause", "section", "source", "mark")
    kind = KINDS[table.one_of("kind", tuple(KINDS))]
    parameters = table.get("parameters", dict, {})
    check_parameters(Table(table.file, f"{table.place}parameters, ", parameters), kind, models)
    mark, is_binding = table.one_of("mark", MARKS), table.get("binding", bool)
    if mark == "assumed" and is_binding:
        raise table.refuse("binding", "an assumed requirement ships as advisory")
    return RequirementFile(
        kind=kind,
        is_binding=is_binding,
        soon_days=table.number("soon_days", 1, 3650, 90),
        parameters=parameters,
        clause=table.text("clause"),
        section=table.text("section", ""),
        source=table.text("source"),
        mark=mark,
    )


def check_parameters(table: Table, kind: Kind, models: list[str]) -> None:
    """Refuse parameters that a kind does not have, misses, or holds with an impossible value."""
    known = PARAMETERS[kind]
    table.only(*known, "assumed")
    for key, parameter in known.items():
        if key not in table.values:
            if parameter.required:
                raise table.refuse(key, "is missing")
        elif parameter.type is int:
            table.number(key, parameter.least, parameter.most)
        elif parameter.words:
            table.one_of(key, parameter.words)
        else:
            table.get(key, parameter.type)
    for key in table.get("assumed", list, []):
        if key not in table.values:
            raise table.refuse("assumed", f"names {key}, which is not there")
    # The old forms speak of every model at once and state no floor.
    is_short = kind is Kind.REFRESHER and table.values["months"] < JEM_REFRESHER_MONTHS
    if is_short and models == ["JEM"]:
        raise table.refuse(
            "months", "is too short: the form says not more often than every two years"
        )
