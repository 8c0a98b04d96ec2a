from datetime import date

import pytest

from training.kinds import Kind
from training.rules.mending import First
from training.rules.periods import FOREVER
from training.rules.requirement_state import CoverageFact, State, StateOnDay
from training.rules.requirement_words import Clock, Explained, heading, mend, reason

ROW = CoverageFact(date(2024, 11, 8), date(2026, 11, 8))
JEM = "JEM, 2020"


WAIVER = CoverageFact(date(2025, 11, 8), date(2026, 11, 8), is_waiver=True)


def explained(
    kind,
    state,
    parameters=None,
    row=ROW,
    section="",
    form=JEM,
    clock=Clock.NONE,
    first=First.NOTHING,
    ends_soon=False,
):
    never_met = state in (State.MISSING, State.IN_PROGRESS) and not row.is_waiver
    on_day = StateOnDay(state, None if never_met else row, ends_soon)
    return Explained(kind, parameters or {}, on_day, form, section, clock, first)


@pytest.mark.parametrize(
    ("given", "words", "act"),
    [
        (
            explained(
                "refresher",
                State.OVERDUE,
                {"months": 24, "hours": 40},
                section="Training of personnel",
                clock=Clock.INITIAL_COURSE,
            ),
            "Due 24 months after the initial course (Training of personnel, JEM, 2020).",
            "Book the 40-hour refresher",
        ),
        (
            explained("refresher", State.DUE_SOON, {"months": 12}, clock=Clock.REPEAT),
            "Due 12 months after the last refresher (JEM, 2020).",
            "Book the refresher",
        ),
        (
            explained("refresher", State.IN_PROGRESS, {"months": 24}, first=First.COURSE),
            "The first is due 24 months after the initial course (JEM, 2020).",
            "Complete the initial course first",
        ),
        (
            explained("authorization", State.MET, row=CoverageFact(date(2024, 11, 8), FOREVER)),
            "Holds until it is revoked (JEM, 2020).",
            "",
        ),
        (
            explained("authorization", State.OVERDUE, {"months": 24}),
            "The authorization has ended, and only a signed one renews it (JEM, 2020).",
            "Ask the field office director for a new authorization",
        ),
        (
            explained("background_check", State.MET, {"advised_recheck_months": 60}),
            "Approved; a new check is advised from 8 Nov 2029 (JEM, 2020).",
            "",
        ),
        (
            explained("evaluation", State.DUE_SOON, {"days": 90}, clock=Clock.AUTHORIZATION),
            "Due 90 days after the authorization (JEM, 2020).",
            "Ask the supervisor for an evaluation",
        ),
        (
            explained("annual_training", State.MISSING, {"month": 5, "day": 31}),
            "No completion is on record; due each fiscal year by 31 May (JEM, 2020).",
            "Record the year's completion",
        ),
        (
            explained("initial_course", State.IN_PROGRESS, {"hours": 160, "pass_mark": 70}),
            "No signed-off record of the 160-hour course with 70 in each exam (JEM, 2020).",
            "Enroll the officer in a class and complete it",
        ),
        (
            explained("citizenship", State.WAIVED),
            "Waived until 8 Nov 2026 (JEM, 2020).",
            "",
        ),
        (
            explained(
                "refresher", State.WAIVED, {"months": 24, "hours": 40}, WAIVER, ends_soon=True
            ),
            "Waived until 8 Nov 2026 (JEM, 2020).",
            "The waiver ends on 8 Nov 2026. Book the 40-hour refresher",
        ),
        (
            explained("initial_course", State.MISSING, {"hours": 8}, WAIVER),
            (
                "No signed-off record of the 8-hour course; the waiver ended on 8 Nov 2026"
                " (JEM, 2020)."
            ),
            "Enroll the officer in a class and complete it",
        ),
        (
            explained("citizenship", State.OVERDUE, row=WAIVER),
            "The waiver ended on 8 Nov 2026, and nothing has met it since (JEM, 2020).",
            "Have the agency attest citizenship",
        ),
        (
            explained("no_pending_discipline", State.OVERDUE, {"removed_until_adjudicated": True}),
            "The agency's word that none is pending ended on 8 Nov 2026 (JEM, 2020).",
            "Remove the officer from the program until it is settled, then attest anew",
        ),
        (
            explained("certification", State.IN_PROGRESS, first=First.COURSE),
            "Not certified in writing yet (JEM, 2020).",
            "Complete the course first, then have the supervisor sign off its record",
        ),
        (
            explained("authorization", State.CONFLICT),
            "The records contradict each other (JEM, 2020).",
            "Resolve the contradiction with a reason",
        ),
        (explained("supervisor", State.NOT_APPLICABLE), "Not asked on this day.", ""),
    ],
)
def test_a_requirement_says_why_and_what_would_mend_it(given, words, act):
    assert reason(given) == words
    assert mend(given) == act


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind])
@pytest.mark.parametrize("state", list(State))
def test_every_kind_has_words_for_every_state(kind, state):
    parameters = {"months": 24, "days": 90, "years": 2, "hours": 40, "month": 5, "day": 31}
    given = explained(kind.name.lower(), state, parameters, CoverageFact(ROW.valid_from, FOREVER))
    assert reason(given).endswith(".")
    needs_mending = state not in (State.MET, State.WAIVED, State.NOT_APPLICABLE)
    assert bool(mend(given)) == needs_mending


