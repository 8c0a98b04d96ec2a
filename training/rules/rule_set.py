"""What a rule set may say: keys, types and bounds, told as problems with their key and reason.

The loader of the files and the people who draft rules in the administration pages are refused by
the same checks. Kinds go by their names in lower case.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from training.rules.words import _, gettext_noop

# The least a JEM refresher interval may be. JEM form, Training of personnel: "not more frequently
# than every two years".
JEM_REFRESHER_MONTHS = 24

MARKS = ("sourced", "assumed")


@dataclass(frozen=True)
class Problem:
    """One thing that cannot be right: the key at which it stands, and why."""

    key: str
    reason: str

    def within(self, place: str) -> "Problem":
        """The same, where the key stands in `place`."""
        return Problem(f"{place}, {self.key}", self.reason)

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"


@dataclass(frozen=True)
class Parameter:
    """One value that may stand at a key: its type, its bounds, whether it must be there.

    `words` are the only texts allowed; empty means any. Bounds are those of whole numbers.
    """

    type: type
    least: int = 0
    most: int = 0
    required: bool = False
    words: tuple[str, ...] = ()


_COURSES = Parameter(list)
_INSTRUMENT = Parameter(str)
_YEARS = Parameter(int, 1, 50, required=True)
_MONTHS = Parameter(int, 1, 600)
_INTERVAL = Parameter(int, 1, 600, required=True)
_CLOCK = Parameter(str, required=True, words=("anniversary",))
_FISCAL = Parameter(str, required=True, words=("fiscal_year",))

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "citizenship": {},
    "experience": {"years": _YEARS},
    "background_check": {
        "recheck_months": _MONTHS,
        "advised_recheck_months": _MONTHS,
        "agency_check_months": _MONTHS,
    },
    "no_pending_discipline": {"removed_until_adjudicated": Parameter(bool)},
    "initial_course": {
        "courses": Parameter(list, required=True),
        "hours": Parameter(int, 1, 2000, required=True),
        "pass_mark": Parameter(int, 1, 100),
        "remedial_exams": Parameter(int, 0, 20),
        "failures_disqualify": Parameter(int, 1, 20),
        "retry": Parameter(str, words=("remedial exam", "re-take")),
    },
    "certification": {},
    "authorization": {
        "months": _MONTHS,
        "instrument": _INSTRUMENT,
        "gap_warning_days": Parameter(int, 1, 3650),
    },
    "supervisor": {},
    "refresher": {
        "courses": _COURSES,
        "months": Parameter(int, 1, 600, required=True),
        "clock": _CLOCK,
        "hours": Parameter(int, 1, 2000),
    },
    "annual_training": {
        "clock": _FISCAL,
        "month": Parameter(int, 1, 12, required=True),
        "day": Parameter(int, 1, 31, required=True),
    },
    "evaluation": {"days": Parameter(int, 1, 3650, required=True)},
    "credential_return": {"instrument": _INSTRUMENT},
    # Duties of the agency.
    "review_meeting": {"interval_months": _INTERVAL, "first_after_months": _MONTHS},
    "agreement_review": {"interval_months": _INTERVAL, "ends_with_interval": Parameter(bool)},
    "interpreter_list": {},
    "posters": {"languages": Parameter(list)},
}

_REQUIREMENT: dict[str, Parameter] = {
    "kind": Parameter(str, required=True, words=tuple(PARAMETERS)),
    "binding": Parameter(bool, required=True),
    "soon_days": Parameter(int, 1, 3650),
    "parameters": Parameter(dict),
    "clause": Parameter(str, required=True),
    "section": Parameter(str),
    "source": Parameter(str, required=True),
    "mark": Parameter(str, required=True, words=MARKS),
}


def problems_of_requirement(values: Mapping[str, Any], models: Collection[str]) -> list[Problem]:
    """Everything that cannot be right in one requirement of a form for `models`.

    `values` are by the keys of a rule set file; keys of a parameter read "parameters, months".
    """
    problems = _problems_of(values, _REQUIREMENT)
    kind, parameters = values.get("kind"), values.get("parameters", {})
    if isinstance(kind, str) and kind in PARAMETERS and isinstance(parameters, dict):
        found = problems_of_parameters(kind, parameters, models)
        problems += [problem.within("parameters") for problem in found]
    return problems


def problems_of_parameters(
    kind: str, parameters: Mapping[str, Any], models: Collection[str]
) -> list[Problem]:
    """Parameters that a kind does not have, misses, or holds with an impossible value."""
    allowed = PARAMETERS[kind]
    problems = _problems_of(parameters, {**allowed, "assumed": Parameter(list)})
    assumed = parameters.get("assumed", [])
    if isinstance(assumed, list):
        problems += [
            Problem("assumed", _("names {key}, which is not there").format(key=key))
            for key in assumed
            if isinstance(key, str) and key not in parameters
        ]
    # The forms of 2002 and 2009 speak of every model at once and state no floor.
    if kind == "refresher" and set(models) == {"JEM"}:
        months = parameters.get("months")
        if isinstance(months, int) and 0 < months < JEM_REFRESHER_MONTHS:
            too_short = _("is too short: the form says not more often than every two years")
            problems.append(Problem("months", too_short))
    if kind == "annual_training" and not problems:
        month, day = parameters["month"], parameters["day"]
        # A leap year: February 29 falls on the 28th in others.
        if day > monthrange(2024, month)[1]:
            sentence = _("is {day}, which month {month} never has")
            problems.append(Problem("day", sentence.format(day=day, month=month)))
    return problems


def problems_of_courses(parameters: Mapping[str, Any], known: Collection[str]) -> list[Problem]:
    """Courses that a requirement names and nobody teaches."""
    courses = parameters.get("courses", [])
    if not isinstance(courses, list):
        return []
    return [
        Problem("courses", _("names {code}, which is no course").format(code=code))
        for code in courses
        if isinstance(code, str) and code not in known
    ]


def problems_of_kinds(kinds: Iterable[str]) -> list[Problem]:
    """A rule set demands something, and each thing once."""
    asked = list(kinds)
    if not asked:
        return [Problem("requirement", _("is missing: these rules would demand nothing"))]
    if len(set(asked)) != len(asked):
        return [Problem("requirement", _("a kind stands there twice"))]
    return []


@dataclass(frozen=True)
class Dated:
    """A version of one form's rules for a model, from a day; `name` is where it stands."""

    name: str
    version: int
    valid_from: date


