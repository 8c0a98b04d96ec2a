"""Two agencies that know nothing of each other, with a row of each in every table."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.row_security_audit import findings
from accounts.viewer import Viewer, acting_as
from agencies.models import Invitation
from g287.database import logged_in_as
from intake.models import Import
from tests.support import chain
from tests.support.papers import paper_of
from training.models import (
    Attestation,
    Authorization,
    BroughtTraining,
    Certification,
    CredentialReturn,
    DutyDone,
    Enrollment,
    Evaluation,
    Flag,
    Notice,
    Participation,
    ParticipationAct,
    Suspension,
    Vetting,
    Waiver,
)


@dataclass
class Party:
    """An agency with its people and one officer who has come all the way."""

    cast: chain.Chain
    participation: Participation

    @property
    def agency_id(self) -> int:
        return self.cast.agency.pk

    @property
    def viewer(self) -> Viewer:
        return self.cast.administrator


def _from_paper(participation: Participation) -> None:
    """One row of each table that may carry a paper."""
    of_it = {
        "agency": participation.agency,
        "participation": participation,
        "paper": paper_of(participation),
    }
    long_ago = date(1999, 3, 1)
    record = participation.enrollments.get()
    Enrollment.objects.create(
        **of_it,
        training_class=record.training_class,
        officer=participation.officer,
        starts_on=long_ago,
        ends_on=long_ago,
        state="left",
    )
    Certification.objects.create(
        **of_it,
        certificate_number=f"P-{participation.pk}",
        certified_on=long_ago,
        completed_on=long_ago,
        course_version=record.training_class.course_version,
    )
    Authorization.objects.create(**of_it, valid_from=long_ago, valid_to=date(2000, 3, 1))
    ParticipationAct.objects.create(**of_it, kind="refreshed", effective_on=long_ago)
    Attestation.objects.create(**of_it, kind=1, attested_on=long_ago)
    Vetting.objects.create(**of_it, result="approved", checked_on=long_ago)


def _party() -> Party:
    cast = chain.chain()
    participation = chain.authorized(cast)
    of_it = {"agency": cast.agency, "participation": participation}
    Suspension.objects.create(**of_it, valid_from=cast.today, reason="request")
    Flag.objects.create(**of_it, code="authorized_too_long", affected_from=cast.today)
    Evaluation.objects.create(
        **of_it,
        outcome="continue",
        evaluated_on=cast.today,
        evaluated_by_id=cast.supervisor.user_id,
    )
    CredentialReturn.objects.create(**of_it, opened_on=cast.today)
    Notice.objects.create(
        **of_it, kind="complaint", started_at=timezone.now(), due_at=timezone.now()
    )
    Notice.objects.create(
        agency=cast.agency,
        agreement_act=cast.agreement.acts.get(),
        kind="termination",
        started_at=timezone.now(),
        due_at=timezone.now(),
    )
    Waiver.objects.create(
        **of_it, kind=9, valid_from=cast.today, reason="absence", evidence="Letter 1"
    )
    DutyDone.objects.create(
        agency=cast.agency,
        agreement=cast.agreement,
        kind=21,
        done_on=cast.today,
        evidence="Minutes 1",
    )
    _from_paper(participation)
    BroughtTraining.objects.create(
        agency=cast.agency,
        officer=participation.officer,
        from_agency_name="Elsewhere",
        model=participation.model,
        course_version=participation.certifications.first().course_version,
        certificate_number="C-1",
        certified_on=cast.today,
        completed_on=cast.today,
    )
    Invitation.objects.create(
        email=f"new{cast.agency.pk}@example.com",
        name="Robin Placeholder",
        role="training_coordinator",
        agency=cast.agency,
        invited_by_id=cast.administrator.user_id,
        expires_at=timezone.now() + timedelta(days=7),
    )
    Import.objects.create(
        agency=cast.agency,
        kind="roster",
        file_name="roster.csv",
        sha256="0" * 64,
        size=1,
        content=b"x",
        uploaded_by_id=cast.administrator.user_id,
    )
    return Party(cast, participation)


@pytest.fixture
def here(arranged):
    return _party()


@pytest.fixture
def there(arranged, here):
    return _party()


@pytest.fixture
def sql():
    """Run a statement; rows as dictionaries, or the number of rows it touched."""

    def run(statement, *params):
        # In a savepoint: a refusal leaves the transaction as it was.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
            if cursor.description is None:
                return cursor.rowcount
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return run


@pytest.fixture
def bare(db):
    """The web login without a viewer, as a view would find it that forgot to say who asks."""
    with acting_as(Viewer()):
        yield


@pytest.fixture(scope="module")
def as_owner(django_db_setup, django_db_blocker):
    """The login that migrates, for tests that break something and look whether it is found."""
    with django_db_blocker.unblock(), logged_in_as("owner", settings.VAR):
        yield


@pytest.fixture
def found_after(as_owner):
    """What the audit finds after some statements, which are then undone."""

    def look(*statements):
        with transaction.atomic():
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
            found = [str(finding) for finding in findings()]
            transaction.set_rollback(True)
        return found

    return look
