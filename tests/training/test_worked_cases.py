"""Hand-worked cases, at least one for each documented form revision.

`cases/*.toml` say what was done on which day and what holds on which day, with the reason in words:
a reader can check them against the clause. Every act runs through its service with the clock turned
to that day; then the answers are asked.
"""

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import time_machine

from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    FIELD_OFFICE_DIRECTOR,
    PROGRAM_MANAGER,
    REGISTRAR,
    SUPERVISOR,
)
from accounts.viewer import acting_as
from agencies.models import FormRevision
from tests.factories import (
    AgencyFactory,
    AgreementFactory,
    AppointmentFactory,
    MembershipFactory,
    OfficerFactory,
    SupervisorAssignmentFactory,
    UserFactory,
    viewer_of,
)
from training.kinds import Kind
from training.models import CourseVersion, Enrollment, Standing
from training.querysets import compliance_of
from training.selectors.duties import duties_on
from training.selectors.requirements import requirements_on
from training.selectors.sign_off import record_shown
from training.services.agreement_act import record_agreement_act
from training.services.attendance import record_attendance
from training.services.authorization import authorize
from training.services.duty import record_duty
from training.services.enrollment import enroll
from training.services.exams import record_exam
from training.services.nomination import nominate
from training.services.revocation import revoke
from training.services.sign_off import approve
from training.services.submission import submit_record
from training.services.suspension import reinstate, suspend
from training.services.training_class import open_class
from training.services.vetting import record_vetting
from training.services.waiver import decide_waiver, request_waiver

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
LONG_AGO = date(2000, 1, 1)

pytestmark = pytest.mark.usefixtures("arranged")


def noon(day):
    return datetime.combine(day, time(17), UTC)


