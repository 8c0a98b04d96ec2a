"""The words of ICE's list of participating agencies, and what they mean.

Source: the workbook "participatingAgencies" on ice.gov/identify-and-arrest/287g, as published.
"""

from functools import lru_cache
from urllib.parse import parse_qs, quote, urlsplit

MODELS: dict[str, str] = {
    "jail enforcement model": "JEM",
    "warrant service officer": "WSO",
    "warrant service officer model": "WSO",
    "task force model": "TFM",
    "jem": "JEM",
    "wso": "WSO",
    "tfm": "TFM",
}
KINDS: dict[str, str] = {
    "county": "county",
    "municipality": "municipality",
    "state agency": "state",
    "state": "state",
}
# What stands in the COUNTY cell of a statewide agency.
NO_COUNTY = frozenset({"#n/a", "#na", "n/a", "na", "none", "-", "–"})
SAFE_LINKS = ".safelinks.protection.outlook.com"
ADDRESS_MOST = 500
_WRAPPED_MOST = 5


@lru_cache(maxsize=256)
def model_of(text: str) -> str | None:
    """The model's code for a SUPPORT TYPE ("Task Force Model"), or None."""
    return MODELS.get(" ".join(text.casefold().split()))


@lru_cache(maxsize=256)
def kind_of(text: str) -> str | None:
    """The agency's kind for a TYPE ("State Agency"), or None."""
    return KINDS.get(" ".join(text.casefold().split()))


def county_of(text: str) -> str:
    """The county, or "" for a statewide agency."""
    return "" if text.casefold() in NO_COUNTY else text


def address_of(link: str) -> str | None:
    """The web address of a link, taken out of Outlook's safe-links wrapping; None if it is none.

    Only http and https, at most 500 characters: the address is shown as a link.
    """
    link = link.strip()
    try:
        for _layer in range(_WRAPPED_MOST):
            parts = urlsplit(link)
            if not (parts.hostname or "").endswith(SAFE_LINKS):
                break
            link = parse_qs(parts.query).get("url", [""])[0].strip()
        parts = urlsplit(link)
        if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or ""):
            return None
    except ValueError:
        return None
    address = quote(link, safe="!#$%&'()*+,/:;=?@[]~")
    return address if len(address) <= ADDRESS_MOST else None
