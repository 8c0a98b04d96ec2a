from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.refusal import Refused
from accounts.viewer import acting_as
from tests.support.chain import training_class, vetted, weekday_before
from tests.training.views.conftest import class_of, records_of
from training.models import CourseVersion, TrainingClass
from training.services.attendance import record_attendance
from training.services.enrollment import enroll
from training.services.training_class import cancel_class

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def sent(jem):
    version = CourseVersion.objects.get(course__code="BASIC")
    return {
        "class_id": "CL500",
        "course_version": version.uuid,
        "place": "Charleston",
        "delivery": "in_person",
        "starts_on": "2027-11-08",
        "seats": "24",
    }


def test_a_class_is_set_up_and_its_last_day_is_counted(jem, signed_in, sent):
    answer = signed_in(jem.registrar).post(reverse("class-add"), sent, follow=True)
    new = TrainingClass.objects.get(class_id="CL500")
    assert str(new.ends_on) == "2027-12-03"
    words = answer.content.decode()
    assert "Class CL500 is set up, 8 Nov 2027 to 3 Dec 2027." in words
    assert "Veterans Day on 11 Nov, Thanksgiving Day on 25 Nov take 2 days out" in words
    assert "144 of 160 hours" in words


@pytest.mark.parametrize("first", ["2027-11-06", "2027-11-11"])
def test_the_end_of_a_class_that_begins_on_no_day_of_class_is_not_counted(
    jem, signed_in, sent, first
):
    answer = signed_in(jem.registrar).post(
        reverse("class-add"), sent | {"starts_on": first, "ends_on": "2027-12-31"}
    )
    assert set(answer.context["form"].errors) == {"starts_on"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ends_on", "2027-11-01", "The class would end before it starts."),
        ("ends_on", "2027-12-06", "end on 3 Dec 2027"),
        ("starts_on", "2027-11-06", "A class starts on a weekday."),
        ("starts_on", "2027-11-11", "Veterans Day is a federal holiday"),
        ("starts_on", "2025-03-03", "Nobody can be enrolled in a class that has begun."),
        ("starts_on", "soon", "“First day” is no day."),
        ("starts_on", "9999-12-06", "Enter a day of the years 1950 to 2100."),
        ("starts_on", "0001-01-01", "Enter a day of the years 1950 to 2100."),
        ("seats", "0", "“Seats” is below 1."),
        ("seats", "many", "“Seats” is no whole number."),
        ("place", "", "“Place” is empty. Enter it."),
    ],
)
def test_what_is_wrong_with_a_class_is_said_at_its_field(jem, signed_in, sent, field, value, words):
    answer = signed_in(jem.registrar).post(reverse("class-add"), sent | {field: value})
    assert words in " ".join(answer.context["form"].errors[field])
    assert not TrainingClass.objects.filter(class_id="CL500").exists()


def test_a_class_id_in_use_is_refused_at_its_field(jem, signed_in, sent):
    client = signed_in(jem.registrar)
    client.post(reverse("class-add"), sent)
    answer = client.post(reverse("class-add"), sent)
    assert "Another class has this class ID" in answer.context["form"].errors["class_id"][0]


def test_the_hint_about_the_last_day_says_the_rule_of_holidays(jem, signed_in):
    words = signed_in(jem.registrar).get(reverse("class-add")).content.decode()
    assert "A federal holiday takes its day out and is not made up." in words


def test_an_empty_class_is_canceled_and_says_so(jem, signed_in):
    ahead = training_class(jem)
    client = signed_in(jem.registrar)
    page = reverse("class", args=[ahead.uuid])
    address = reverse("class-cancel", args=[ahead.uuid])
    assert address in client.get(page).content.decode()
    words = client.post(address, follow=True).content.decode()
    assert "<strong>Canceled</strong> on" in words
    assert "Enroll officers" not in words
    assert address not in words
    ahead.refresh_from_db()
    assert ahead.canceled_on == jem.today
    with acting_as(jem.registrar):
        event = TrainingClass.pgh_event_model.objects.filter(pgh_obj_id=ahead.pk).latest("pgh_id")
    assert event.canceled_on == jem.today


