from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accounts.refusal import Reason
from training.rules.course_completion import Missing
from training.rules.sign_off import SignOffFacts, reasons_not_to_approve, reasons_not_to_return

GOOD = SignOffFacts(
    is_waiting=True,
    decided_by="",
    decided_at=None,
    missing=(),
    entered_by_signer=False,
    agreement_in_force=True,
    digest_shown="a",
    digest_now="a",
)
LATE = datetime(2026, 11, 24, 14, tzinfo=UTC)


def words(reasons):
    return [reason.text for reason in reasons]


def test_a_complete_record_of_somebody_else_may_be_approved():
    assert reasons_not_to_approve(GOOD) == []


@pytest.mark.parametrize(
    ("change", "text", "forbids_return"),
    [
        ({"is_waiting": False}, "This record is not waiting for sign-off.", True),
        ({"stand_aside": [Reason("This is your own record.")]}, "This is your own record.", True),
        (
            {"digest_shown": "b"},
            "The record changed since you opened it. Look at it again.",
            True,
        ),
        (
            {"entered_by_signer": True},
            (
                "You entered part of this record. Another supervisor must approve it; you may"
                " return it."
            ),
            False,
        ),
        ({"agreement_in_force": False}, "The agreement is not in force today.", False),
        ({"missing": (Missing("Day 7 lacks.", "attendance", "R7"),)}, "Day 7 lacks.", False),
        ({"decided_by": "M. Placeholder"}, "M. Placeholder signed this record off already.", True),
        (
            {"decided_by": "M. Placeholder", "decided_at": LATE},
            "M. Placeholder signed this record off on 24 Nov 2026.",
            True,
        ),
    ],
)
def test_each_thing_against_it_is_said(change, text, forbids_return):
    facts = replace(GOOD, **change)
    assert words(reasons_not_to_approve(facts)) == [text]
    assert words(reasons_not_to_return(facts)) == ([text] if forbids_return else [])


def test_everything_against_it_is_said_at_once():
    facts = replace(
        GOOD,
        digest_shown="b",
        stand_aside=[Reason("This is your own record.")],
        entered_by_signer=True,
        agreement_in_force=False,
        missing=(Missing("One", "exam", "R8"), Missing("Two", "attendance", "R7")),
    )
    assert len(reasons_not_to_approve(facts)) == 6


def test_whoever_comes_second_reads_one_clear_message():
    facts = replace(GOOD, is_waiting=False, decided_by="M. Placeholder", digest_shown="b")
    assert len(reasons_not_to_approve(facts)) == 1
