"""Fields are drawn so that a screen reader hears label, hint and error together."""

import re

import pytest
from crispy_forms.utils import render_crispy_form

from g287.samples import SampleForm


@pytest.fixture
def refused():
    return render_crispy_form(SampleForm({"officer": "", "model": "tfm"}))


def test_an_input_names_its_hint_and_its_error(refused):
    field = re.search(r'<input type="text" name="officer"[^>]*>', refused).group()
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_officer_helptext id_officer_error"' in field
    assert 'id="id_officer_error"' in refused
    assert 'id="id_officer_helptext"' in refused


def test_the_summary_links_to_every_field_with_an_error(refused):
    summary = refused[: refused.index('id="div_id_officer"')]
    for target in re.findall(r'href="#(id_\w+)"', summary):
        assert f'id="{target}"' in refused
    assert "6 things to put right" in summary


def test_a_group_of_options_is_a_fieldset_with_its_error(refused):
    group = re.search(r"<fieldset[^>]*id=\"id_decision\"[^>]*>", refused).group()
    assert 'aria-describedby="id_decision_error"' in group


def test_fields_that_may_stay_empty_say_so():
    html = render_crispy_form(SampleForm())
    hours, officer = (
        re.search(rf'<label class="usa-label"\s+for="{field}">.*?</label>', html, re.DOTALL).group()
        for field in ("id_hours", "id_officer")
    )
    assert "(optional)" in hours
    assert "(optional)" not in officer


def test_a_form_that_was_not_sent_shows_no_errors():
    html = render_crispy_form(SampleForm())
    assert "usa-error-message" not in html
    assert "form-summary" not in html


def test_drawing_a_field_twice_does_not_change_its_widget():
    form = SampleForm({"officer": ""})
    render_crispy_form(form)
    assert "usa-input--error" not in str(form.fields["officer"].widget.attrs)


def test_the_button_is_the_verb():
    assert re.search(
        r'<button type="submit"\s+class="usa-button"[^>]*>Sign</button>',
        render_crispy_form(SampleForm()),
    )
