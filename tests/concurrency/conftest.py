"""Several people at once: each in a thread with a connection of its own, let go together."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from tests.support import chain
from training.services.nomination import nominate

SYSTEM = Viewer.system("test")


@contextmanager
def turn_of(viewer: Viewer, barrier: threading.Barrier):
    """The viewer's transaction, opened before everybody is let go."""
    with acting_as(viewer):
        barrier.wait(timeout=20)
        yield


@pytest.fixture
def at_once(transactional_db):
    """Run `(viewer, act)` pairs at the same moment; what each returned, or its refusal.

    Transactions are open and the threads wait for each other right before the act, so that the
    acts meet in the database. Any other exception is raised here.
    """

    def run(*acts: tuple[Viewer, Callable[[], Any]]) -> list[Any]:
        barrier = threading.Barrier(len(acts))
        outcomes: list[Any] = [None] * len(acts)

        def one(place: int, viewer: Viewer, act: Callable[[], Any]) -> None:
            try:
                with turn_of(viewer, barrier):
                    outcomes[place] = act()
            except BaseException as error:  # handed to the test below
                outcomes[place] = error
            finally:
                connection.close()

        threads = [
            threading.Thread(target=one, args=(place, viewer, act))
            for place, (viewer, act) in enumerate(acts)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, Refused):
                raise outcome
        return outcomes

    return run


@pytest.fixture
def cast(transactional_db):
    """An agency, its agreement and everybody who acts."""
    with acting_as(SYSTEM):
        return chain.chain()


def refused(outcomes: list[Any]) -> list[Refused]:
    return [outcome for outcome in outcomes if isinstance(outcome, Refused)]


def put_forward(cast, appointment):
    """Nominate today, with every attestation that any form asks."""
    return nominate(
        cast.administrator,
        appointment,
        cast.agreement,
        on=cast.today,
        citizenship_attested_on=cast.today,
        experience_attested_on=cast.today,
        discipline_attested_on=cast.today,
    )
