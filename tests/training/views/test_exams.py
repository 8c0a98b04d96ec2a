import pytest
from django.urls import reverse

from tests.training.views.conftest import class_of, records_of
from training.models import ExamAttempt

pytestmark = pytest.mark.usefixtures("arranged")
JSON = {"Accept": "application/json"}


@pytest.fixture
def held(jem):
    return class_of(jem, 2)


@pytest.fixture
def modules(held):
    return [m for m in held.course_version.modules.all() if m.exam_code]


def cell(client, record, module, score, attempt=1, was=""):
    sent = {"module": module.uuid, "attempt": attempt, "score": score, "was": was}
    return client.post(reverse("exam-record", args=[record.uuid]), sent, headers=JSON)


def test_a_score_is_saved_on_the_day_of_the_exam(jem, signed_in, held, modules):
    record = records_of(held)[0]
    answer = cell(signed_in(jem.registrar), record, modules[0], "82")
    assert answer.status_code == 200
    attempt = ExamAttempt.objects.get()
    day = held.days.filter(number=modules[0].last_day).first()
    assert (attempt.score, attempt.taken_on) == (82, day.day)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("101", "Enter a score between 0 and 100."),
        ("-3", "Enter a score between 0 and 100."),
        ("pass", "Enter a whole number in digits."),
        ("82.5", "Enter a whole number in digits."),
    ],
)
def test_what_is_no_score_comes_back_with_the_reason(jem, signed_in, held, modules, typed, words):
    answer = cell(signed_in(jem.registrar), records_of(held)[0], modules[0], typed)
    assert answer.status_code == 422
    (told,) = answer.json()["cells"].values()
    assert told["value"] == typed
    assert words in told["reasons"]
    assert not ExamAttempt.objects.exists()


def test_a_failing_score_opens_the_remedial_exam_in_the_answer(jem, signed_in, held, modules):
    record = records_of(held)[0]
    told = cell(signed_in(jem.registrar), record, modules[1], "66").json()
    name = f"score_{record.uuid}_{modules[1].uuid}"
    row = told["rows"][str(record.uuid)]
    assert row["classes"]["failing"] == [f"{name}_1"]
    assert f'name="{name}_2"' in row["remedial"]
    assert "emedial missing" in row["result"]


def test_a_remedial_exam_can_be_passed_and_there_is_no_third(jem, signed_in, held, modules):
    record, client = records_of(held)[0], signed_in(jem.registrar)
    cell(client, record, modules[1], "66")
    assert cell(client, record, modules[1], "74", attempt=2).status_code == 200
    third = cell(client, record, modules[1], "90", attempt=3)
    assert "no third" in str(third.json())
    early = cell(client, records_of(held)[1], modules[0], "90", attempt=2)
    assert "Record the first exam before" in str(early.json())


def test_two_failures_disqualify_and_close_the_record(jem, signed_in, held, modules):
    record, client = records_of(held)[0], signed_in(jem.registrar)
    cell(client, record, modules[0], "61")
    told = cell(client, record, modules[1], "58").json()
    assert "Disqualified" in told["rows"][str(record.uuid)]["result"]
    assert "disqualified in this class" in str(cell(client, record, modules[2], "90").json())
    page = client.get(reverse("class-results", args=[held.uuid])).content.decode()
    assert f'name="score_{record.uuid}' not in page


def test_the_plain_form_saves_scores_and_says_how_many(jem, signed_in, held, modules):
    first, second = records_of(held)
    sent = {f"score_{r.uuid}_{modules[0].uuid}_1": "88" for r in (first, second)}
    sent[f"score_{first.uuid}_{modules[1].uuid}_1"] = "101"
    address = reverse("class-results", args=[held.uuid])
    page = signed_in(jem.registrar).post(address, sent).content.decode()
    assert "Saved 2 scores." in page
    assert 'value="101"' in page
    assert "Enter a score between 0 and 100." in page


def test_only_unfinished_records_are_shown_when_asked(jem, signed_in, held):
    address = reverse("class-results", args=[held.uuid])
    page = signed_in(jem.registrar).get(address, {"show": "unfinished"})
    assert len(page.context["rows"]) == 2


def test_what_names_no_exam_is_refused(jem, signed_in, held):
    client, record = signed_in(jem.registrar), records_of(held)[0]
    address = reverse("exam-record", args=[record.uuid])
    assert client.post(address, {"module": "x", "score": "80"}).status_code == 422
    assert client.get(address).status_code == 405
    unknown = {"module": record.uuid, "attempt": "1", "score": "80"}
    assert "no such exam" in str(client.post(address, unknown).json())