# Of each kind: met, due soon, overdue, missing, in progress.
DAY = "8 Nov 2026"
TRUE_OF = {
    "citizenship": (
        "Attested by the agency",
        f"Attested by the agency until {DAY}",
        f"The agency's attestation ended on {DAY}",
        "The agency has not attested it",
        "The agency has not attested it",
    ),
    "experience": (
        "2 years of law enforcement work, attested by the agency",
        f"2 years of law enforcement work, attested by the agency until {DAY}",
        f"2 years of law enforcement work; the attestation ended on {DAY}",
        "2 years of law enforcement work, not attested by the agency",
        "2 years of law enforcement work, not attested by the agency",
    ),
    "background_check": (
        "Approved",
        f"Approved until {DAY}",
        f"The approved result held until {DAY}",
        "No approved result is on record",
        "No approved result is on record",
    ),
    "no_pending_discipline": (
        "Attested by the agency",
        f"Attested by the agency until {DAY}",
        f"The agency's word that none is pending ended on {DAY}",
        "The agency has not attested it",
        "The agency has not attested it",
    ),
    "initial_course": (
        "Completed and signed off",
        f"Completed and signed off; it counts until {DAY}",
        f"The completed course counted until {DAY}",
        "No signed-off record of the 40-hour course",
        "No signed-off record of the 40-hour course",
    ),
    "certification": (
        "Certified in writing",
        f"Certified in writing until {DAY}",
        f"The written certification held until {DAY}",
        "Not certified in writing yet",
        "Not certified in writing yet",
    ),
    "authorization": (
        "Holds 24 months from its date",
        "Holds 24 months from its date",
        "The authorization has ended, and only a signed one renews it",
        "Not authorized yet",
        "Not authorized yet",
    ),
    "supervisor": (
        "A designated supervisor is on record",
        f"The supervisor's assignment ends on {DAY}",
        "The supervisor's assignment has ended",
        "No designated supervisor is on record",
        "No designated supervisor is on record",
    ),
    "refresher": (
        "Due 24 months after the initial course",
        "Due 24 months after the initial course",
        "Due 24 months after the initial course",
        "No completed course is on record; one is due every 24 months",
        "The first is due 24 months after the initial course",
    ),
    "annual_training": (
        "Due each fiscal year by 31 May",
        "Due each fiscal year by 31 May",
        f"Due each fiscal year by 31 May; none is on record for {DAY}",
        "No completion is on record; due each fiscal year by 31 May",
        "No completion is on record; due each fiscal year by 31 May",
    ),
    "evaluation": (
        "Due 90 days after the last evaluation",
        "Due 90 days after the last evaluation",
        "Due 90 days after the last evaluation",
        "No evaluation is on record; one is due every 90 days",
        "No evaluation is on record; one is due every 90 days",
    ),
    "credential_return": (
        "The credentials went back",
        "The credentials went back",
        f"The recorded return counted until {DAY}",
        "No return of the credentials is on record",
        "No return of the credentials is on record",
    ),
    "review_meeting": (
        "Due every 12 months",
        "Due every 12 months",
        "Due every 12 months",
        "No meeting is on record; one is due every 12 months",
        "The first is due 12 months after the first officer is authorized",
    ),
    "agreement_review": (
        "Due 12 months after the agreement was signed",
        "Due 12 months after the agreement was signed",
        "Due 12 months after the agreement was signed",
        "No review is on record; one is due every 12 months",
        "No review is on record; one is due every 12 months",
    ),
    "interpreter_list": (
        "The list is on file",
        "The list is on file",
        f"The list on record counted until {DAY}",
        "No list is on record",
        "No list is on record",
    ),
    "posters": (
        "The posters are displayed",
        "The posters are displayed",
        f"The record of the posters counted until {DAY}",
        "No record says that the posters are displayed",
        "No record says that the posters are displayed",
    ),
}
JUDGED = (State.MET, State.DUE_SOON, State.OVERDUE, State.MISSING, State.IN_PROGRESS)


def test_the_table_of_true_sentences_has_every_kind():
    assert set(TRUE_OF) == {kind.name.lower() for kind in Kind if kind}


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        (kind, state, words)
        for kind, sentences in TRUE_OF.items()
        for state, words in zip(JUDGED, sentences, strict=True)
    ],
)
def test_a_reason_is_true_of_the_state_that_it_explains(kind, state, words):
    parameters = {
        "months": 24,
        "days": 90,
        "years": 2,
        "hours": 40,
        "month": 5,
        "day": 31,
        "interval_months": 12,
    }
    assert reason(explained(kind, state, parameters)) == f"{words} (JEM, 2020)."


@pytest.mark.parametrize(
    ("kind", "parameters", "words"),
    [
        ("refresher", {"months": 24}, "Name, every 24 months"),
        ("evaluation", {"days": 90}, "Name, every 90 days"),
        ("annual_training", {}, "Name, each fiscal year"),
        ("experience", {"years": 2}, "Name, 2 years"),
        ("review_meeting", {"interval_months": 12}, "Name, every 12 months"),
        ("posters", {}, "Name"),
        ("authorization", {"months": 24}, "Name"),
    ],
)
def test_a_heading_names_the_interval(kind, parameters, words):
    assert heading(kind, "Name", parameters) == words
