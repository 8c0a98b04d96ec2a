"""A requirement's parameters, as a rule set holds them: numbers and words by name."""

from collections.abc import Mapping

Parameters = Mapping[str, object]


def number(parameters: Parameters, key: str) -> int | None:
    """The whole number named `key`; None where the rule set leaves it open."""
    value = parameters.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def texts(parameters: Parameters, key: str) -> tuple[str, ...]:
    """The texts listed under `key`; none where the rule set leaves it open."""
    value = parameters.get(key)
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def needed(parameters: Parameters, key: str) -> int:
    """A whole number without which the rule means nothing; the loader saw to it."""
    value = number(parameters, key)
    if value is None:
        raise ValueError(f"the parameter {key} is missing")
    return value
