"""The training record: attendance, exams, sending, the supervisor's decision."""

from datetime import timedelta

import pytest

from accounts.permissions import MissingPermission
from accounts.refusal import Refused
from accounts.viewer import acting_as
from tests.support import chain
from training.models import Enrollment, ExamAttempt, Participation, SignOff
from training.selectors.sign_off import queue, record_shown, waiting_count
from training.services.attendance import record_attendance
from training.services.enrollment import enroll, leave_class
from training.services.exams import record_exam
from training.services.sign_off import approve, return_record
from training.services.submission import submit_record

pytestmark = pytest.mark.usefixtures("arranged")


def shown(enrollment):
    return record_shown(Enrollment.objects.get(pk=enrollment.pk))


def final(enrollment):
    return enrollment.training_class.course_version.modules.exclude(exam_code="").last()


def test_an_incomplete_record_is_not_sent_and_names_what_is_missing():
    c = chain.chain()
    enrollment = chain.begun(c)

    with pytest.raises(Refused) as refused, acting_as(c.administrator):
        submit_record(c.administrator, enrollment)

    text = " ".join(reason.text for reason in refused.value.reasons)
    assert "ttendance" in text
    assert "xam" in text


def test_a_sent_record_waits_for_the_supervisor_of_the_field_office():
    c = chain.chain()
    enrollment = chain.submitted(c)

    with acting_as(c.supervisor):
        assert [e.pk for e in queue(c.supervisor)] == [enrollment.pk]
        assert waiting_count(c.supervisor) == 1


def test_the_queue_of_another_field_office_is_empty():
    c, other = chain.chain(), chain.chain()
    chain.submitted(c)

    with acting_as(other.supervisor):
        assert waiting_count(other.supervisor) == 0


def test_attendance_cannot_be_corrected_while_the_record_waits():
    c = chain.chain()
    enrollment = chain.submitted(c)
    day = enrollment.training_class.days.first()

    with pytest.raises(Refused, match="waits for sign-off"), acting_as(c.registrar):
        record_attendance(c.registrar, enrollment, day, 4)


def test_a_returned_record_says_why_and_can_be_mended_and_sent_again():
    c = chain.chain()
    enrollment = chain.submitted(c)

    with acting_as(c.supervisor):
        signed = return_record(
            c.supervisor, enrollment, reasons=["attendance"], digest=shown(enrollment).digest
        )
    assert signed.reasons == ["attendance"]
    assert Participation.objects.get(pk=enrollment.participation_id).step == "returned"

    with acting_as(c.administrator):
        again = submit_record(c.administrator, enrollment)
    assert again.state == Enrollment.State.SUBMITTED


def test_a_return_without_a_reason_is_refused():
    c = chain.chain()
    enrollment = chain.submitted(c)

    with pytest.raises(Refused, match="at least one reason"), acting_as(c.supervisor):
        return_record(c.supervisor, enrollment, reasons=[], digest=shown(enrollment).digest)


def test_a_supervisor_does_not_approve_what_changed_after_they_looked():
    c = chain.chain()
    enrollment = chain.submitted(c)

    with pytest.raises(Refused, match="changed"), acting_as(c.supervisor):
        approve(c.supervisor, enrollment, digest="0" * 64)


def test_a_supervisor_does_not_approve_their_own_record():
    c = chain.chain()
    enrollment = chain.submitted(c, email=c.supervisor.email)

    with pytest.raises(Refused, match="own record"), acting_as(c.supervisor):
        approve(c.supervisor, enrollment, digest=shown(enrollment).digest)


def test_a_supervisor_does_not_approve_what_they_entered():
    c = chain.chain()
    enrollment = chain.complete(c)
    attempt = ExamAttempt.objects.filter(enrollment=enrollment).first()
    attempt.recorded_by_id = c.supervisor.user_id
    attempt.save()
    with acting_as(c.administrator):
        submit_record(c.administrator, enrollment)

    with pytest.raises(Refused, match="entered"), acting_as(c.supervisor):
        approve(c.supervisor, enrollment, digest=shown(enrollment).digest)


def test_a_second_approval_names_who_signed_first():
    c = chain.chain()
    enrollment = chain.submitted(c)
    digest = shown(enrollment).digest
    with acting_as(c.supervisor):
        approve(c.supervisor, enrollment, digest=digest)

    with pytest.raises(Refused, match=c.supervisor.name), acting_as(c.supervisor):
        approve(c.supervisor, enrollment, digest=digest)

    assert SignOff.objects.filter(enrollment=enrollment).count() == 1


