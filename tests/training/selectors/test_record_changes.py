import pytest
from django.urls import reverse

from accounts.models import User
from accounts.viewer import Viewer, acting_as
from tests.support.chain import chain, submitted
from training.models import Enrollment
from training.selectors.record_changes import changes_since
from training.selectors.sign_off import record_shown
from training.services.attendance import record_attendance
from training.services.exams import record_exam
from training.services.sign_off import return_record
from training.services.submission import submit_record

# The history's clock stands still within one transaction, so each act commits here.
pytestmark = pytest.mark.django_db(transaction=True)


def record_of(pk):
    return Enrollment.objects.select_related("training_class__course_version").get(pk=pk)


@pytest.fixture
def returned():
    """A record that was returned, corrected and sent again; hours went down and up again."""
    with acting_as(Viewer.system("test")):
        c = chain()
        pk = submitted(c).pk
    with acting_as(c.supervisor):
        digest = record_shown(record_of(pk)).digest
        signed = return_record(c.supervisor, record_of(pk), reasons=["exam"], digest=digest)
        signed.refresh_from_db()
    for hours, score in ((5, 85), (8, 91)):
        with acting_as(c.registrar):
            record = record_of(pk)
            day = record.training_class.days.get(number=1)
            module = record.training_class.course_version.modules.exclude(exam_code="").get()
            record_attendance(c.registrar, record, day, hours)
            record_exam(
                c.registrar, record, module, attempt=1, score=score, taken_on=record.ends_on
            )
    with acting_as(c.administrator):
        submit_record(c.administrator, record_of(pk))
    return c, pk, signed


def test_only_values_that_differ_from_the_return_are_changes(returned):
    c, pk, signed = returned
    with acting_as(c.supervisor):
        (change,) = changes_since(record_of(pk), signed.signed_at)
    assert (change.was, change.becomes, change.is_hours) == (85, 91, False)
    assert change.what.endswith(", score")


def test_the_sign_off_page_shows_old_beside_new(returned, client):
    c, pk, _signed = returned
    client.force_login(User.objects.get(pk=c.supervisor.user_id))
    with acting_as(Viewer.system("test")):
        address = reverse("record-sign-off", args=[record_of(pk).uuid])
    page = client.get(address).content.decode()
    assert "returned it on" in page
    assert '<del class="was">85</del>' in page
    assert ">91</ins>" in page.replace("\n", "").replace(" ", "")
