"""How django-allauth behaves here: people are invited, nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; accounts come from invitations and `createsuperuser`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: an account without a membership would see nothing anyway."""
        return False
