import pytest

from training.rules.separation_of_duties import Duty, Person, reasons_to_stand_aside

SUPERVISORS = {Duty.SIGN_OFF, Duty.EVALUATE}


def test_a_stranger_to_the_record_may_act():
    for duty in (None, *Duty):
        assert reasons_to_stand_aside(Person(), duty) == []


@pytest.mark.parametrize("duty", [None, *Duty])
def test_nobody_acts_on_their_own_record(duty):
    (reason,) = reasons_to_stand_aside(Person(is_officer=True), duty)

    assert reason.text == "This is your own record. Another person must do this."


def test_one_name_and_no_address_asks_for_the_address():
    (reason,) = reasons_to_stand_aside(Person(could_be_officer=True))

    assert "enter the officer's address" in reason.text


@pytest.mark.parametrize("done", list(Duty))
@pytest.mark.parametrize("duty", list(Duty))
def test_two_checks_on_each_other_are_two_people(done, duty):
    reasons = reasons_to_stand_aside(Person(did={done}), duty)

    one_person_may = done is duty or {done, duty} == SUPERVISORS
    assert bool(reasons) is not one_person_may


def test_every_reason_is_said_at_once():
    person = Person(is_officer=True, did={Duty.NOMINATE, Duty.VET})

    assert [reason.text for reason in reasons_to_stand_aside(person, Duty.AUTHORIZE)] == [
        "This is your own record. Another person must do this.",
        "You nominated this officer. Another person must do this.",
        "You vetted this officer. Another person must do this.",
    ]
