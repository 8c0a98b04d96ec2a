"""A requirement's parameters in plain words, one line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from training.rules.parameters import Parameters, texts
from training.rules.words import _, gettext_noop, listed, months_in_words, ngettext


@dataclass(frozen=True)
class ParameterInWords:
    """One parameter: what it is about, what it says, and whether no document states it."""

    key: str
    name: str
    text: str
    is_assumed: bool = False


def in_words(
    kind: str, parameters: Parameters, course_titles: Mapping[str, str] | None = None
) -> list[ParameterInWords]:
    """Every parameter in the order of the table below; an unknown one as it stands.

    What a form leaves open is said too, where the rule would otherwise be unclear.
    """
    titles = course_titles or {}
    assumed = texts(parameters, "assumed")
    lines = [
        ParameterInWords(
            key, _name(kind, key), _text(kind, key, parameters, titles), key in assumed
        )
        for key in (*_ORDER, *sorted(set(parameters) - set(_ORDER) - {"assumed"}))
        if key in parameters and (kind, key) not in _WITHIN_OTHERS
    ]
    if kind == "authorization" and "months" not in parameters:
        lines.insert(0, ParameterInWords("months", _("Holds"), _("until it is revoked")))
    if kind == "initial_course" and "pass_mark" not in parameters:
        lines.append(ParameterInWords("pass_mark", _("Pass mark"), _("not stated by the form")))
    return lines


_ORDER = (
    "courses",
    "hours",
    "years",
    "months",
    "days",
    "clock",
    "month",
    "recheck_months",
    "advised_recheck_months",
    "agency_check_months",
    "pass_mark",
    "remedial_exams",
    "failures_disqualify",
    "instrument",
    "gap_warning_days",
    "removed_until_adjudicated",
    "interval_months",
    "first_after_months",
    "ends_with_interval",
    "languages",
)
# Said in the words of another parameter.
_WITHIN_OTHERS = {
    ("annual_training", "day"),
    ("annual_training", "clock"),
    ("initial_course", "retry"),
}

_NAMES: dict[str, str] = {
    "courses": gettext_noop("Course"),
    "hours": gettext_noop("Length"),
    "years": gettext_noop("At least"),
    "months": gettext_noop("Interval"),
    "days": gettext_noop("Interval"),
    "clock": gettext_noop("Clock"),
    "month": gettext_noop("Due"),
    "recheck_months": gettext_noop("Re-check"),
    "advised_recheck_months": gettext_noop("Re-check advised"),
    "agency_check_months": gettext_noop("Agency’s own check"),
    "pass_mark": gettext_noop("Pass mark"),
    "remedial_exams": gettext_noop("Second sittings"),
    "failures_disqualify": gettext_noop("Disqualified by"),
    "instrument": gettext_noop("Document"),
    "gap_warning_days": gettext_noop("Warning"),
    "removed_until_adjudicated": gettext_noop("During a complaint"),
    "interval_months": gettext_noop("Interval"),
    "first_after_months": gettext_noop("The first"),
    "ends_with_interval": gettext_noop("Otherwise"),
    "languages": gettext_noop("Languages"),
}


def _name(kind: str, key: str) -> str:
    if (kind, key) == ("authorization", "months"):
        return _("Holds")
    return _(_NAMES[key]) if key in _NAMES else key.replace("_", " ").capitalize()


def _text(kind: str, key: str, parameters: Parameters, titles: Mapping[str, str]) -> str:
    value: Any = parameters[key]
    try:
        if key == "courses":
            return listed([titles.get(code, code) for code in texts(parameters, key)])
        if (kind, key) == ("authorization", "months"):
            return _("{interval} from its date").format(interval=months_in_words(value))
        if key == "remedial_exams":
            name = str(parameters.get("retry", _("second sitting")))
            return _("{n} × {name} in the whole course").format(n=value, name=name)
        if key == "month":
            return _fixed_day(value, parameters)
        say = _TEXTS.get(key)
        return say(value) if say else str(value)
    except (TypeError, ValueError, KeyError):
        # A draft may hold anything; it is shown as it stands, and refused elsewhere.
        return str(value)


def _fixed_day(month: int, parameters: Parameters) -> str:
    # A leap year, so that every fixed date exists.
    day = date(2024, month, int(str(parameters["day"])))
    return _("each fiscal year by {day}").format(day=f"{day.day} {day:%b}")


_TEXTS: dict[str, Callable[[Any], str]] = {
    "hours": lambda n: ngettext("{n} hour", "{n} hours", n).format(n=n),
    "years": lambda n: ngettext(
        "{n} year of law enforcement work", "{n} years of law enforcement work", n
    ).format(n=n),
    "months": lambda n: _("every {interval}").format(interval=months_in_words(n)),
    "days": lambda n: ngettext("every day", "every {n} days", n).format(n=n),
    "clock": lambda _value: _("from the last completed course"),
    "recheck_months": lambda n: _("due {interval} after the last").format(
        interval=months_in_words(n)
    ),
    "advised_recheck_months": lambda n: _("{interval} after the last").format(
        interval=months_in_words(n)
    ),
    "agency_check_months": lambda n: _("at most {interval} old; told, not judged").format(
        interval=months_in_words(n)
    ),
    "pass_mark": lambda n: _("{n} percent in each exam").format(n=n),
    "failures_disqualify": lambda n: ngettext("{n} failed exam", "{n} failed exams", n).format(n=n),
    "gap_warning_days": lambda n: ngettext(
        "more than {n} day after the course", "more than {n} days after the course", n
    ).format(n=n),
    "removed_until_adjudicated": lambda yes: (
        _("removed from the program until it is decided; told, not judged")
        if yes
        else _("stays on duty")
    ),
    "interval_months": lambda n: _("every {interval}").format(interval=months_in_words(n)),
    "first_after_months": lambda n: _("{interval} after the first authorization").format(
        interval=months_in_words(n)
    ),
    "ends_with_interval": lambda yes: (
        _("the agreement ends with the interval") if yes else _("the agreement goes on")
    ),
    "languages": lambda names: listed([_(name) for name in names]),
}
