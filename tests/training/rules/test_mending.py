from datetime import date

import pytest

from training.rules.mending import ClassAhead, First, MendingFacts, Way, way_to_mend

DAY = date(2026, 3, 2)
END = date(2026, 3, 27)
NOT_TRAINED = {"initial_course", "certification", "authorization", "evaluation"}


def facts(unmet=NOT_TRAINED, **classes):
    return MendingFacts(DAY, unmet, classes)


SITTING = facts(initial_course=ClassAhead(END, is_own=True))
OFFERED = facts(initial_course=ClassAhead(END, is_own=False))
OVER = facts(initial_course=ClassAhead(date(2026, 2, 27), is_own=True))
CERTIFIED = facts({"authorization", "evaluation"})


@pytest.mark.parametrize(
    ("kind", "given", "way"),
    [
        ("initial_course", facts(), Way(First.NOTHING, None)),
        ("initial_course", OFFERED, Way(First.NOTHING, END)),
        ("initial_course", SITTING, Way(First.CLASS, END)),
        ("initial_course", OVER, Way(First.RECORD, DAY)),
        ("certification", facts(), Way(First.COURSE, None)),
        ("certification", OFFERED, Way(First.COURSE, END)),
        ("certification", SITTING, Way(First.COURSE, END)),
        ("certification", OVER, Way(First.RECORD, DAY)),
        ("certification", facts({"certification"}), Way(First.NOTHING, DAY)),
        ("authorization", facts(), Way(First.CERTIFICATION, None)),
        ("authorization", SITTING, Way(First.CERTIFICATION, END)),
        ("authorization", CERTIFIED, Way(First.NOTHING, DAY)),
        ("evaluation", SITTING, Way(First.AUTHORIZATION, END)),
        ("evaluation", CERTIFIED, Way(First.AUTHORIZATION, DAY)),
        ("refresher", SITTING, Way(First.COURSE, END)),
        ("refresher", facts(set()), Way(First.NOTHING, None)),
        (
            "refresher",
            facts(set(), refresher=ClassAhead(END, is_own=True)),
            Way(First.CLASS, END),
        ),
        ("citizenship", facts(), Way(First.NOTHING, DAY)),
        ("supervisor", SITTING, Way(First.NOTHING, DAY)),
    ],
)
def test_an_act_is_not_possible_before_what_comes_first(kind, given, way):
    assert way_to_mend(kind, given) == way
