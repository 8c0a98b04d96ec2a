"""What the database refuses, in the application's words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accounts.refusal import Reason, Refused


@contextmanager
def refused_by(constraints: Mapping[str, Reason]) -> Iterator[None]:
    """Run the block in a savepoint; a violation of a named constraint becomes its reason.

    The check before the write says the same, kindly; this is for the one who came second. A
    violation of a constraint that is not named is a fault and stays one.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if not isinstance(name, str) or name not in constraints:
            raise
        reason = constraints[name]
        # Kept where no language is known yet, marked by gettext_noop; said here.
        raise Refused([replace(reason, text=gettext(reason.text))]) from error
