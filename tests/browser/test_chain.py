"""The whole way of one officer, walked by people through pages, each signed in as their role."""

from datetime import timedelta

import pytest

from tests.support import chain
from training.models import Enrollment, TrainingClass

CLASS = "CL287"


@pytest.fixture
def cast(system):
    with system():
        return chain.chain()


def test_an_officer_comes_from_the_first_entry_to_authority(cast, system, sit_down):
    with chain.before_class(cast) as first_day:
        everybody = list(seated_in_a_class(cast, system, sit_down, first_day))
    with system():
        record = Enrollment.objects.select_related("officer", "training_class").get(
            training_class__class_id=CLASS
        )

    registrar = sit_down(cast.registrar)
    registrar.open("class", record.training_class.uuid)
    for tab, value in (("Attendance", "8"), ("Results", "85")):
        registrar.follow(tab)
        registrar.main.get_by_role("grid").get_by_role("textbox").first.fill(value)
        registrar.page.keyboard.press("Enter")
        registrar.main.get_by_text("All saved").wait_for()
    registrar.press("Send")

    supervisor = sit_down(cast.supervisor)
    supervisor.open("home")
    assert "Needleman" in supervisor.says
    supervisor.open("sign-off-queue")
    supervisor.follow("Needleman")
    supervisor.choose("Approve")
    supervisor.press("Approve this record")
    assert "is certified, certificate" in supervisor.says

    director = sit_down(cast.director)
    director.open("authorization-queue")
    director.main.get_by_role("link", name="Authorize: Needleman").click()
    director.fill("Number of the signed letter", "L-287")
    director.fill("Authorized from", cast.today.isoformat())
    director.press("Authorize the officer")

    administrator = sit_down(cast.administrator)
    administrator.open("officer", record.officer.uuid)
    assert "May act" in administrator.says
    assert "Authorized" in administrator.says
    everybody += [registrar, supervisor, director, administrator]
    assert [complaint for person in everybody for complaint in person.complaints] == []


def seated_in_a_class(cast, system, sit_down, first_day):
    """From the first entry to a seat in the class, before it begins."""
    earlier = (first_day - timedelta(days=30)).isoformat()
    administrator = sit_down(cast.administrator)
    administrator.open("officer-add")
    administrator.fill("Last name", "Needleman")
    administrator.fill("First name", "Avery")
    administrator.fill("Badge number", "N-287")
    administrator.fill("At this agency since", "2016-01-01")
    administrator.press("Add the officer")
    administrator.follow("Nominate")
    administrator.fill("Day of the nomination", earlier)
    for box in administrator.main.get_by_role("checkbox").all():
        administrator.main.locator(f'label[for="{box.get_attribute("id")}"]').click()
    for given in administrator.main.get_by_label("Attested on").all():
        given.fill(earlier)
    administrator.press("Nominate the officer")
    assert "Nominated" in administrator.says
    yield administrator

    manager = sit_down(cast.manager)
    manager.open("vetting-queue")
    manager.main.get_by_role("link", name="Record the result: Needleman").click()
    manager.choose("Approved")
    manager.fill("Day of the result", earlier)
    manager.press("Record the result")
    yield manager

    registrar = sit_down(cast.registrar)
    registrar.open("class-add")
    registrar.fill("Class ID", CLASS)
    courses = registrar.main.get_by_label("Course").first
    [of_the_model] = [o for o in courses.locator("option").all_inner_texts() if "Warrant" in o]
    courses.select_option(label=of_the_model)
    registrar.fill("Place", "Charleston")
    registrar.fill("First day", first_day.isoformat())
    registrar.fill("Seats", 4)
    registrar.press("Set up the class")
    yield registrar

    with system():
        training_class = TrainingClass.objects.get(class_id=CLASS)
    administrator.open("class", training_class.uuid)
    administrator.follow("Enroll officers")
    administrator.main.get_by_label("Needleman").first.check()
    administrator.press("Enroll the ticked officers")
    assert "Needleman" in administrator.says
