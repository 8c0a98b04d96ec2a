"""How rules speak: plain sentences, ready for translation without knowing who translates.

Rules mark their sentences with `_` and put values in afterwards. Until `speak_with` names a
translator (the app does when it starts), they speak American English.
"""

from collections.abc import Callable
from datetime import date


def _english_day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


_translate: Callable[[str], str] = str
_day_in_words: Callable[[date], str] = _english_day


def speak_with(translate: Callable[[str], str], day_in_words: Callable[[date], str]) -> None:
    """Let the rules speak the reader's language from now on."""
    global _translate, _day_in_words
    _translate, _day_in_words = translate, day_in_words


def _(sentence: str) -> str:
    """A sentence in the reader's language; values are put in by `format` afterwards."""
    return _translate(sentence)


def gettext_noop(word: str) -> str:
    """Marks a word for translation where it is kept; `_` translates it where it is said."""
    return word


def on_day(day: date) -> str:
    """A day as people say it: 10 Mar 2026."""
    return _day_in_words(day)


def months_in_words(months: int) -> str:
    """An interval: "24 months"."""
    return _("{n} months").format(n=months) if months != 1 else _("one month")


def listed(parts: list[str]) -> str:
    """Several things in one sentence: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
