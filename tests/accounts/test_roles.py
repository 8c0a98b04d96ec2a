"""The roles keep apart what the agreements give to different people, and the page says so."""

from pathlib import Path

import pytest
from django.conf import settings

from accounts.permissions import DESCRIPTIONS, Permission
from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    AUDITOR,
    MEMBERSHIP_ROLES,
    PROGRAM_MANAGER,
    ROLES,
    SUPERVISOR,
    titles_that_may,
)
from accounts.roles_document import roles_document

P = Permission


def test_the_page_about_roles_is_made_from_the_table():
    page = Path(settings.BASE_DIR, "docs", "roles.md").read_text()
    assert page == roles_document(), "python -m accounts.roles_document > docs/roles.md"


def test_every_permission_is_described_and_held_by_somebody():
    assert DESCRIPTIONS.keys() == set(Permission)
    assert [p for p in Permission if not titles_that_may(p)] == []


@pytest.mark.parametrize(
    "apart",
    [
        (P.NOMINATE, P.VET),
        (P.NOMINATE, P.SIGN_OFF),
        (P.NOMINATE, P.AUTHORIZE),
        (P.VET, P.SIGN_OFF),
        (P.RECORD_RESULTS, P.SIGN_OFF),
        (P.SUBMIT_RECORDS, P.SIGN_OFF),
        (P.SIGN_OFF, P.AUTHORIZE),
    ],
    ids=lambda pair: f"{pair[0]} and {pair[1]}",
)
def test_no_role_holds_both(apart):
    assert [role.name for role in ROLES.values() if set(apart) <= role.permissions] == []


def test_an_auditor_sees_everything_and_changes_nothing():
    assert AUDITOR.permissions == {P.VIEW, P.ASK_AS_KNOWN}


def test_everybody_may_view():
    assert all(P.VIEW in role.permissions for role in ROLES.values())


def test_only_the_program_manager_administers():
    assert titles_that_may(P.ADMINISTER) == [PROGRAM_MANAGER.title]


def test_a_supervisor_is_assigned_and_never_a_member():
    assert SUPERVISOR.name not in MEMBERSHIP_ROLES
    assert AGENCY_ADMINISTRATOR.name in MEMBERSHIP_ROLES
