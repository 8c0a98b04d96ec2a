from datetime import date

import pytest

from training.kinds import Kind
from training.rules.periods import FOREVER
from training.rules.requirement_state import CoverageFact, State, StateOnDay
from training.rules.requirement_words import Clock, Explained, heading, mend, reason

ROW = CoverageFact(date(2024, 11, 8), date(2026, 11, 8))
JEM = "JEM, 2020"


def explained(kind, state, parameters=None, row=ROW, section="", form=JEM, clock=Clock.NONE):
    on_day = StateOnDay(state, row if state not in (State.MISSING, State.IN_PROGRESS) else None)
    return Explained(kind, parameters or {}, on_day, form, section, clock)


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
            explained("refresher", State.IN_PROGRESS, {"months": 24}),
            "The first is due 24 months after the initial course (JEM, 2020).",
            "Complete the initial course first",
        ),
        (
            explained("authorization", State.MET),
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
