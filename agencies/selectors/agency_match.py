"""Names that may be one agency's: what waits for an answer, and what was answered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agency, AgencyMatch
from agencies.querysets import AgencyMatchQuerySet
from agencies.rules.agency_name import county_key, place_of

ANSWERED_SHOWN = 50

Pair = tuple[Agency, Agency]


def open_matches(viewer: Viewer) -> list[AgencyMatch]:
    """Names in a list that wait for a person to say same or new."""
    return list(_visible(viewer).filter(answer="").select_related("known"))


def waiting_names(viewer: Viewer) -> int:
    """How many names wait; a question is rare, so they are counted."""
    return _visible(viewer).filter(answer="").count()


def answered_matches(viewer: Viewer) -> list[AgencyMatch]:
    """The last answers, the newest first."""
    answered = _visible(viewer).exclude(answer="").select_related("known", "answered_by")
    return list(answered.order_by("-answered_at", "-id")[:ANSWERED_SHOWN])


def ori_proposals(viewer: Viewer, agencies: Iterable[Agency] | None = None) -> list[Pair]:
    """Agencies without an ORI, each with the one agency of the FBI's list that it may be.

    An ORI is proposed only where the place, the kind and the county leave no other choice on
    either side, and nobody has said that the two are different agencies.
    """
    if agencies is None:
        agencies = Agency.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS)
    without: defaultdict[tuple[str, str, str], list[Agency]] = defaultdict(list)
    listed: defaultdict[tuple[str, str, str], list[Agency]] = defaultdict(list)
    for agency in agencies:
        if agency.ori is None and not agency.is_invented:
            without[_likeness(agency, agency.name)].append(agency)
        elif agency.ori is not None and agency.fbi_name:
            listed[_likeness(agency, agency.fbi_name)].append(agency)
    apart = {
        (match.known_id, match.ori)
        for match in _visible(viewer).filter(answer=AgencyMatch.Answer.NEW).exclude(ori="")
    }
    return [
        (known, twin)
        for known, twin in _pairs(without, listed)
        if (known.pk, twin.ori) not in apart and not _counties_differ(known, twin)
    ]


def _pairs(
    without: dict[tuple[str, str, str], list[Agency]],
    listed: dict[tuple[str, str, str], list[Agency]],
) -> Iterator[Pair]:
    for likeness, known in without.items():
        twins = listed.get(likeness, [])
        if likeness[2] and len(known) == len(twins) == 1:
            yield known[0], twins[0]


def _likeness(agency: Agency, name: str) -> tuple[str, str, str]:
    return agency.state, agency.kind, place_of(name)


def _counties_differ(known: Agency, twin: Agency) -> bool:
    ours, theirs = county_key(known.county), county_key(twin.county)
    # The FBI names every county of a city that lies in several.
    return bool(ours and theirs) and ours not in {county_key(c) for c in twin.county.split(",")}


def _visible(viewer: Viewer) -> AgencyMatchQuerySet:
    return AgencyMatch.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS)
