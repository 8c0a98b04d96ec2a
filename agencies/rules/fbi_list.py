"""The words of the FBI's list of agencies, and what they mean here.

Source: FBI Law Enforcement Employee data, a row for each agency that takes part in the UCR program.
The list prints short names: "Mobile" is the city's police in one row and the county's sheriff in
another, and "State Police:" is there once for each county.
"""

import re

KINDS: dict[str, str] = {
    "city": "municipality",
    "county": "county",
    "state police": "state",
    "other state agency": "state",
    "university or college": "university",
    "tribal": "tribal",
    "federal": "federal",
    "other": "other",
}
# The FBI's own codes where they are not those of the postal service.
STATES: dict[str, str] = {"NB": "NE", "GM": "GU"}
# Federal agencies stand under a code of their own; their ORI begins with the place,
# or with that of the nation, which is seated in the District of Columbia.
FEDERAL = "FS"
_NATION = "US"
NO_COUNTY = frozenset({"not specified", "unmapped county"})
ORI = re.compile(r"[A-Z0-9]{9}")
_SMALL = {"Of": "of", "And": "and", "The": "the", "De": "de", "Du": "du"}


def kind_of(text: str) -> str | None:
    """The kind of agency for the list's own word, or None."""
    return KINDS.get(text.casefold())


def state_of(code: str, ori: str) -> str:
    """The postal code of the state, as far as the FBI's code tells it."""
    if code == FEDERAL:
        code = "DC" if ori[:2] == _NATION else ori[:2]
    return STATES.get(code, code)


def county_of(text: str) -> str:
    """The county in the usual letters: "FAIRBANKS NORTH STAR" is "Fairbanks North Star"."""
    if text.casefold() in NO_COUNTY:
        return ""
    words = text.title() if text.isupper() else text
    return " ".join(_SMALL.get(word, word) for word in words.split())


def names_for(name: str, kind: str, county: str, ori: str) -> list[str]:
    """Names for a new agency, the shortest first: the first that no other has is taken."""
    short = name.rstrip(" :,")
    if kind in {"municipality", "county"}:
        word = "city" if kind == "municipality" else "county"
        short = f"{short} ({word})"
    named = [short]
    if county:
        named.append(f"{short}, {county}")
    return [*named, f"{short}, {ori}"]
