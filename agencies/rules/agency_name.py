"""Are two names one agency's, written differently? Asked within one state.

A slip of the keyboard, an abbreviation or another order of words makes one agency look like two.
Names that are close and yet two agencies' are common as well (Lee County and Lake County): so the
place is compared by itself, and a county that both state and that differs settles it. What is
close is shown to a person; nothing here decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

# Of 100. Whole names, and the place alone: a letter slipped in a name of eight letters is 93.
WHOLE_LEAST = 88
PLACE_LEAST = 85

_WORDS = {
    "so": "sheriff office",
    "pd": "police department",
    "dept": "department",
    "dep": "department",
    "dps": "department public safety",
    "doc": "department corrections",
    "co": "county",
    "cnty": "county",
    "parish": "county",
    "st": "saint",
    "ste": "saint",
    "ft": "fort",
    "mt": "mount",
    "sheriffs": "sheriff",
    "sherriff": "sheriff",
    "sherriffs": "sheriff",
    "offices": "office",
    "twp": "township",
    "&": "and",
    "of": "",
    "the": "",
    "city": "",
    "town": "",
}
_KIND_WORDS = frozenset(
    {
        *("sheriff", "office", "police", "department", "county", "municipal", "township"),
        *("public", "safety", "services", "corrections", "and", "borough", "village"),
        *("marshal", "constable", "precinct"),
    }
)
# One of these more or less is another place: Florida and North Florida.
_DIRECTIONS = frozenset(
    {
        *("north", "south", "east", "west", "new"),
        *("northern", "southern", "eastern", "western"),
    }
)


_MARKS, _APART = re.compile(r"['’`´.]"), re.compile(r"[^\w&]+")


class Near(NamedTuple):
    """A known agency whose name is close: its key, and how close, of 100."""

    key: int
    score: int


def comparable(name: str) -> str:
    """The name as it is compared: plain words, abbreviations written out."""
    words = _APART.sub(" ", _MARKS.sub("", name.casefold())).split()
    return " ".join(" ".join([_WORDS.get(word, word) for word in words]).split())


def place_of(name: str) -> str:
    """The name without the words that say what kind of agency it is: "Mobile", "Boca Raton"."""
    return _place(comparable(name))


def _place(whole: str) -> str:
    return " ".join(word for word in whole.split() if word not in _KIND_WORDS)


def county_key(county: str) -> str:
    """A county as it is compared: "Mobile County " and "MOBILE" are one; "" where none is."""
    text = comparable(county)
    if text in {"not specified", "unmapped county"}:
        return ""
    return text.removesuffix("county").strip()


@dataclass(frozen=True)
class Known:
    """A known agency, as it is compared."""

    key: int
    whole: str
    place: str
    county: str


class KnownNames:
    """The known agencies of one state, to look for near names among them."""

    def __init__(self, agencies: Iterable[tuple[int, str, str]]) -> None:
        """`agencies`: key, name and county of each."""
        self._known = [
            Known(key, whole := comparable(name), _place(whole), county_key(county))
            for key, name, county in agencies
        ]
        self._places = [known.place for known in self._known]

    def nearest(self, name: str, county: str, apart: frozenset[int] = frozenset()) -> Near | None:
        """The known agency whose name is nearest and near enough; `apart` are known to be others.

        Without a county the names must be nearer: nothing else tells two places apart.
        """
        whole = comparable(name)
        place = _place(whole)
        # By the place first: it is short, and most whole names of a state look alike.
        found = process.extract(
            place, self._places, scorer=fuzz.ratio, score_cutoff=PLACE_LEAST, limit=None
        )
        if not found:
            return None
        its_county = county_key(county)
        best: Near | None = None
        for _text, _score, index in found:
            known = self._known[index]
            if known.key in apart or (its_county and known.county and its_county != known.county):
                continue
            score = fuzz.ratio(whole, known.whole)
            if score < WHOLE_LEAST or _directions(place) != _directions(known.place):
                continue
            if best is None or round(score) > best.score:
                best = Near(known.key, round(score))
        return best


def _directions(place: str) -> frozenset[str]:
    return _DIRECTIONS.intersection(place.split())