def problems_of_order(one: Dated, others: Iterable[Dated]) -> list[Problem]:
    """No version stands there twice, and a later one begins later: no day has two rule sets."""
    problems = []
    for other in others:
        older, newer = sorted((one, other), key=lambda dated: dated.version)
        if older.version == newer.version:
            problems.append(
                Problem("version", _("is also that of {other}").format(other=other.name))
            )
        elif older.valid_from >= newer.valid_from:
            problems.append(Problem("from", _("overlaps {other}").format(other=other.name)))
    return problems


def _problems_of(values: Mapping[str, Any], allowed: Mapping[str, Parameter]) -> list[Problem]:
    # A key that means nothing is a misspelling of one that does.
    problems = [Problem(key, _("is not known here")) for key in values if key not in allowed]
    for key, parameter in allowed.items():
        value = values.get(key)
        if value is None:
            if parameter.required:
                problems.append(Problem(key, _("is missing")))
        elif reason := _why_not(value, parameter):
            problems.append(Problem(key, reason))
    return problems


def _why_not(value: Any, parameter: Parameter) -> str:
    if parameter.type is int:
        return _why_no_number(value, parameter)
    if not isinstance(value, parameter.type):
        return _(_WRONG_TYPE[parameter.type])
    if parameter.required and isinstance(value, str) and not value.strip():
        return _("is empty")
    if parameter.words and value not in parameter.words:
        sentence = _("is {value}, which is none of {words}")
        return sentence.format(value=value, words=", ".join(parameter.words))
    if isinstance(value, list) and not (value and all(isinstance(v, str) and v for v in value)):
        return _("is not a list of texts")
    return ""


def _why_no_number(value: Any, parameter: Parameter) -> str:
    if not _is_number(value):
        return _("is not a whole number")
    if parameter.least <= value <= parameter.most:
        return ""
    sentence = _("is {value}, not between {least} and {most}")
    return sentence.format(value=value, least=parameter.least, most=parameter.most)


def _is_number(value: Any) -> bool:
    # A boolean is an int to Python; no number in a rule set means one.
    return isinstance(value, int) and not isinstance(value, bool)


_WRONG_TYPE: dict[type, str] = {
    str: gettext_noop("is not a text"),
    bool: gettext_noop("is not true or false"),
    list: gettext_noop("is not a list"),
    dict: gettext_noop("is not a table"),
}
