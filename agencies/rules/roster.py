"""One row of an agency's roster in plain values, and what is wrong with it before any record is
asked. No clause asks for these: they keep records apart and dates possible."""

import re

BADGE_MOST = 30
NAME_MOST = 100
RANK_MOST = 60
EMAIL_MOST = 254

# What a mail program takes as an address; Django's own validator, which pages use, agrees with it.
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)


def is_email(text: str) -> bool:
    """Whether the text, in lower case, is an e-mail address."""
    return len(text) <= EMAIL_MOST and _EMAIL.fullmatch(text) is not None
