"""The viewer: one person in one role at a time, and what follows from it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.permissions import MissingPermission, Permission
from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    AUDITOR,
    FIELD_OFFICE_DIRECTOR,
    PROGRAM_MANAGER,
    SUPERVISOR,
    TRAINING_COORDINATOR,
)
from accounts.viewer import NOBODY, Viewer, day_in
from agencies.models import Officer
from agencies.selectors.viewer import grants_of, viewer_for
from tests.factories import (
    AgencyFactory,
    AgreementFactory,
    FieldOfficeFactory,
    MembershipFactory,
    OfficerFactory,
    SupervisorAssignmentFactory,
    UserFactory,
    member,
    viewer_of,
)

TODAY = NOBODY.today


def test_nobody_may_anything():
    assert not any(NOBODY.may(permission) for permission in Permission)
    assert not NOBODY.is_national
    with pytest.raises(MissingPermission):
        NOBODY.must(Permission.VIEW)


def test_the_system_says_why_it_looks():
    viewer = Viewer.system("reconciling")
    assert viewer.is_system
    assert viewer.is_national
    assert viewer.reason == "reconciling"
    assert not Viewer(user_id=1).is_system


def test_the_day_is_the_one_in_the_viewers_zone():
    """At six in the morning UTC it is still yesterday in Los Angeles, and today in New York."""
    at = datetime(2025, 3, 10, 6, tzinfo=UTC)
    assert day_in("America/New_York", at) == date(2025, 3, 10)
    assert day_in("America/Los_Angeles", at) == date(2025, 3, 9)
    assert day_in("Pacific/Guam", at) == date(2025, 3, 10)


def test_a_member_sees_their_agency_in_its_zone(arranged):
    agency = AgencyFactory(time_zone="America/Denver")
    viewer = viewer_of(member(AGENCY_ADMINISTRATOR, agency))
    assert viewer.agency_ids == {agency.pk}
    assert viewer.agency_id == agency.pk
    assert viewer.zone == "America/Denver"
    assert viewer.place == agency.name
    assert viewer.sees_agency(agency.pk)
    assert not viewer.sees_agency(agency.pk + 1)


def test_a_director_sees_the_agencies_of_the_field_office(arranged):
    office = FieldOfficeFactory()
    ours = {AgencyFactory(field_office=office).pk for _ in range(2)}
    AgencyFactory()
    viewer = viewer_of(member(FIELD_OFFICE_DIRECTOR, office))
    assert viewer.agency_ids == ours
    assert viewer.field_office_ids == {office.pk}
    assert viewer.agency_id is None


def test_a_supervisor_is_assigned_to_a_field_office_or_to_one_agreement(arranged):
    user, agreement = UserFactory(), AgreementFactory()
    SupervisorAssignmentFactory(user=user, agreement=agreement)
    SupervisorAssignmentFactory(user=user, field_office=FieldOfficeFactory())
    grants = grants_of(user)
    assert {grant.role for grant in grants} == {SUPERVISOR}
    assert {grant.agency_ids for grant in grants} == {
        frozenset({agreement.agency_id}),
        frozenset(),
    }


def test_a_national_role_sees_every_agency(arranged):
    viewer = viewer_of(member(AUDITOR))
    assert viewer.is_national
    assert viewer.sees_agency(1)


@pytest.mark.parametrize(
    ("begins", "ends", "acts"),
    [
        (TODAY, TODAY + timedelta(days=1), True),
        (TODAY - timedelta(days=9), TODAY, False),
        (TODAY + timedelta(days=1), date.max, False),
    ],
    ids=["its first day", "its end", "before it begins"],
)
def test_a_role_is_held_in_its_period_only(arranged, begins, ends, acts):
    user = UserFactory()
    MembershipFactory(user=user, role=AUDITOR.name, valid_from=begins, valid_to=ends)
    assert bool(grants_of(user)) is acts


def test_a_role_ends_with_the_day_of_the_place_where_it_is_held(arranged):
    """Guam is a day ahead for most of the day: there the membership has ended already."""
    agency = AgencyFactory(time_zone="Pacific/Guam")
    there = day_in("Pacific/Guam")
    user = UserFactory()
    MembershipFactory(user=user, role=AGENCY_ADMINISTRATOR.name, agency=agency, valid_to=there)
    assert grants_of(user) == []


def test_a_person_with_two_roles_acts_in_the_chosen_one(arranged):
    user, first, second = UserFactory(), AgencyFactory(), AgencyFactory()
    MembershipFactory(user=user, role=AGENCY_ADMINISTRATOR.name, agency=first)
    chosen = MembershipFactory(user=user, role=TRAINING_COORDINATOR.name, agency=second)
    grants = grants_of(user)
    assert viewer_for(user, grants).agency_id == first.pk
    viewer = viewer_for(user, grants, f"membership:{chosen.uuid}")
    assert viewer.role is TRAINING_COORDINATOR
    assert viewer.agency_ids == {second.pk}, "the other role lends nothing to this one"


def test_a_grant_that_is_not_ones_own_cannot_be_chosen(arranged):
    other = MembershipFactory(role=AUDITOR.name)
    user = member(AGENCY_ADMINISTRATOR, AgencyFactory())
    assert (
        viewer_for(user, grants_of(user), f"membership:{other.uuid}").role is AGENCY_ADMINISTRATOR
    )


def test_a_superuser_with_another_role_starts_in_it_and_may_switch_to_program_manager(arranged):
    agency = AgencyFactory()
    user = member(TRAINING_COORDINATOR, agency, is_superuser=True)
    grants = grants_of(user)
    assert [grant.role for grant in grants] == [TRAINING_COORDINATOR, PROGRAM_MANAGER]
    assert viewer_for(user, grants).role is TRAINING_COORDINATOR
    assert viewer_for(user, grants, "superuser").role is PROGRAM_MANAGER


def test_a_superuser_acts_as_program_manager(arranged):
    user = UserFactory(is_superuser=True)
    viewer = viewer_of(user)
    assert viewer.role is PROGRAM_MANAGER
    assert viewer.grant == "superuser"


def test_somebody_without_any_role_sees_nothing(arranged):
    viewer = viewer_of(UserFactory())
    assert viewer.role is None
    assert viewer.agency_ids == frozenset()
    assert not Officer.objects.visible_to(viewer).exists()


def test_rows_are_visible_only_with_the_permission_that_is_asked(arranged):
    officer = OfficerFactory()
    viewer = viewer_of(member(AGENCY_ADMINISTRATOR, officer.agency))
    assert list(Officer.objects.visible_to(viewer)) == [officer]
    assert list(Officer.objects.visible_to(viewer, Permission.KEEP_OFFICERS)) == [officer]
    assert not Officer.objects.visible_to(viewer, Permission.AUTHORIZE).exists()
