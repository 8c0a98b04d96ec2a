from dataclasses import replace
from datetime import date

import pytest

from training.rules.authorization import (
    AuthorizationFacts,
    coverage,
    reasons_not_to_authorize,
    warnings_about_authorization,
)
from training.rules.periods import FOREVER, Period

GOOD = AuthorizationFacts(
    valid_from=date(2026, 11, 24),
    today=date(2026, 11, 24),
    status="certified",
    certified_on=date(2026, 11, 20),
    completed_on=date(2026, 11, 13),
    agreement_in_force=True,
    background_required=True,
    background_approved=True,
    citizenship_required=True,
    citizenship_attested=True,
    discipline_required=True,
    discipline_attested=True,
    supervisor_on_record=True,
    parameters={"months": 24, "gap_warning_days": 180},
)


@pytest.mark.parametrize(
    ("valid_from", "accepted"),
    [
        (date(2026, 8, 26), True),
        (date(2026, 8, 25), False),
        (date(2027, 2, 22), True),
        (date(2027, 2, 23), False),
    ],
)
def test_an_authorization_begins_within_ninety_days_of_its_recording(valid_from, accepted):
    facts = replace(GOOD, valid_from=valid_from, certified_on=date(2026, 1, 1))
    said = [reason.text for reason in reasons_not_to_authorize(facts)]
    assert (said == []) is accepted
    assert accepted or "no more than 90 days before or after today" in said[0]


@pytest.mark.parametrize(
    ("form", "signed", "parameters", "until"),
    [
        ("JEM and WSO: until revoked", date(2026, 11, 24), {}, FOREVER),
        ("TFM: two years", date(2025, 3, 10), {"months": 24}, date(2027, 3, 10)),
        ("TFM: two years from a leap day", date(2024, 2, 29), {"months": 24}, date(2026, 2, 28)),
        ("MOA of 2009: one year", date(2009, 11, 1), {"months": 12}, date(2010, 11, 1)),
    ],
)
def test_an_authorization_holds_as_long_as_its_form_says(form, signed, parameters, until):
    assert coverage(signed, parameters) == (signed, until)


def test_a_certified_officer_with_everything_may_be_authorized():
    assert reasons_not_to_authorize(GOOD) == []
    assert warnings_about_authorization(GOOD) == []


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"certified_on": None},
            "The officer is not certified: no training record is signed off.",
        ),
        (
            {"valid_from": date(2026, 11, 19)},
            "The officer was certified on 20 Nov 2026; authority cannot begin earlier.",
        ),
        ({"agreement_in_force": False}, "The agreement is not in force on 24 Nov 2026."),
        ({"background_approved": False}, "No approved background check covers this day."),
        ({"citizenship_attested": False}, "The agency has not attested citizenship."),
        (
            {"discipline_attested": False},
            "The agency has not attested that no discipline is pending.",
        ),
        ({"supervisor_on_record": False}, "No designated supervisor is on record on this day."),
        ({"status": "separated"}, "The officer's participation has ended."),
        (
            {"other_authorizations": (Period(date(2026, 11, 1)),)},
            "The officer is authorized already from 1 Nov 2026 until revoked.",
        ),
        (
            {"other_authorizations": (Period(date(2028, 11, 23), date(2030, 11, 23)),)},
            "The officer is authorized already from 23 Nov 2028 until 23 Nov 2030.",
        ),
    ],
)
def test_each_thing_against_it_is_said(change, text):
    assert [r.text for r in reasons_not_to_authorize(replace(GOOD, **change))] == [text]


def test_what_a_form_words_as_may_does_not_forbid():
    facts = replace(GOOD, background_required=False, background_approved=False)
    assert reasons_not_to_authorize(facts) == []


def test_a_renewal_may_begin_on_the_day_the_last_one_ends():
    last = Period(date(2024, 11, 24), date(2026, 11, 24))
    assert reasons_not_to_authorize(replace(GOOD, other_authorizations=(last,))) == []


@pytest.mark.parametrize(("completed", "warned"), [(date(2026, 5, 28), 0), (date(2026, 5, 27), 1)])
def test_more_than_180_days_after_the_course_warns_and_does_not_forbid(completed, warned):
    facts = replace(GOOD, completed_on=completed)
    assert len(warnings_about_authorization(facts)) == warned
    assert reasons_not_to_authorize(facts) == []
