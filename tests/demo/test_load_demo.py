"""`load_demo` fills an empty database, once, and never one that holds anything else."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.viewer import Viewer, acting_as
from agencies.models import Agency, Agreement, Officer
from demo.accounts import ACCOUNTS, PASSWORD
from demo.build import build
from demo.listed import LIST, import_list, strangers
from demo.places import FEW, OTHERS
from tests.demo.story import SEED, TODAY, digest_of_demo
from tests.factories import AgencyFactory, OfficerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def load(**options):
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_the_same_seed_gives_the_same_demo():
    digests = []
    for seed in (SEED, SEED, SEED + 1):
        with acting_as(Viewer.system("test")) as viewer:
            from django.db import transaction

            sid = transaction.savepoint()
            build(viewer, seed, TODAY, "small")
            digests.append(digest_of_demo())
            transaction.savepoint_rollback(sid)
    assert digests[0] == digests[1] != digests[2]


def test_the_demo_builds_on_other_days_too():
    from datetime import date

    from django.db import transaction

    for today in (date(2025, 11, 3), date(2026, 12, 26), date(2027, 6, 7), date(2028, 2, 29)):
        with acting_as(Viewer.system("test")) as viewer:
            sid = transaction.savepoint()
            assert build(viewer, SEED, today, "small").officers > 100
            transaction.savepoint_rollback(sid)


def test_the_real_list_is_there_and_bears_no_invented_name():
    with acting_as(Viewer.system("test")) as viewer:
        assert import_list(viewer) == 829
        real = {agency.name.casefold() for agency in Agency.objects.all()}
        invented = {a.name.removesuffix(" (example)").casefold() for a in (*FEW, *OTHERS)}
        assert not real & invented
        assert Agreement.objects.count() == 829
        assert strangers().words == ""


def test_it_refuses_where_officers_stand_that_are_not_of_the_demo():
    with acting_as(Viewer.system("test")):
        OfficerFactory()
    with pytest.raises(CommandError, match="officers who are not of the demo"):
        load()


def test_it_refuses_where_agencies_stand_that_are_not_of_the_list():
    with acting_as(Viewer.system("test")):
        AgencyFactory()
    with pytest.raises(CommandError, match="agencies that are not of ICE's list"):
        load(if_missing=True)


def test_a_second_time_it_refuses_or_does_nothing():
    with acting_as(Viewer.system("test")):
        AgencyFactory(is_invented=True)
    with pytest.raises(CommandError, match="loaded already"):
        load()
    assert "loaded already" in load(if_missing=True)
    with acting_as(Viewer.system("test")):
        assert not Officer.objects.exists()


def test_it_refuses_where_the_demo_is_switched_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="switched off"):
        load()
    with pytest.raises(CommandError, match="switched off"):
        call_command("demo_accounts", stdout=io.StringIO())


def test_the_accounts_are_printed_with_role_address_and_password():
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == len(ACCOUNTS)
    for line, account in zip(lines, ACCOUNTS, strict=True):
        assert line.split() == [*account.role.split(), account.email, PASSWORD]


def test_the_list_is_the_one_that_was_published():
    import hashlib

    digest = hashlib.sha256(LIST.read_bytes()).hexdigest()
    assert digest == "d6edafa262b3d105118e09bd00686e34cee9e19a621352cd0a39cafd3f056195"


def test_the_sign_in_page_names_the_same_accounts(client):
    page = client.get("/account/login/").content.decode()
    assert PASSWORD in page
    assert all(account.email in page for account in ACCOUNTS)
