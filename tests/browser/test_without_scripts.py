"""The main acts where scripts do not run: forms are forms, links are links."""

from datetime import timedelta

import pytest

from tests.support import chain


@pytest.fixture
def cast(system):
    with system():
        return chain.chain()


@pytest.fixture
def sit_down_without(sit_down):
    return lambda who: sit_down(who, java_script_enabled=False)


def test_an_officer_is_nominated(cast, system, sit_down_without):
    with system():
        officer = chain.serving(cast, last_name="Needleman").officer
    administrator = sit_down_without(cast.administrator)
    administrator.open("officer", officer.uuid)
    administrator.follow("Nominate")
    day = (cast.today - timedelta(days=3)).isoformat()
    administrator.fill("Day of the nomination", day)
    administrator.press("Nominate the officer")
    assert "The form asks the agency to attest this." in administrator.says

    for box in administrator.main.get_by_role("checkbox").all():
        administrator.main.locator(f'label[for="{box.get_attribute("id")}"]').click()
    for given in administrator.main.get_by_label("Attested on").all():
        given.fill(day)
    administrator.press("Nominate the officer")
    assert "Nominated" in administrator.says


def test_the_grids_are_sent_as_whole_forms(cast, system, sit_down_without):
    with system():
        training_class = chain.begun(cast, last_name="Needleman").training_class
    registrar = sit_down_without(cast.registrar)
    for name, bad, good in (("class-attendance", "25", "8"), ("class-results", "101", "85")):
        registrar.open(name, training_class.uuid)
        entry = registrar.main.get_by_role("grid").get_by_role("textbox").first
        entry.fill(bad)
        registrar.press("Save the")
        assert entry.input_value() == bad
        assert entry.get_attribute("aria-invalid") == "true"
        entry.fill(good)
        registrar.press("Save the")
        assert "Saved 1" in registrar.says


def test_a_record_is_signed_off(cast, system, sit_down_without):
    with system():
        waiting = chain.submitted(cast, last_name="Needleman")
    supervisor = sit_down_without(cast.supervisor)
    supervisor.open("record-sign-off", waiting.uuid)
    supervisor.choose("Approve")
    supervisor.press("Approve this record")
    assert "is certified, certificate" in supervisor.says
