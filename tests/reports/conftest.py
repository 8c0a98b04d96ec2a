"""One agency with an officer in several places of the chain, and another agency beside it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from agencies.models import Agency, Officer
from tests.support import chain
from training.models import Coverage, Enrollment, Flag, Participation


@dataclass
class Story:
    """The officers by what is known of them."""

    cast: chain.Chain
    authorized: Participation
    overdue: Participation
    conflict: Participation
    certified: Participation
    waiting: Enrollment
    nominated: Participation
    never_nominated: Officer

    @property
    def agency(self) -> Agency:
        return self.cast.agency


@pytest.fixture
def story(arranged):
    return told()


def told() -> Story:
    """The story itself, for a test that commits it."""
    cast = chain.chain()
    overdue = chain.authorized(cast, last_name="Overdue")
    lapse(overdue, cast.today - timedelta(days=3))
    conflict = chain.authorized(cast, last_name="Conflict")
    Flag.objects.create(
        agency=cast.agency,
        participation=conflict,
        code="authorized_too_long",
        affected_from=cast.today - timedelta(days=1),
    )
    return Story(
        cast=cast,
        authorized=chain.authorized(cast, last_name="Authorized"),
        overdue=overdue,
        conflict=conflict,
        certified=chain.certified(cast, last_name="Certified"),
        waiting=chain.submitted(cast, last_name="Waiting"),
        nominated=chain.nominated(cast, last_name="Nominated"),
        never_nominated=chain.serving(cast, last_name="Never").officer,
    )


@pytest.fixture
def elsewhere(arranged):
    """Another agency, with an officer of its own."""
    cast = chain.chain()
    return cast, chain.nominated(cast, last_name="Elsewhere")


@pytest.fixture
def signed_in(client):
    """The test client, signed in as the person behind a viewer or as a user."""
    from accounts.models import User

    def sign_in(who):
        client.force_login(User.objects.get(pk=getattr(who, "user_id", None) or who.pk))
        return client

    return sign_in


def lapse(participation: Participation, day) -> None:
    """Let the attestation of citizenship end on a day: the officer is overdue from then."""
    rows = Coverage.objects.known_now().filter(participation=participation, kind=1)
    row = rows.get()
    rows.update(superseded_at=Now(), superseded_because="test")
    Coverage.objects.create(
        agency_id=row.agency_id,
        participation=participation,
        kind=1,
        valid_from=row.valid_from,
        valid_to=day,
        evidence_kind=row.evidence_kind,
        evidence_id=row.evidence_id,
    )
