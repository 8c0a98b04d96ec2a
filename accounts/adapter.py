"""How django-allauth behaves here: people are invited, nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; accounts come from invitations and `createsuperuser`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: an account without a membership would see nothing anyway."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Write the password alone: an auditor's database role writes nothing else of a user."""
        user.set_password(password)
        user.save(update_fields=["password"])
