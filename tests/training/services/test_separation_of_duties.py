"""One person with several roles does not act as a check on themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.refusal import Refused
from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import Viewer, acting_as
from tests.factories import viewer_as
from tests.support import chain
from training.kinds import Kind
from training.models import Attendance, Enrollment, ExamAttempt
from training.selectors.sign_off import record_shown
from training.services.attendance import record_attendance
from training.services.authorization import authorize
from training.services.evaluation import record_evaluation
from training.services.exams import record_exam
from training.services.recheck import record_recheck
from training.services.revocation import revoke
from training.services.sign_off import approve
from training.services.vetting import record_vetting
from training.services.waiver import decide_waiver, request_waiver

pytestmark = pytest.mark.usefixtures("arranged")


def as_well(person: Viewer, other: Viewer) -> Viewer:
    """The same person, in the other one's role."""
    return replace(other, user_id=person.user_id, name=person.name, email=person.email)


def vet(viewer, participation):
    with acting_as(viewer):
        record_vetting(viewer, participation, result="approved", checked_on=viewer.today)


def sign(viewer, record):
    with acting_as(viewer):
        digest = record_shown(Enrollment.objects.get(pk=record.pk)).digest
        return approve(viewer, record, digest=digest)


def test_who_nominated_does_not_vet():
    c = chain.chain()
    participation = chain.nominated(c)

    with pytest.raises(Refused, match="You nominated this officer"):
        vet(as_well(c.administrator, c.manager), participation)


def test_who_nominated_does_not_check_again():
    c = chain.chain("JEM-2025-02-15")
    officer = chain.vetted(c)
    both = as_well(c.administrator, c.manager)

    with pytest.raises(Refused, match="You nominated this officer"), acting_as(both):
        record_recheck(both, officer, on=c.today)


def test_who_checked_again_does_not_authorize():
    c = chain.chain()
    officer = chain.certified(c)
    checker = viewer_as(PROGRAM_MANAGER)
    with acting_as(checker):
        record_recheck(checker, officer, on=c.today)
    both = as_well(checker, c.director)

    with pytest.raises(Refused, match="You vetted this officer"), acting_as(both):
        authorize(both, officer, valid_from=c.today, letter="L-1")


def test_who_vetted_does_not_sign_off():
    c = chain.chain()
    record = chain.submitted(c)

    with pytest.raises(Refused, match="You vetted this officer"):
        sign(as_well(c.manager, c.supervisor), record)


def test_who_signed_off_does_not_authorize():
    c = chain.chain()
    officer = chain.certified(c)
    both = as_well(c.supervisor, c.director)

    with pytest.raises(Refused, match="You signed off this officer's record"), acting_as(both):
        authorize(both, officer, valid_from=c.today, letter="L-1")


def test_who_authorized_does_not_evaluate():
    c = chain.chain()
    officer = chain.authorized(c)
    both = as_well(c.director, c.supervisor)

    with pytest.raises(Refused, match="You authorized this officer"), acting_as(both):
        record_evaluation(both, officer, outcome="continue", evaluated_on=c.today)


def test_the_supervisor_who_signed_off_also_evaluates():
    c = chain.chain()
    officer = chain.authorized(c)

    with acting_as(c.supervisor):
        made = record_evaluation(c.supervisor, officer, outcome="continue", evaluated_on=c.today)

    assert made.evaluated_by_id == c.supervisor.user_id


def authorize_themselves(c, person):
    officer = chain.certified(c, email=person.email)
    with acting_as(person):
        authorize(person, officer, valid_from=c.today, letter="L-1")


def revoke_themselves(c, person):
    officer = chain.authorized(c, email=person.email)
    with acting_as(person):
        revoke(person, officer, on=c.today, letter="L-2")


def waive_their_own_course(c, person):
    officer = chain.vetted(c, email=person.email)
    with acting_as(c.administrator):
        waiver = request_waiver(
            c.administrator,
            officer,
            kind=Kind.INITIAL_COURSE,
            reason="not_offered",
            evidence="Memo 1",
            valid_from=c.today,
            valid_to=c.today + timedelta(days=90),
        )
    with acting_as(person):
        decide_waiver(person, waiver, approve=True)


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("manager", lambda c, person: vet(person, chain.nominated(c, email=person.email))),
        ("supervisor", lambda c, person: sign(person, chain.submitted(c, email=person.email))),
        ("director", authorize_themselves),
        ("director", revoke_themselves),
        ("manager", waive_their_own_course),
    ],
)
def test_nobody_decides_on_themselves(who, act):
    c = chain.chain()
    person = getattr(c, who)
    # Whoever prepares the record is somebody else in the role.
    c.manager = viewer_as(PROGRAM_MANAGER)

    with pytest.raises(Refused, match="your own record"):
        act(c, person)


def test_an_officer_of_the_same_name_without_an_address_is_asked_about_first():
    c = chain.chain()
    participation = chain.nominated(c, last_name="Placeholder", first_name="Jo", email="")
    namesake = replace(c.manager, name="Jo Placeholder")

    with pytest.raises(Refused, match="has your name"):
        vet(namesake, participation)
    participation.officer.email = "jo@example.org"
    with acting_as(Viewer.system("test")):
        participation.officer.save()
    vet(namesake, participation)


@pytest.mark.parametrize("what", ["hours", "score"])
def test_who_entered_a_figure_that_was_corrected_has_still_entered_it(what):
    c = chain.chain()
    first = as_well(c.supervisor, c.registrar)
    record = chain.begun(c)
    days = list(record.training_class.days.filter(holiday=""))
    exams = list(record.training_class.course_version.modules.exclude(exam_code=""))
    for who in (first, c.registrar):
        corrected = who is c.registrar
        with acting_as(who):
            if corrected or what == "hours":
                for day in days:
                    record_attendance(who, record, day, day.hours if corrected else 1)
            if corrected or what == "score":
                for module in exams:
                    record_exam(
                        who,
                        record,
                        module,
                        attempt=1,
                        score=85 if corrected else 71,
                        taken_on=record.training_class.ends_on,
                    )
    last = Attendance if what == "hours" else ExamAttempt
    with acting_as(Viewer.system("test")):
        authors = set(last.objects.filter(enrollment=record).values_list("recorded_by", flat=True))
    assert authors == {c.registrar.user_id}
    with acting_as(c.administrator):
        chain.submit_record(c.administrator, Enrollment.objects.get(pk=record.pk))

    with pytest.raises(Refused, match="You entered part of this record"):
        sign(c.supervisor, record)