def test_a_class_with_officers_is_not_canceled(jem, signed_in):
    held = class_of(jem, 1)
    client = signed_in(jem.registrar)
    address = reverse("class-cancel", args=[held.uuid])
    assert address not in client.get(reverse("class", args=[held.uuid])).content.decode()
    words = client.post(address).content.decode()
    assert "Officers sit in this class." in words
    held.refresh_from_db()
    assert held.canceled_on is None


def test_the_page_to_cancel_a_class_names_who_sits_in_it_and_offers_no_button(jem, signed_in):
    held = class_of(jem, 1)
    enrollment = held.enrollments.get()
    words = signed_in(jem.registrar).get(reverse("class-cancel", args=[held.uuid])).content.decode()
    assert str(enrollment.officer) in words
    assert reverse("enrollment-leave", args=[enrollment.uuid]) in words
    assert "Cancel the class" not in words


def test_nobody_is_enrolled_in_a_class_that_was_canceled_meanwhile(jem):
    ahead, ready = training_class(jem), vetted(jem)
    with acting_as(jem.registrar):
        cancel_class(jem.registrar, ahead)
        with pytest.raises(Refused, match="The class is canceled"):
            enroll(jem.registrar, ahead, [ready])
        with pytest.raises(Refused, match="This class is canceled"):
            cancel_class(jem.registrar, ahead)


def test_place_and_seats_change_but_not_below_the_officers_enrolled(jem, signed_in):
    held = class_of(jem, 2)
    client = signed_in(jem.manager)
    address = reverse("class-edit", args=[held.uuid])
    few = {"place": "Orlando", "delivery": "online", "seats": "1"}
    assert (
        "More officers are enrolled" in client.post(address, few).context["form"].errors["seats"][0]
    )
    assert client.post(address, few | {"seats": "30"}).status_code == 302
    held.refresh_from_db()
    assert (held.place, held.delivery, held.seats) == ("Orlando", "online", 30)


def test_the_list_tells_running_upcoming_and_ended_classes_apart(jem, signed_in):
    ended, ahead = class_of(jem, 1), training_class(jem)
    client = signed_in(jem.administrator)

    def shown(**query):
        return client.get(reverse("classes"), query).context["page"].rows

    assert shown(when="ended") == [ended]
    assert shown(when="upcoming") == [ahead]
    assert shown() == []
    other = CourseVersion.objects.get(course__code="WSO").course
    assert shown(when="ended", course=other.uuid) == []


def test_a_long_list_goes_on_behind_its_last_class(jem, signed_in):
    start = weekday_before(jem.today + timedelta(days=30))
    made = [training_class(jem, start) for _ in range(27)]
    client = signed_in(jem.registrar)
    first = client.get(reverse("classes"), {"when": "upcoming"}).context["page"]
    second = client.get(reverse("classes"), {"when": "upcoming", "after": first.after})
    rest = second.context["page"]
    assert first.rows + rest.rows == made
    assert rest.after == ""


def test_the_class_says_how_many_have_everything(jem, signed_in):
    held = class_of(jem, 2)
    words = signed_in(jem.registrar).get(reverse("class", args=[held.uuid])).content.decode()
    assert "<strong>0 of 2</strong> have everything. 2 lack something" in words
    assert "2 of 24 seats" in words


def test_an_agency_sees_its_own_officers_and_how_many_seats_others_took(jem, signed_in):
    from tests.support.chain import chain

    other = chain("JEM-2025-02-15")
    ahead = training_class(jem)
    for c in (jem, other):
        with acting_as(c.administrator):
            enroll(c.administrator, ahead, [vetted(c)])
    page = signed_in(other.administrator).get(reverse("class", args=[ahead.uuid]))
    assert [r.enrollment.agency_id for r in page.context["records"].records] == [other.agency.pk]
    assert "2 of 24 seats" in page.content.decode()


@pytest.mark.parametrize("name", ["class", "class-attendance", "class-results"])
def test_the_pages_of_a_class_cost_the_same_for_two_and_for_twenty(
    jem, signed_in, django_assert_max_num_queries, name
):
    held = class_of(jem, 20)
    days = list(held.days.filter(holiday=""))[:3]
    with acting_as(jem.registrar):
        for record in records_of(held):
            for day in days:
                record_attendance(jem.registrar, record, day, 8)
    client = signed_in(jem.registrar)
    with django_assert_max_num_queries(35):
        assert client.get(reverse(name, args=[held.uuid])).status_code == 200
