"""One page of 25 officers with status, compliance and what to do first."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from accounts.viewer import acting_as
from benchmarks.measure import Figure, medians
from benchmarks.viewers import AGENCY, NATION, rows
from reports.selectors.officer_list import OfficerFilters, officers_page


def officer_lists(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """One page of 25 officers with status, compliance and what to do first."""
    floor = "25 bare rows by the same index"
    for viewer, place, where in (
        (AGENCY, "an agency", "where agency_id = 1"),
        (NATION, "the nation", ""),
    ):
        with acting_as(viewer):
            first = officers_page(viewer, OfficerFilters(on=day))
            cases = {
                "page": partial(officers_page, viewer, OfficerFilters(on=day)),
                "next": partial(officers_page, viewer, OfficerFilters(on=day), after=first.after),
                floor: partial(
                    rows, f"select * from agencies_officer {where} order by name_key, id limit 25"
                ),
            }
            ms = medians(cases, rounds)
        yield Figure(f"Officer list of {place}", officers, ms["page"], floor, ms[floor])
        yield Figure(f"Officer list of {place}, next page", officers, ms["next"], floor, ms[floor])
