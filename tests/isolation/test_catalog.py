"""The database's own catalogs say that every line stands, and the audit sees one that does not."""

import pytest
from django.core import checks
from django.db import connection, models, transaction

from accounts.row_security import secure_database, shared
from accounts.row_security_audit import findings, undeclared

OFFICER = "agencies_officer"
KEY = "training_attendance_enrollment_id_same_agency"


@pytest.mark.django_db
def test_the_database_is_as_the_models_declare():
    assert [str(finding) for finding in findings()] == []


@pytest.mark.django_db
def test_the_deployment_check_asks_the_same():
    deployed = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    assert [message for message in deployed if message.id.startswith("accounts.")] == []


BREAKS = {
    "row security switched off": (
        f"alter table {OFFICER} disable row level security",
        f"{OFFICER}: row security is off",
    ),
    "a policy dropped": (
        f"drop policy national on {OFFICER}",
        f"{OFFICER}: lacks the policy national",
    ),
    "a policy widened": (
        f"alter policy agency on {OFFICER} using (true)",
        f"{OFFICER}: the policy agency is not as declared",
    ),
    "a policy for another role": (
        f"alter policy national on {OFFICER} to g287_agency",
        f"{OFFICER}: the policy national is not as declared",
    ),
    "a policy for everybody": (
        f"create policy mine on {OFFICER} using (true)",
        f"{OFFICER}: has a policy mine that nobody declared",
    ),
    "a table that nobody secured": (
        "create table notes (agency_id bigint); grant select on notes to g287_agency",
        "notes: g287_agency may select, which nobody declared",
    ),
    "a grant to everybody": (
        f"grant select on {OFFICER} to public",
        f"{OFFICER}: public may select, which nobody declared",
    ),
    "TRUNCATE": (
        f"grant truncate on {OFFICER} to g287_web",
        f"{OFFICER}: g287_web may truncate, which nobody declared",
    ),
    "an update of any column of a fact": (
        "grant update on training_coverage to g287_agency",
        "training_coverage: g287_agency may update, which nobody declared",
    ),
    "an update of one column more": (
        "grant update (valid_to) on training_coverage to g287_national",
        "training_coverage: g287_national may update (valid_to), which nobody declared",
    ),
    "a right taken away": (
        f"revoke insert on {OFFICER} from g287_agency",
        f"{OFFICER}: g287_agency may not insert",
    ),
    "a key without the agency": (
        f"alter table training_attendance drop constraint {KEY}",
        f"training_attendance: the key {KEY} is missing",
    ),
    "a view": (
        f"create view everybody as select * from {OFFICER}",
        "everybody: is a view that runs with its owner's rights",
    ),
    "a function with the owner's rights": (
        "create function all_officers() returns int as 'select 1' language sql security definer",
        "all_officers: runs with the owner's rights and is on no list",
    ),
    "a function that finds other tables": (
        "alter function g287_count_seats() reset search_path",
        "g287_count_seats: has no fixed search path",
    ),
    "a function for everybody": (
        "grant execute on function g287_count_seats() to public",
        "g287_count_seats: may be called by everybody",
    ),
    "a guard switched off": (
        "alter table training_signoff disable trigger append_only",
        "training_signoff: the trigger append_only is switched off",
    ),
    "a login that may make databases": ("alter role g287_web createdb", "g287_web: is createdb"),
    "a login that inherits": (
        "alter role g287_web inherit",
        "g287_web: inherits: a bare connection would see every agency",
    ),
    "a login that may make tables": (
        "grant create on schema public to g287_web",
        "g287_web: may create in schema public",
    ),
}


@pytest.mark.parametrize(("statement", "finding"), BREAKS.values(), ids=BREAKS.keys())
def test_the_audit_sees(found_after, statement, finding):
    assert finding in found_after(statement)


def test_history_that_is_dropped_is_missed(found_after, as_owner):
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname from pg_trigger where tgrelid = 'agencies_officer'::regclass"
            " and tgname like 'pgtrigger_update%%'"
        )
        [(name,)] = cursor.fetchall()
    found = found_after(f"drop trigger {name} on {OFFICER}")
    assert f"{OFFICER}: the trigger update_update is missing" in found


def test_declaring_the_policies_anew_changes_no_letter_of_them(as_owner):
    with transaction.atomic():
        before = _catalog()
        secure_database()
        after = _catalog()
        transaction.set_rollback(True)
    assert after == before


@pytest.mark.parametrize(
    "widening",
    ["alter policy agency on {} using (true)", "alter table {} disable row level security"],
)
def test_securing_mends_what_was_changed(as_owner, widening):
    with transaction.atomic():
        before = _catalog()
        with connection.cursor() as cursor:
            cursor.execute(widening.format(OFFICER))
        assert _catalog() != before
        secure_database()
        assert _catalog() == before
        transaction.set_rollback(True)


def test_a_model_that_declares_nothing_is_found():
    class Note(models.Model):  # noqa: DJ008
        __module__ = "training.models.note"
        agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "training"
            managed = False

    try:
        [finding] = undeclared([Note])
        assert str(finding) == "training_note: Note does not declare `rows`"
        Note.rows = shared()
        [finding] = undeclared([Note])
        assert "has an agency" in finding.problem
    finally:
        _forget(Note)


def _forget(model):
    from django.apps import apps

    del apps.all_models["training"][model.__name__.lower()]
    apps.clear_cache()


def _catalog():
    with connection.cursor() as cursor:
        cursor.execute(
            "select polrelid::regclass::text, polname, polcmd::text, polroles::text,"
            " pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),"
            " (select relrowsecurity from pg_class where oid = polrelid)"
            " from pg_policy order by 1, 2"
        )
        return cursor.fetchall()
