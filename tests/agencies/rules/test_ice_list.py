from urllib.parse import quote

import pytest

from agencies.rules.ice_list import address_of, county_of, kind_of, model_of

MOA = "https://www.ice.gov/doclib/287gMOA/Colbert_WSO.pdf"


def wrapped(link):
    return f"https://gcc02.safelinks.protection.outlook.com/?url={quote(link, safe='')}&reserved=0"


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Task Force Model ", "TFM"),
        ("JAIL ENFORCEMENT MODEL", "JEM"),
        ("Warrant  Service\nOfficer", "WSO"),
        ("tfm", "TFM"),
        ("Task Force", None),
        ("", None),
    ],
)
def test_a_model_is_known_by_its_name_or_code(text, model):
    assert model_of(text) == model


def test_a_kind_of_agency_is_known_with_space_around_it():
    assert kind_of(" State Agency ") == "state"
    assert kind_of("Tribe") is None


@pytest.mark.parametrize("text", ["#N/A", "#NA", "n/a", ""])
def test_a_statewide_agency_has_no_county(text):
    assert county_of(text) == ""


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (MOA, MOA),
        (f" {MOA} ", MOA),
        (wrapped(MOA), MOA),
        (wrapped(wrapped(MOA)), MOA),
        ("https://www.ice.gov/a b.pdf", "https://www.ice.gov/a%20b.pdf"),
        (wrapped("javascript:alert(1)"), None),
        (wrapped(""), None),
        ("javascript:alert(1)", None),
        ("ftp://ice.gov/moa.pdf", None),
        ("file:///etc/passwd", None),
        ("https://localhost", None),
        ("mailto:a@example.com", None),
        ("https://[broken", None),
        ("https://ice.gov/" + "x" * 500, None),
        ("link", None),
    ],
)
def test_only_a_web_address_is_shown_as_a_link_and_without_its_wrapping(link, address):
    assert address_of(link) == address
