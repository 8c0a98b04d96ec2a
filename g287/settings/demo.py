"""The demo's sign-ins, for the page on which one signs in."""

from typing import Any

from demo.accounts import ACCOUNTS, PASSWORD
from g287.settings.base import DEMO

DEMO_SIGN_INS: tuple[Any, ...] = ACCOUNTS if DEMO else ()
DEMO_PASSWORD = PASSWORD if DEMO else ""
