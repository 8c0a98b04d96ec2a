from dataclasses import replace
from datetime import date

import pytest

from training.kinds import DUTIES
from training.reference.files import RULE_SETS
from training.reference.rule_sets import read_rule_set
from training.rules.duty import OPERATION, SIGNATURE, DutyFacts, duty_on, needs_somebody
from training.rules.requirement_state import State

SIGNED, OPERATIONAL = date(2024, 3, 10), date(2024, 8, 1)
MEETING = DutyFacts(
    kind="review_meeting",
    parameters={"interval_months": 12, "first_after_months": 12},
    soon_days=90,
    in_force=True,
    signed_on=SIGNED,
    operational_on=OPERATIONAL,
)
REVIEW = replace(MEETING, kind="agreement_review", parameters={"interval_months": 36})
TERM = replace(REVIEW, parameters={"interval_months": 36, "ends_with_interval": True})
LIST = replace(MEETING, kind="interpreter_list", parameters={})
POSTERS = replace(MEETING, kind="posters", parameters={})


def done(facts, *days):
    return replace(facts, done=tuple((day, day) for day in days))


@pytest.mark.parametrize(
    ("facts", "day", "state", "due_on"),
    [
        # R23: nothing is due before the first officer is authorized, then twelve months later.
        (replace(MEETING, operational_on=None), date(2024, 9, 1), State.IN_PROGRESS, None),
        (MEETING, date(2024, 7, 31), State.IN_PROGRESS, None),
        (MEETING, OPERATIONAL, State.MET, date(2025, 8, 1)),
        (MEETING, date(2025, 5, 2), State.MET, date(2025, 8, 1)),
        (MEETING, date(2025, 5, 3), State.DUE_SOON, date(2025, 8, 1)),
        (MEETING, date(2025, 7, 31), State.DUE_SOON, date(2025, 8, 1)),
        (MEETING, date(2025, 8, 1), State.OVERDUE, date(2025, 8, 1)),
        # A meeting before the due day moves it, an early one does not take away.
        (done(MEETING, date(2025, 6, 1)), date(2025, 8, 1), State.MET, date(2026, 6, 1)),
        (done(MEETING, date(2024, 7, 1)), date(2025, 8, 1), State.OVERDUE, date(2025, 8, 1)),
        # What lies ahead of the day asked for does not count.
        (done(MEETING, date(2025, 9, 1)), date(2025, 8, 15), State.OVERDUE, date(2025, 8, 1)),
        (done(MEETING, date(2024, 2, 29)), date(2024, 7, 1), State.MET, date(2025, 2, 28)),
        # R24: three years from the signature, then from the last review.
        (REVIEW, SIGNED, State.MET, date(2027, 3, 10)),
        (REVIEW, date(2027, 3, 10), State.OVERDUE, date(2027, 3, 10)),
        (done(REVIEW, date(2027, 3, 1)), date(2027, 3, 10), State.MET, date(2030, 3, 1)),
        # The form of 2009 lasts three years; a day that the document names is that day.
        (TERM, date(2027, 3, 9), State.DUE_SOON, date(2027, 3, 10)),
        (TERM, date(2027, 3, 10), State.OVERDUE, date(2027, 3, 10)),
        (
            replace(TERM, expires_on=date(2026, 6, 30)),
            date(2026, 6, 1),
            State.DUE_SOON,
            date(2026, 6, 30),
        ),
        # R27, R28: once recorded they hold.
        (LIST, OPERATIONAL, State.MISSING, None),
        (replace(LIST, operational_on=None), OPERATIONAL, State.IN_PROGRESS, None),
        (done(LIST, SIGNED), date(2040, 1, 1), State.MET, date.max),
        (POSTERS, OPERATIONAL, State.MISSING, None),
        (done(POSTERS, SIGNED), SIGNED, State.MET, date.max),
        # Nothing is asked while the agreement is not in force.
        (replace(LIST, in_force=False), OPERATIONAL, State.NOT_APPLICABLE, None),
    ],
)
def test_a_duty_on_a_day(facts, day, state, due_on):
    found = duty_on(facts, day)
    assert (found.state, found.due_on) == (state, due_on)


def test_a_state_names_what_it_rests_on():
    assert duty_on(MEETING, OPERATIONAL).row.evidence == OPERATION
    assert duty_on(REVIEW, SIGNED).row.evidence == SIGNATURE
    held = date(2025, 6, 1)
    assert duty_on(done(MEETING, held), held).row.evidence == held


def test_only_what_is_missing_due_or_overdue_needs_somebody():
    assert {state for state in State if needs_somebody(state)} == {
        State.MISSING,
        State.OVERDUE,
        State.DUE_SOON,
    }


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("MOU-2002", set()),
        ("MOA-2009-10", {"review_meeting", "agreement_review"}),
        (
            "JEM-2020",
            {"review_meeting", "agreement_review", "interpreter_list", "posters"},
        ),
        (
            "JEM-2025-02-15",
            {"review_meeting", "agreement_review", "interpreter_list", "posters"},
        ),
        ("WSO-2019", {"review_meeting", "interpreter_list", "posters"}),
        ("WSO-2025-02-14", {"review_meeting", "interpreter_list", "posters"}),
        ("WSO-2025-02-15", {"review_meeting", "interpreter_list", "posters"}),
        ("TFM-2025-02-12", set()),
        ("TFM-2025-03-07", set()),
    ],
)
def test_each_form_asks_of_the_agency_what_is_documented(form, asked):
    requirements = read_rule_set(RULE_SETS / f"{form}.toml").requirements
    assert {r.kind.name.lower() for r in requirements if r.kind in DUTIES} == asked


def test_each_clock_is_judged_by_the_rules_it_began_under():
    held = date(2025, 6, 1)
    facts = replace(
        done(MEETING, held),
        clocks={
            OPERATIONAL: [(OPERATIONAL, {"interval_months": 12})],
            held: [(held, {"interval_months": 6})],
        },
    )
    assert duty_on(facts, date(2025, 5, 31)).due_on == date(2025, 8, 1)
    assert duty_on(facts, held).due_on == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("moved", "due_on"),
    [
        ([(date(2025, 1, 1), 9)], date(2025, 5, 1)),
        ([(date(2025, 6, 1), 9)], date(2025, 6, 1)),
        ([(date(2025, 6, 1), 9), (date(2025, 7, 1), 6)], date(2025, 6, 1)),
        ([(date(2025, 6, 1), 24)], date(2026, 8, 1)),
        # What was overdue before stays overdue since that day.
        ([(date(2025, 9, 1), 9)], date(2025, 8, 1)),
    ],
)
def test_a_re_evaluation_ends_no_clock_before_its_own_day(moved, due_on):
    clock = [(OPERATIONAL, {"interval_months": 12})]
    clock += [(on, {"interval_months": months}) for on, months in moved]
    facts = replace(MEETING, clocks={OPERATIONAL: clock})
    assert duty_on(facts, date(2025, 9, 1)).due_on == due_on
