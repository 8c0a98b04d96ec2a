"""How rules speak: plain sentences, ready for translation without knowing who translates.

Rules mark their sentences with `_` and put values in afterwards. Until `speak_with` names a
translator (the app does when it starts), they speak American English.
"""

from collections.abc import Callable
from datetime import date


def _english_day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _english_number(one: str, many: str, n: int) -> str:
    return one if n == 1 else many


_translate: Callable[[str], str] = str
_translate_number: Callable[[str, str, int], str] = _english_number
_day_in_words: Callable[[date], str] = _english_day


def speak_with(
    translate: Callable[[str], str],
    translate_number: Callable[[str, str, int], str],
    day_in_words: Callable[[date], str],
) -> None:
    """Let the rules speak the reader's language from now on."""
    global _translate, _translate_number, _day_in_words
    _translate, _translate_number, _day_in_words = translate, translate_number, day_in_words


def _(sentence: str) -> str:
    """A sentence in the reader's language; values are put in by `format` afterwards."""
    return _translate(sentence)


def ngettext(one: str, many: str, n: int) -> str:
    """The sentence for a number of things; values are put in by `format` afterwards."""
    return _translate_number(one, many, n)


def gettext_noop(word: str) -> str:
    """Marks a word for translation where it is kept; `_` translates it where it is said."""
    return word


def on_day(day: date) -> str:
    """A day as people say it: 10 Mar 2026."""
    return _day_in_words(day)


def months_in_words(months: int) -> str:
    """An interval: "24 months"."""
    return ngettext("one month", "{n} months", months).format(n=months)


def listed(parts: list[str]) -> str:
    """Several things in one sentence: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
