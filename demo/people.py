"""Users, memberships and supervisor assignments: who acts in the demo, and who can sign in."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.models import User
from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    FIELD_OFFICE_DIRECTOR,
    PROGRAM_MANAGER,
    REGISTRAR,
    SUPERVISOR,
    TRAINING_COORDINATOR,
    Role,
    Scope,
)
from agencies.models import Agency, Agreement, FieldOffice, Membership, SupervisorAssignment
from demo.accounts import ACCOUNTS, PASSWORD, Account
from demo.rows import Rows

SINCE = date(2019, 1, 7)
ACCEPTED = datetime(2019, 1, 7, 15, tzinfo=UTC)
TITLES = ("287(g) Field Program Manager", "Supervisory Detention and Deportation Officer")


@dataclass
class People:
    """Everybody who acts; most of them stand in the records and cannot sign in."""

    rows: Rows
    rng: random.Random
    today: date
    names: Iterator[tuple[str, str]]
    offices: dict[str, FieldOffice]
    agencies: dict[str, Agency]
    _by_role: dict[tuple[str, str], User] = field(default_factory=dict)
    assignments: list[SupervisorAssignment] = field(default_factory=list)

    def __post_init__(self) -> None:
        password = make_password(PASSWORD)  # once: hashing is slow on purpose
        for account in ACCOUNTS:
            if all(self._knows(place) for place in account.places):
                self._sign_in(account, password)
        for office in self.offices.values():
            for role in (SUPERVISOR, FIELD_OFFICE_DIRECTOR):
                self.acting(role, office.name)
        for agency in self.agencies.values():
            self.acting(AGENCY_ADMINISTRATOR, agency.name)
            self.acting(TRAINING_COORDINATOR, agency.name)
        self.registrars = [self.acting(REGISTRAR, ""), self._new("program"), self._new("program")]
        for registrar in self.registrars[1:]:
            self._grant(registrar, REGISTRAR, "")
        self.manager = self.acting(PROGRAM_MANAGER, "")

    def acting(self, role: Role, place: str) -> User:
        """Who acts in a role at a place; a person is made where there is none yet."""
        key = (role.name, place)
        if key not in self._by_role:
            host = slugify(place.removesuffix("(example)")) or "program"
            self._grant(self._new(host), role, place)
        return self._by_role[key]

    def leaving(self, agreement: Agreement, since: date, until: date) -> SupervisorAssignment:
        """A supervisor of one agreement alone, whose assignment ends or ended."""
        office = agreement.agency.field_office
        user = self._new(slugify(office.name if office else "office"))
        assignment = SupervisorAssignment(
            user=user,
            agreement=agreement,
            position_title=TITLES[1],
            valid_from=since,
            valid_to=until,
            accepted_at=ACCEPTED,
        )
        self.assignments.append(self.rows.add(assignment))
        return assignment

    def supervisors_of(self, agreement: Agreement) -> list[SupervisorAssignment]:
        """The assignments that reach an agreement, in the order in which services read them."""
        office = agreement.agency.field_office
        found = [
            a
            for a in self.assignments
            if a.agreement is agreement or (a.field_office is office and office is not None)
        ]
        return sorted(found, key=lambda a: a.valid_from)

    def write(self) -> None:
        """Write the people; agencies and agreements stand already."""
        self.rows.write(User, Membership, SupervisorAssignment)

    def _knows(self, place: str) -> bool:
        return place in self.agencies or place in self.offices

    def _sign_in(self, account: Account, password: str) -> None:
        user = self.rows.add(User(name=account.name, email=account.email, password=password))
        for role, place in zip(account.roles, account.places or ("",), strict=True):
            self._grant(user, role, place)

    def _new(self, host: str) -> User:
        last, first = next(self.names)
        email = f"{slugify(first)}.{slugify(last)}@{host}.example"
        return self.rows.add(
            User(name=f"{first} {last}", email=email, password=make_password(None))
        )

    def _grant(self, user: User, role: Role, place: str) -> None:
        self._by_role.setdefault((role.name, place), user)
        office = self.offices.get(place)
        if role is SUPERVISOR:
            assignment = SupervisorAssignment(
                user=user,
                field_office=office,
                position_title=TITLES[0],
                valid_from=SINCE,
                accepted_at=ACCEPTED,
            )
            self.assignments.append(self.rows.add(assignment))
            return
        since = (
            SINCE
            if role.scope is not Scope.AGENCY
            else self.today - timedelta(days=self.rng.randrange(420, 1500))
        )
        self.rows.add(
            Membership(
                user=user,
                role=role.name,
                agency=self.agencies.get(place) if role.scope is Scope.AGENCY else None,
                field_office=office,
                valid_from=since,
            )
        )