class Walk:
    """One officer under one form; each method is one act on the day to which the clock stands."""

    def __init__(self, case):
        self.agency = AgencyFactory()
        self.agreement = AgreementFactory(
            agency=self.agency, form=case["form"], model=case["model"], signed_on=case["signed"]
        )
        officer = OfficerFactory(agency=self.agency, law_enforcement_since=LONG_AGO)
        self.appointment = AppointmentFactory(officer=officer, valid_from=LONG_AGO)
        self.people = {role.name: self._person(role) for role in (
            AGENCY_ADMINISTRATOR, SUPERVISOR, FIELD_OFFICE_DIRECTOR, REGISTRAR, PROGRAM_MANAGER
        )}  # fmt: skip
        self.participation = None
        self.record = None
        self.letters = 0

    def _person(self, role):
        user = UserFactory()
        office = self.agency.field_office
        if role is SUPERVISOR:
            SupervisorAssignmentFactory(user=user, field_office=office, valid_from=LONG_AGO)
            return user
        place = {"agency": {"agency": self.agency}, "field_office": {"field_office": office}}
        MembershipFactory(
            user=user, role=role.name, valid_from=LONG_AGO, **place.get(role.scope.value, {})
        )
        return user

    def viewer(self, role):
        return viewer_of(self.people[role.name])

    def nominate(self, on):
        viewer = self.viewer(AGENCY_ADMINISTRATOR)
        with acting_as(viewer):
            self.participation = nominate(
                viewer,
                self.appointment,
                self.agreement,
                on=on,
                citizenship_attested_on=on,
                experience_attested_on=on,
                discipline_attested_on=on,
            )

    def vet(self, on):
        viewer = self.viewer(PROGRAM_MANAGER)
        with acting_as(viewer):
            record_vetting(viewer, self.participation, result="approved", checked_on=on)

    def enroll(self, on, starts, course="", hours=None):
        rule_set = self.participation.ruleassignments.get().rule_set
        asked = rule_set.requirements.get(kind=5).parameters["courses"][0]
        registrar = self.viewer(REGISTRAR)
        with acting_as(registrar):
            held = open_class(
                registrar,
                class_id=f"CL-{self.agency.pk}-{starts}",
                course_version=CourseVersion.objects.get(course__code=course or asked),
                place="Charleston",
                delivery="in_person",
                starts_on=starts,
                seats=24,
            )
            assert hours in (None, sum(day.hours for day in held.days.all()))
            self.record = enroll(registrar, held, [self.participation])[0]

    def complete(self, on, scores=(85,)):
        registrar = self.viewer(REGISTRAR)
        with acting_as(registrar):
            for day in self.record.training_class.days.filter(holiday=""):
                record_attendance(registrar, self.record, day, day.hours)
            modules = self.record.training_class.course_version.modules.exclude(exam_code="")
            for module in modules:
                for attempt, score in enumerate(scores, start=1):
                    record_exam(
                        registrar,
                        self.record,
                        module,
                        attempt=attempt,
                        score=score,
                        taken_on=self.record.ends_on,
                    )

    def sit(self, on, exam, score, attempt=1):
        registrar = self.viewer(REGISTRAR)
        modules = self.record.training_class.course_version.modules
        with acting_as(registrar):
            record_exam(
                registrar,
                self.record,
                modules.get(exam_code=exam),
                attempt=attempt,
                score=score,
                taken_on=on,
            )

    def sign_off(self, on):
        registrar, supervisor = self.viewer(REGISTRAR), self.viewer(SUPERVISOR)
        with acting_as(registrar):
            submit_record(registrar, self.record)
        with acting_as(supervisor):
            digest = record_shown(Enrollment.objects.get(pk=self.record.pk)).digest
            approve(supervisor, self.record, digest=digest)

    def authorize(self, on):
        self.letters += 1
        viewer = self.viewer(FIELD_OFFICE_DIRECTOR)
        with acting_as(viewer):
            authorize(viewer, self.participation, valid_from=on, letter=f"L-{self.letters}")

    def suspend(self, on):
        viewer = self.viewer(SUPERVISOR)
        with acting_as(viewer):
            suspend(viewer, self.participation, reason="training", valid_from=on)

    def reinstate(self, on):
        viewer = self.viewer(FIELD_OFFICE_DIRECTOR)
        with acting_as(viewer):
            reinstate(viewer, self.participation, on=on)

    def revoke(self, on):
        viewer = self.viewer(FIELD_OFFICE_DIRECTOR)
        with acting_as(viewer):
            revoke(viewer, self.participation, on=on, letter="R-1")

    def waive(self, on, requirement, until):
        administrator, manager = self.viewer(AGENCY_ADMINISTRATOR), self.viewer(PROGRAM_MANAGER)
        with acting_as(administrator):
            waiver = request_waiver(
                administrator,
                self.participation,
                kind=Kind[requirement.upper()],
                reason="absence",
                evidence="Memo 1",
                valid_from=on,
                valid_to=until,
            )
        with acting_as(manager):
            decide_waiver(manager, waiver, approve=True)

    def meet(self, on):
        viewer = self.viewer(PROGRAM_MANAGER)
        with acting_as(viewer):
            record_duty(
                viewer,
                self.agreement,
                kind=Kind.REVIEW_MEETING,
                done_on=on,
                evidence="Minutes 1",
            )

    def suspend_agreement(self, on):
        viewer = self.viewer(PROGRAM_MANAGER)
        with acting_as(viewer):
            record_agreement_act(
                viewer, self.agreement, kind="suspended", effective_on=on, evidence="Notice 1"
            )


def answer(participation, day):
    row = Standing.objects.on(day).filter(participation=participation).first()
    if row is None:
        return {"status": "", "compliance": "not_applicable", "may_act": False}
    return {
        "status": row.status,
        "compliance": str(compliance_of(row.grade, row.soon_from, day)),
        "may_act": row.may_act,
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_was_done_gives_what_the_form_says(path):
    case = tomllib.loads(path.read_text())
    walk = Walk(case)
    for step in case["act"]:
        on, do = step.pop("on"), step.pop("do")
        with time_machine.travel(noon(on), tick=True):
            getattr(walk, do)(on, **step)
    for expected in case["expect"]:
        day = expected["on"]
        got = answer(walk.participation, day)
        for key in ("status", "compliance", "may_act"):
            if key in expected:
                assert got[key] == expected[key], f"{day}: {expected['because']}"
        states = {r.kind.name.lower(): r.state for r in requirements_on(walk.participation, day)}
        for kind, state in expected.get("requirements", {}).items():
            assert states[kind] == state, f"{day}, {kind}: {expected['because']}"
        duties = {d.kind.name.lower(): d.state for d in duties_on(walk.agreement, day)}
        for kind, state in expected.get("duties", {}).items():
            assert duties[kind] == state, f"{day}, {kind}: {expected['because']}"


def test_every_documented_form_has_a_worked_case():
    forms = {path.stem.partition("--")[0] for path in CASES}
    assert forms == set(FormRevision.objects.values_list("code", flat=True))
