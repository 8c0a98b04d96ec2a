import pytest
from django.urls import reverse

from accounts.viewer import acting_as
from tests.support.chain import chain
from tests.training.views.conftest import class_of, records_of
from training.models import Attendance
from training.services.attendance import record_attendance

pytestmark = pytest.mark.usefixtures("arranged")
JSON = {"Accept": "application/json"}


@pytest.fixture
def held(jem):
    return class_of(jem, 2)


def cell(client, record, **sent):
    return client.post(reverse("attendance-record", args=[record.uuid]), sent, headers=JSON)


def name_of(record, day):
    return f"hours_{record.uuid}_{day.day:%Y%m%d}"


def test_one_cell_is_saved_and_answers_with_what_stands(jem, signed_in, held):
    record, day = records_of(held)[0], held.days.exclude(number=None).first()
    answer = cell(signed_in(jem.registrar), record, day=day.day, hours="8", was="")
    assert answer.status_code == 200
    told = answer.json()
    assert told["cells"][name_of(record, day)] == {"value": "8", "reasons": [], "now": None}
    assert "missing" in told["rows"][str(record.uuid)]["result"]
    assert "lack something" in told["answer"]
    assert Attendance.objects.get().hours == 8


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9", "Enter hours between 0 and 8"),
        ("-1", "Enter hours between 0 and 8"),
        ("all day", "Enter a whole number in digits."),
        ("7.5", "Enter a whole number in digits."),
    ],
)
def test_what_is_no_hours_comes_back_with_the_reason_and_what_was_typed(
    jem, signed_in, held, typed, words
):
    record, day = records_of(held)[0], held.days.exclude(number=None).first()
    answer = cell(signed_in(jem.registrar), record, day=day.day, hours=typed, was="")
    assert answer.status_code == 422
    told = answer.json()["cells"][name_of(record, day)]
    assert told["value"] == typed
    assert words in told["reasons"][0]
    assert not Attendance.objects.exists()


def test_a_holiday_and_a_day_without_class_are_refused_at_the_cell(jem, signed_in, held):
    record, day = records_of(held)[0], held.days.exclude(number=None).last()
    day.number, day.hours, day.holiday = None, 0, "Veterans Day"
    day.save()
    client = signed_in(jem.registrar)
    told = cell(client, record, day=day.day, hours="8", was="").json()["cells"]
    assert (
        "The class does not meet on that day: Veterans Day."
        in told[name_of(record, day)]["reasons"]
    )
    sunday = cell(client, record, day="2026-11-22", hours="8", was="")
    assert "does not meet on that day" in str(sunday.json())
    assert cell(client, record, day="one", hours="8").status_code == 422


def test_a_recorded_day_can_be_corrected_and_not_taken_out(jem, signed_in, held):
    record, day = records_of(held)[0], held.days.exclude(number=None).first()
    client = signed_in(jem.registrar)
    cell(client, record, day=day.day, hours="8", was="")
    assert cell(client, record, day=day.day, hours="6", was="8").status_code == 200
    gone = cell(client, record, day=day.day, hours="", was="6").json()
    assert "Enter 0 for an officer who was absent." in str(gone)
    assert Attendance.objects.get().hours == 6


def test_a_day_that_is_short_and_one_that_is_missing_are_told_apart(wso, signed_in):
    held = class_of(wso, 1)
    record, day = records_of(held)[0], held.days.get()
    client = signed_in(wso.registrar)
    page = client.get(reverse("class", args=[held.uuid])).content.decode()
    assert "1 day, 1 mark missing" in page
    told = cell(client, record, day=day.day, hours="6", was="").json()
    assert "1 mark missing, 1 day short" in told["rows"][str(record.uuid)]["result"]


def test_what_another_person_recorded_meanwhile_is_not_overwritten_unseen(jem, signed_in, held):
    record, day = records_of(held)[0], held.days.exclude(number=None).first()
    client = signed_in(jem.registrar)
    cell(client, record, day=day.day, hours="7", was="")
    told = cell(client, record, day=day.day, hours="8", was="").json()["cells"]
    assert told[name_of(record, day)]["now"] == "7"
    assert Attendance.objects.get().hours == 7
    assert cell(client, record, day=day.day, hours="8", was="7").status_code == 200


def test_pasted_cells_are_saved_together_and_answered_one_by_one(jem, signed_in, held):
    first, second = records_of(held)
    day = held.days.exclude(number=None).first()
    sent = {name_of(first, day): "8", name_of(second, day): "80"}
    address = reverse("class-attendance", args=[held.uuid])
    answer = signed_in(jem.registrar).post(address, sent, headers=JSON)
    assert answer.status_code == 422
    told = answer.json()["cells"]
    assert told[name_of(first, day)]["reasons"] == []
    assert told[name_of(second, day)]["value"] == "80"
    assert Attendance.objects.count() == 1


def test_the_plain_form_saves_what_was_changed_and_keeps_what_was_refused(jem, signed_in, held):
    first, second = records_of(held)
    days = list(held.days.exclude(number=None).order_by("day"))
    client, address = signed_in(jem.registrar), reverse("class-attendance", args=[held.uuid])
    with acting_as(jem.registrar):
        record_attendance(jem.registrar, first, days[1], 5)
    # The page is older than that entry, and nobody touched its cell: it stays.
    was = "|".join("" for _ in held.days.all())
    sent = {
        f"was_{first.uuid}": was,
        f"was_{second.uuid}": was,
        name_of(first, days[0]): "8",
        name_of(first, days[1]): "",
        name_of(second, days[0]): "eight",
    }
    page = client.post(address, sent).content.decode()
    assert 'value="eight"' in page
    assert "Enter a whole number in digits." in page
    assert "One cell was not saved" in page
    assert f'<a href="#{name_of(second, days[0])}">{second.officer}, ' in page
    assert f'id="{name_of(second, days[0])}"' in page
    assert sorted(Attendance.objects.values_list("hours", flat=True)) == [5, 8]


def test_a_whole_day_is_recorded_for_everybody_of_whom_nothing_is(jem, signed_in, held):
    first, _second = records_of(held)
    day = held.days.exclude(number=None).first()
    with acting_as(jem.registrar):
        record_attendance(jem.registrar, first, day, 3)
    address = reverse("class-attendance", args=[held.uuid])
    page = signed_in(jem.registrar).post(address, {"present": day.day.isoformat()}, follow=True)
    assert "8 hours recorded for 1 officer" in page.content.decode()
    assert sorted(Attendance.objects.values_list("hours", flat=True)) == [3, 8]


def test_who_may_not_record_sees_the_hours_and_no_inputs(jem, signed_in, held):
    address = reverse("class-attendance", args=[held.uuid])
    client = signed_in(jem.administrator)
    page = client.get(address).content.decode()
    assert "Sample00" in page
    assert 'name="hours_' not in page
    assert client.post(address, {}).status_code == 403
    assert cell(client, records_of(held)[0], day="2026-11-02", hours="8").status_code == 403


def test_the_record_of_another_agency_is_not_there(jem, signed_in, held):
    stranger = chain("JEM-2025-02-15").administrator
    client = signed_in(stranger)
    assert client.get(reverse("record", args=[records_of(held)[0].uuid])).status_code == 404
    assert (
        "Sample00" not in client.get(reverse("class-attendance", args=[held.uuid])).content.decode()
    )
