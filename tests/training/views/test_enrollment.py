import pytest
from django.urls import reverse

from accounts.viewer import acting_as
from tests.support.chain import begun, chain, nominated, training_class, vetted
from training.models import Enrollment
from training.services.enrollment import enroll

pytestmark = pytest.mark.usefixtures("arranged")


def ids(*participations):
    return {"participations": [str(p.uuid) for p in participations]}


def test_vetted_officers_of_the_course_s_models_are_offered_and_enrolled_together(jem, signed_in):
    ahead, ready = training_class(jem), [vetted(jem), vetted(jem)]
    nominated(jem, last_name="Waiting")
    vetted(chain("WSO-2025-02-15"), last_name="Otherwise")
    client, address = signed_in(jem.registrar), reverse("enrollment-add", args=[ahead.uuid])
    assert set(client.get(address).context["page"].rows) == set(ready)
    answer = client.post(address, ids(*ready), follow=True)
    assert f"Enrolled 2 officers in {ahead}." in answer.content.decode()
    assert Enrollment.objects.filter(training_class=ahead).count() == 2
    assert client.get(address).context["page"].rows == []


def test_an_agency_is_offered_its_own_officers_only(jem, signed_in):
    ahead, own = training_class(jem), vetted(jem)
    vetted(chain("JEM-2025-02-15"))
    client = signed_in(jem.administrator)
    page = client.get(reverse("enrollment-add", args=[ahead.uuid])).context["page"]
    assert page.rows == [own]


def test_more_officers_than_seats_are_refused_and_the_ticks_stay(jem, signed_in):
    ahead, ready = training_class(jem, seats=1), [vetted(jem), vetted(jem)]
    answer = signed_in(jem.registrar).post(
        reverse("enrollment-add", args=[ahead.uuid]), ids(*ready)
    )
    words = answer.content.decode()
    assert "You chose 2 officers, and 1 seat is left." in words
    assert words.count(" checked") == 2
    assert not Enrollment.objects.exists()


def test_a_refused_officer_is_named_and_nobody_is_enrolled(jem, signed_in):
    ahead = training_class(jem)
    busy, free = vetted(jem, last_name="Busy"), vetted(jem)
    elsewhere = training_class(jem)
    Enrollment.objects.create(
        agency=jem.agency,
        participation=busy,
        officer=busy.officer,
        training_class=elsewhere,
        starts_on=ahead.starts_on,
        ends_on=ahead.ends_on,
    )
    answer = signed_in(jem.registrar).post(
        reverse("enrollment-add", args=[ahead.uuid]), ids(busy, free)
    )
    assert "Busy, Avery: The officer sits in class" in answer.content.decode()
    assert Enrollment.objects.filter(training_class=ahead).count() == 0


def test_nothing_ticked_is_said(jem, signed_in):
    ahead = training_class(jem)
    vetted(jem)
    answer = signed_in(jem.registrar).post(reverse("enrollment-add", args=[ahead.uuid]), {})
    assert "Tick at least one officer." in answer.content.decode()


def test_an_officer_is_found_by_the_beginning_of_a_name(jem, signed_in):
    ahead = training_class(jem)
    found = vetted(jem, last_name="Testcase")
    vetted(jem)
    address = reverse("enrollment-add", args=[ahead.uuid])
    page = signed_in(jem.registrar).get(address, {"q": "TEST"}).context["page"]
    assert page.rows == [found]


def test_a_full_class_and_one_that_began_say_so(jem, signed_in):
    full = training_class(jem, seats=1)
    with acting_as(jem.registrar):
        enroll(jem.registrar, full, [vetted(jem)])
    client = signed_in(jem.registrar)
    page = client.get(reverse("enrollment-add", args=[full.uuid])).content.decode()
    assert "The class is full" in page
    over = begun(jem).training_class
    page = client.get(reverse("enrollment-add", args=[over.uuid])).content.decode()
    assert "The class has begun" in page


def test_an_officer_leaves_a_class_and_the_seat_is_free(jem, signed_in):
    enrollment = begun(jem)
    client = signed_in(jem.registrar)
    address = reverse("enrollment-leave", args=[enrollment.uuid])
    assert client.get(address).status_code == 200
    ahead = client.post(address, {"on": "2099-01-01"})
    assert ahead.context["form"].errors["on"] == ["This day has not come yet."]
    answer = client.post(address, {"on": jem.today.isoformat()}, follow=True)
    assert "left class" in answer.content.decode()
    enrollment.refresh_from_db()
    assert enrollment.state == "left"
    assert enrollment.training_class.seats_taken == 0
