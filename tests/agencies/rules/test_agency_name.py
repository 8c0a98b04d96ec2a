"""Which known name is near: by the place, however many others look like the whole."""

from agencies.rules.agency_name import KnownNames


def test_the_one_of_the_county_is_found_among_many_of_the_same_name():
    counties = ("Avery", "Bertie", "Clay", "Dare", "Edgecombe", "Franklin", "Gates")
    known = KnownNames(
        [(key, "State Park Rangers", county) for key, county in enumerate(counties, start=1)]
    )
    assert known.nearest("State Park Ranger", "Gates").key == 7


def test_of_several_near_places_the_nearest_whole_name_is_taken():
    known = KnownNames(
        [(1, "Marion County Police Department", ""), (2, "Marion Police Department", "")]
    )
    assert known.nearest("Marion Police Dept", "").key == 2


def test_another_place_is_not_near_however_alike_the_rest():
    known = KnownNames([(1, "Lee County Sheriff's Office", "")])
    assert known.nearest("Lake County Sheriff's Office", "") is None
