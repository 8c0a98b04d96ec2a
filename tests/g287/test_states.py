"""Every state has one word and one look."""

import pytest

from g287.templatetags import states
from training.states import Compliance, RequirementState, Status


@pytest.mark.parametrize("value", Compliance.values)
def test_every_compliance_shows_its_word_and_an_icon(value):
    html = states.compliance(value)
    assert str(Compliance(value).label) in html
    assert f"#{states.STATE_ICONS[value]}" in html


@pytest.mark.parametrize("value", RequirementState.values)
def test_every_requirement_state_shows_its_word_and_an_icon(value):
    html = states.requirement(value)
    assert str(RequirementState(value).label) in html
    assert f"#{states.STATE_ICONS[value]}" in html


@pytest.mark.parametrize("value", ["missing", "overdue", "due_soon"])
def test_advice_that_is_not_met_never_looks_like_a_failure(value):
    html = states.requirement(value, binding=False)
    assert str(RequirementState(value).label) in html
    assert "state--advice" in html
    assert f"state--{value}" not in html


def test_advice_that_is_met_looks_met():
    assert states.requirement("met", binding=False) == states.requirement("met")


@pytest.mark.parametrize("value", Status.values)
def test_a_status_has_no_icon_so_that_it_never_looks_like_compliance(value):
    html = states.status(value)
    assert str(Status(value).label) in html
    assert "<svg" not in html


def test_compliance_may_say_what_is_overdue():
    assert "Overdue: refresher" in states.compliance("overdue", "refresher")


def test_an_unknown_state_is_an_error_and_not_an_empty_cell():
    with pytest.raises(ValueError, match="nonsense"):
        states.compliance("nonsense")
