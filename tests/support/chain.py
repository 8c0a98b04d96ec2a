"""Walks an officer along the chain through the services, as people would.

Each step takes the one before it: `authorized(chain)` nominates, vets, enrolls, trains, submits,
signs off and authorizes. The days lie in the recent past and end with today.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import time_machine

from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    FIELD_OFFICE_DIRECTOR,
    PROGRAM_MANAGER,
    REGISTRAR,
    SUPERVISOR,
)
from accounts.viewer import Viewer, acting_as
from agencies.models import Agency, Agreement, Appointment
from tests.factories import (
    AgencyFactory,
    AgreementFactory,
    AppointmentFactory,
    OfficerFactory,
    viewer_as,
)
from training.models import CourseVersion, Enrollment, Participation, TrainingClass
from training.rules.class_days import class_days
from training.selectors.sign_off import record_shown
from training.services.attendance import record_attendance
from training.services.authorization import authorize
from training.services.enrollment import enroll
from training.services.exams import record_exam
from training.services.nomination import nominate
from training.services.sign_off import approve
from training.services.submission import submit_record
from training.services.training_class import open_class
from training.services.vetting import record_vetting


@dataclass
class Chain:
    """An agency with an agreement, and everybody who acts on its officers."""

    agency: Agency
    agreement: Agreement
    administrator: Viewer
    supervisor: Viewer
    director: Viewer
    registrar: Viewer
    manager: Viewer

    @property
    def today(self) -> date:
        return self.administrator.today


def chain(form: str = "WSO-2025-02-15", **agreement: object) -> Chain:
    """An agency in the chain's cast; WSO by default, whose course is one day."""
    agency = AgencyFactory()
    made = AgreementFactory(agency=agency, form=form, **agreement)
    return Chain(
        agency=agency,
        agreement=made,
        administrator=viewer_as(AGENCY_ADMINISTRATOR, agency),
        supervisor=viewer_as(SUPERVISOR, agency.field_office),
        director=viewer_as(FIELD_OFFICE_DIRECTOR, agency.field_office),
        registrar=viewer_as(REGISTRAR),
        manager=viewer_as(PROGRAM_MANAGER),
    )


def serving(c: Chain, **officer: object) -> Appointment:
    """An officer who serves at the agency."""
    return AppointmentFactory(officer=OfficerFactory(agency=c.agency, **officer))


def nominated(c: Chain, on: date | None = None, **officer: object) -> Participation:
    """An officer with every attestation that any form asks."""
    on = on or c.today - timedelta(days=60)
    appointment = serving(c, **officer)
    with acting_as(c.administrator):
        return nominate(
            c.administrator,
            appointment,
            c.agreement,
            on=on,
            citizenship_attested_on=on,
            experience_attested_on=on,
            discipline_attested_on=on,
        )


def vetted(c: Chain, **officer: object) -> Participation:
    """A nominated officer whom the program manager approved."""
    participation = nominated(c, **officer)
    with acting_as(c.manager):
        record_vetting(
            c.manager,
            participation,
            result="approved",
            checked_on=c.today - timedelta(days=50),
        )
    return participation


def weekday_before(day: date) -> date:
    """The last weekday before `day` that is no federal holiday."""
    day -= timedelta(days=1)
    while not ((first := class_days(day, 1, 1)[0]).day == day and not first.holiday):
        day -= timedelta(days=1)
    return day


def course_of(c: Chain) -> CourseVersion:
    """The course that the agreement's model takes."""
    code = {"JEM": "BASIC"}.get(c.agreement.model, c.agreement.model)
    return CourseVersion.objects.filter(course__code=code).order_by("-valid_from").first()


def training_class(c: Chain, starts_on: date | None = None, seats: int = 24) -> TrainingClass:
    """A class of the course that the agreement's model takes; by default it lies ahead."""
    version = course_of(c)
    starts_on = starts_on or weekday_before(c.today + timedelta(days=8))
    number = TrainingClass.objects.count() + 1
    with acting_as(c.registrar):
        return open_class(
            c.registrar,
            class_id=f"CL{number:03d}",
            course_version=version,
            place="Charleston",
            delivery="in_person",
            starts_on=starts_on,
            seats=seats,
        )


def enrolled(c: Chain, into: TrainingClass | None = None, **officer: object) -> Enrollment:
    """A vetted officer in a class that lies ahead."""
    participation = vetted(c, **officer)
    into = into or training_class(c)
    with acting_as(c.administrator):
        return enroll(c.administrator, into, [participation])[0]


@contextmanager
def days_from_now(days: int) -> Iterator[None]:
    """The clock so many days ahead, or behind."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
        yield


@contextmanager
def before_class(c: Chain) -> Iterator[date]:
    """The clock turned back to when a class that has just ended lay ahead; gives its first day."""
    with acting_as(Viewer.system("test")):
        version = course_of(c)
    start = c.today - timedelta(days=1)
    while class_days(start, version.training_days, version.hours_a_day)[-1].day >= c.today:
        start -= timedelta(days=1)
    start = weekday_before(start + timedelta(days=1))
    with time_machine.travel(datetime.combine(start - timedelta(days=3), time(17), UTC)):
        yield start


def begun(c: Chain, **officer: object) -> Enrollment:
    """An enrollment in a class that has just ended."""
    with before_class(c) as first:
        return enrolled(c, training_class(c, starts_on=first), **officer)


def complete(c: Chain, **officer: object) -> Enrollment:
    """A record with every day and every exam."""
    enrollment = begun(c, **officer)
    with acting_as(c.registrar):
        for day in enrollment.training_class.days.filter(holiday=""):
            record_attendance(c.registrar, enrollment, day, day.hours)
        modules = enrollment.training_class.course_version.modules.exclude(exam_code="")
        for module in modules:
            record_exam(
                c.registrar,
                enrollment,
                module,
                attempt=1,
                score=85,
                taken_on=enrollment.training_class.ends_on,
            )
    return Enrollment.objects.get(pk=enrollment.pk)


def submitted(c: Chain, **officer: object) -> Enrollment:
    """A complete record in the supervisor's queue."""
    enrollment = complete(c, **officer)
    with acting_as(c.administrator):
        return submit_record(c.administrator, enrollment)


def certified(c: Chain, **officer: object) -> Participation:
    """An officer whose record is signed off."""
    enrollment = submitted(c, **officer)
    with acting_as(c.supervisor):
        digest = record_shown(Enrollment.objects.get(pk=enrollment.pk)).digest
        approve(c.supervisor, enrollment, digest=digest)
    return Participation.objects.get(pk=enrollment.participation_id)


def authorized(c: Chain, **officer: object) -> Participation:
    """An officer who may act, from today."""
    participation = certified(c, **officer)
    with acting_as(c.director):
        authorize(c.director, participation, valid_from=c.today, letter="L-1")
    return participation
