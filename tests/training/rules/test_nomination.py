from dataclasses import replace
from datetime import date

import pytest

from training.rules.nomination import NominationFacts, reasons_not_to_nominate

DAY = date(2026, 3, 10)
ATTESTED = {"citizenship": DAY, "experience": DAY, "no_pending_discipline": DAY}
GOOD = NominationFacts(
    day=DAY,
    today=DAY,
    agreement_in_force=True,
    same_agency=True,
    serves_on_day=True,
    already_nominated=False,
    asked=ATTESTED,
    law_enforcement_since=date(2024, 3, 10),
    years_required=2,
    years_binding=True,
)


def test_an_officer_with_every_attestation_may_be_nominated():
    assert reasons_not_to_nominate(GOOD) == []


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        (
            {"agreement_in_force": False},
            "agreement",
            "The agreement is not in force on 10 Mar 2026.",
        ),
        ({"same_agency": False}, "agreement", "The agreement is of another agency."),
        (
            {"serves_on_day": False},
            "on",
            "The officer does not serve at the agency on 10 Mar 2026.",
        ),
        (
            {"already_nominated": True},
            "agreement",
            "The officer is nominated under this agreement already.",
        ),
        ({"today": date(2026, 3, 9), "asked": {}}, "on", "This day has not come yet."),
        (
            {"asked": {"citizenship": None}},
            "citizenship_attested_on",
            "The form asks the agency to attest United States citizenship.",
        ),
        (
            {"asked": {"no_pending_discipline": None}},
            "discipline_attested_on",
            "The form asks the agency to attest no pending discipline.",
        ),
        (
            {"asked": {"citizenship": date(2026, 3, 11)}},
            "citizenship_attested_on",
            "This day has not come yet.",
        ),
        (
            {"asked": {"citizenship": date(2026, 3, 11)}, "today": date(2026, 3, 12)},
            "citizenship_attested_on",
            "The attestation cannot be later than the nomination.",
        ),
        (
            {"law_enforcement_since": date(2024, 3, 11)},
            "experience_attested_on",
            (
                "The form asks for 2 years of law enforcement work; the officer reaches them on"
                " 11 Mar 2026."
            ),
        ),
        (
            {"law_enforcement_since": None},
            "experience_attested_on",
            (
                "The form asks for 2 years of law enforcement work. Enter since when the officer"
                " has been in law enforcement."
            ),
        ),
    ],
)
def test_each_thing_against_it_is_said_at_its_field(change, field, text):
    reasons = reasons_not_to_nominate(replace(GOOD, **change))
    assert [(r.field, r.text) for r in reasons] == [(field, text)]


def test_experience_that_is_advice_is_not_asked_for():
    facts = replace(
        GOOD, years_binding=False, asked={"experience": None}, law_enforcement_since=None
    )
    assert reasons_not_to_nominate(facts) == []


def test_everything_against_it_is_said_at_once():
    facts = replace(
        GOOD,
        agreement_in_force=False,
        serves_on_day=False,
        already_nominated=True,
        asked=dict.fromkeys(ATTESTED),
    )
    assert len(reasons_not_to_nominate(facts)) == 6
