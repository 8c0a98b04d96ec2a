import pytest


@pytest.fixture
def signed_in(client):
    """The test client, signed in as a user."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
