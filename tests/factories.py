"""Objects that tests arrange. Every one is made inside `acting_as(Viewer.system(...))`.

The `arranged` fixture opens that scope for a whole test. Form revisions, courses and rule sets are
the real ones, which migrations load; `tests/support/chain.py` walks officers along the chain
through the services.
"""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role, Scope
from accounts.viewer import Viewer
from agencies.models import (
    Agency,
    Agreement,
    AgreementAct,
    Appointment,
    FieldOffice,
    FormRevision,
    Membership,
    Officer,
    SupervisorAssignment,
)
from agencies.models.rows import name_key
from agencies.selectors.viewer import grants_of, viewer_for

PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Pat Placeholder {n}")
    email = factory.Sequence(lambda n: f"pat{n}@example.com")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, password=PASSWORD, **kwargs)


class FieldOfficeFactory(DjangoModelFactory):
    class Meta:
        model = FieldOffice

    name = factory.Sequence(lambda n: f"Field Office {n}")


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Cypress County {n} Sheriff's Office")
    name_key = factory.LazyAttribute(lambda agency: name_key(agency.name))
    state = "FL"
    county = "Cypress County"
    kind = Agency.Kind.COUNTY
    time_zone = "America/New_York"
    field_office = factory.SubFactory(FieldOfficeFactory)


class AgreementFactory(DjangoModelFactory):
    """In force since it was signed."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    class Params:
        form = "JEM-2025-02-15"

    agency = factory.SubFactory(AgencyFactory)
    model = factory.LazyAttribute(lambda agreement: agreement.form[:3])
    form_revision = factory.LazyAttribute(lambda a: FormRevision.objects.get(code=a.form))
    signed_on = date(2025, 3, 10)

    @factory.post_generation
    def in_force(self, create, extracted=True, **kwargs):
        if extracted is not False:
            AgreementAct.objects.create(
                agency=self.agency,
                agreement=self,
                kind="in_force",
                effective_on=self.signed_on,
                evidence="Signed agreement",
            )


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer

    agency = factory.SubFactory(AgencyFactory)
    last_name = factory.Sequence(lambda n: f"Sample{n}")
    first_name = "Avery"
    name_key = factory.LazyAttribute(lambda o: name_key(o.last_name, o.first_name))
    law_enforcement_since = date(2015, 1, 1)


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    agency = factory.SelfAttribute("officer.agency")
    officer = factory.SubFactory(OfficerFactory)
    badge_number = factory.Sequence(lambda n: f"B{n}")
    valid_from = date(2016, 1, 1)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    valid_from = factory.LazyFunction(lambda: date(2020, 1, 1))


class SupervisorAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = SupervisorAssignment

    user = factory.SubFactory(UserFactory)
    position_title = "287(g) Field Program Manager"
    valid_from = date(2020, 1, 1)
    accepted_at = datetime(2020, 1, 1, tzinfo=UTC)


def member(role: Role, place: Agency | FieldOffice | None = None, **user_fields: object) -> User:
    """A new user who holds `role` at `place` (an agency, a field office, or the nation)."""
    user = UserFactory(**user_fields)
    if role.name == "supervisor":
        SupervisorAssignmentFactory(user=user, field_office=place)
    elif role.scope is Scope.AGENCY:
        MembershipFactory(user=user, role=role.name, agency=place)
    elif role.scope is Scope.FIELD_OFFICE:
        MembershipFactory(user=user, role=role.name, field_office=place)
    else:
        MembershipFactory(user=user, role=role.name)
    return user


def viewer_of(user: User) -> Viewer:
    """The viewer that the middleware would make of `user`."""
    return viewer_for(user, grants_of(user))


def viewer_as(role: Role, place: Agency | FieldOffice | None = None) -> Viewer:
    """A new person in `role` at `place`, as a viewer."""
    return viewer_of(member(role, place))


def days_ago(days: int) -> date:
    """A day before the viewer's today; tests that need a fixed day name one instead."""
    return Viewer().today - timedelta(days=days)
