"""`reconcile_standing` finds what somebody did to the table behind the product's back."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.viewer import Viewer, acting_as
from agencies.models import Agency
from g287.database import logged_in_as
from tests.support import chain

COLUMNS = (
    "agency_id, participation_id, model, state, status, grade, soon_from, compliant_until, may_act"
)
ONE_MORE = f"""
insert into training_standing (valid_from, valid_to, {COLUMNS})
select '2001-01-01', '2002-01-01', {COLUMNS} from training_standing
where participation_id = %s limit 1
"""


@pytest.fixture
def participation(transactional_db):
    with acting_as(Viewer.system("test")):
        return chain.authorized(chain.chain())


def tamper(statement, participation):
    """As the owner: no other role may write the table."""
    with logged_in_as("owner", settings.VAR), connection.cursor() as cursor:
        cursor.execute(statement, [participation.pk])
        assert cursor.rowcount > 0


def test_nothing_differs_after_a_chain_of_acts(participation, capsys):
    call_command("reconcile_standing", chunk=1)
    assert capsys.readouterr().out == "0 of 1 participations differ.\n"


@pytest.mark.parametrize(
    ("statement", "side"),
    [
        ("delete from training_standing where participation_id = %s", "computed, not stored"),
        (
            "update training_standing set may_act = not may_act where participation_id = %s",
            "stored",
        ),
        (
            ONE_MORE,
            "stored, not computed: 2001-01-01 to 2002-01-01",
        ),
    ],
    ids=["a row missing", "a row changed", "a row too many"],
)
def test_a_difference_is_listed_and_fails_until_it_is_mended(
    participation, capsys, statement, side
):
    tamper(statement, participation)
    with pytest.raises(CommandError, match="1 of 1 participations differ"):
        call_command("reconcile_standing")
    assert side in capsys.readouterr().out
    call_command("reconcile_standing", repair=True)
    call_command("reconcile_standing")
    assert capsys.readouterr().out.endswith("0 of 1 participations differ.\n")


def test_the_state_of_standing_follows_its_agency(participation, capsys):
    with acting_as(Viewer.system("test")):
        Agency.objects.filter(pk=participation.agency_id).update(state="GA")
        states = set(participation.standings.values_list("state", flat=True))
    assert states == {"GA"}
    call_command("reconcile_standing")
    assert capsys.readouterr().out == "0 of 1 participations differ.\n"
