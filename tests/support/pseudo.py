"""A language made of brackets: every string that is ready for translation stands between them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

OPEN = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}"
CLOSE = "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"


class Bracketed(trans_real.DjangoTranslation):
    """A catalog that holds every string: itself in brackets."""

    def __init__(self) -> None:
        super().__init__("en-us")

    def gettext(self, message: str) -> str:
        """The string without the context that tells it from another one."""
        return f"{OPEN}{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """By the English plural."""
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def spoken() -> Iterator[None]:
    """Everything translated in the block, by a request too, is between brackets."""
    # What a request without a wish is answered in, and what is spoken outside of requests.
    languages = {settings.LANGUAGE_CODE, settings.LANGUAGE_CODE.partition("-")[0]}
    real = {language: trans_real.translation(language) for language in languages}
    trans_real._translations.update(dict.fromkeys(languages, Bracketed()))
    try:
        with translation.override(settings.LANGUAGE_CODE):
            yield
    finally:
        trans_real._translations.update(real)


def outside(text: str) -> str:
    """What stands outside of all brackets."""
    depth, left = 0, []
    for part in re.split(f"([{OPEN}{CLOSE}])", text):
        if part in (OPEN, CLOSE):
            depth += 1 if part == OPEN else -1
            left.append(" ")
        elif depth == 0:
            left.append(part)
    assert depth == 0, "a bracket is cut off"
    return "".join(left)


# Names of columns and keys are what they are in every language.
_HIDDEN = re.compile(r"<(script|style|svg|code|kbd)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_SHOWN = re.compile(r"""\b(?:aria-label|title|placeholder|alt|data-label|data-title)="([^"]*)\"""")


def untranslated(page: str) -> list[str]:
    """The texts of an HTML page that a person reads and no translator would have seen."""
    page = _HIDDEN.sub(" ", page)
    texts = [outside(unescape(text)) for text in _SHOWN.findall(page)]
    body = outside(re.sub(r"<[^>]*>", "\n", page))
    return [
        line
        for text in [*texts, unescape(body)]
        for line in map(str.strip, text.split("\n"))
        if line
    ]
