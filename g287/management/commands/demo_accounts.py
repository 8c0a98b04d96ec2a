"""`manage.py demo_accounts`: who can sign in to the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    """Print one sign-in for each role, and the password that all of them have."""

    help = "Print the demo's sign-ins: role, e-mail address and password."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line an account."""
        if not settings.DEMO:
            raise CommandError("The demo is switched off: there are no demo sign-ins.")
        wide = max(len(account.role) for account in ACCOUNTS)
        far = max(len(account.email) for account in ACCOUNTS)
        for account in ACCOUNTS:
            self.stdout.write(f"{account.role:<{wide}}  {account.email:<{far}}  {PASSWORD}")