def test_a_record_of_another_agency_does_not_exist_for_a_supervisor():
    c, other = chain.chain(), chain.chain()
    enrollment = chain.submitted(c)

    with pytest.raises(Enrollment.DoesNotExist), acting_as(other.supervisor):
        approve(other.supervisor, enrollment, digest="")


def test_an_agency_does_not_record_its_own_scores():
    c = chain.chain()
    enrollment = chain.begun(c)

    with pytest.raises(MissingPermission), acting_as(c.administrator):
        record_exam(
            c.administrator, enrollment, final(enrollment), attempt=1, score=90, taken_on=c.today
        )


@pytest.mark.parametrize("score", [-1, 101])
def test_a_score_outside_0_to_100_is_refused(score):
    c = chain.chain()
    enrollment = chain.begun(c)

    with pytest.raises(Refused, match="between 0 and 100"), acting_as(c.registrar):
        record_exam(
            c.registrar, enrollment, final(enrollment), attempt=1, score=score, taken_on=c.today
        )


def test_a_remedial_exam_needs_a_failed_first_one():
    c = chain.chain()
    enrollment = chain.begun(c)

    with pytest.raises(Refused, match="first exam"), acting_as(c.registrar):
        record_exam(
            c.registrar, enrollment, final(enrollment), attempt=2, score=80, taken_on=c.today
        )


def test_a_corrected_score_keeps_the_old_one_in_the_history():
    c = chain.chain()
    enrollment = chain.begun(c)
    module = final(enrollment)
    with acting_as(c.registrar):
        for score in (71, 81):
            record_exam(c.registrar, enrollment, module, attempt=1, score=score, taken_on=c.today)

    attempt = ExamAttempt.objects.get(enrollment=enrollment)
    assert attempt.score == 81
    events = type(attempt).pgh_event_model.objects.filter(pgh_obj_id=attempt.pk)
    assert [e.score for e in events.order_by("pgh_id")] == [71, 81]


def test_hours_beyond_the_day_are_refused():
    c = chain.chain()
    enrollment = chain.begun(c)
    day = enrollment.training_class.days.first()

    with pytest.raises(Refused, match="between 0 and"), acting_as(c.registrar):
        record_attendance(c.registrar, enrollment, day, day.hours + 1)


def test_attendance_on_a_day_of_another_class_is_refused():
    c = chain.chain()
    enrollment = chain.begun(c)
    other = chain.training_class(c, starts_on=chain.weekday_before(c.today + timedelta(days=30)))

    with pytest.raises(Refused, match="does not meet"), acting_as(c.registrar):
        record_attendance(c.registrar, enrollment, other.days.first(), 8)


def test_a_full_class_refuses_one_more():
    c = chain.chain()
    small = chain.training_class(c, seats=1)
    chain.enrolled(c, small)
    second = chain.vetted(c)

    with pytest.raises(Refused, match="full"), acting_as(c.administrator):
        enroll(c.administrator, small, [second])


def test_an_officer_does_not_sit_in_two_classes_at_once():
    c = chain.chain()
    first = chain.training_class(c)
    enrollment = chain.enrolled(c, first)
    again = chain.training_class(c, starts_on=first.starts_on)

    with pytest.raises(Refused), acting_as(c.administrator):
        enroll(c.administrator, again, [enrollment.participation])


def test_many_are_enrolled_together_or_not_at_all():
    c = chain.chain()
    into = chain.training_class(c)
    ready, not_vetted = chain.vetted(c), chain.nominated(c)

    with pytest.raises(Refused) as refused, acting_as(c.administrator):
        enroll(c.administrator, into, [ready, not_vetted])

    assert str(not_vetted.officer) in refused.value.reasons[0].text
    assert not Enrollment.objects.filter(training_class=into).exists()


def test_leaving_a_class_frees_the_seat():
    c = chain.chain()
    into = chain.training_class(c, seats=1)
    enrollment = chain.enrolled(c, into)

    with acting_as(c.administrator):
        leave_class(c.administrator, enrollment, c.today)

    into.refresh_from_db()
    assert into.seats_taken == 0


def test_a_class_is_not_left_before_it_was_entered():
    c = chain.chain()
    enrollment = chain.enrolled(c)

    with pytest.raises(Refused, match="later day"), acting_as(c.administrator):
        leave_class(c.administrator, enrollment, c.today - timedelta(days=400))
