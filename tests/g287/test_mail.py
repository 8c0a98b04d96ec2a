"""Messages that the sign-in library sends, in the product's own words."""

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import UserFactory


@pytest.mark.django_db
def test_who_forgot_the_password_is_written_to_in_the_products_name(client, arranged):
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})
    (message,) = mail.outbox
    assert message.subject == "Choose a new password for 287(g) Training"
    assert "/account/password/reset/key/" in message.body
    assert "Hello from" not in message.body
    assert "Thank you for using" not in message.body


@pytest.mark.django_db
def test_an_unknown_address_is_told_so_without_an_offer_to_sign_up(client):
    client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})
    (message,) = mail.outbox
    assert message.subject == "No account for this address at 287(g) Training"
    assert "invite you" in message.body
    assert "sign up" not in message.body
