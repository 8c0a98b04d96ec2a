"""What the database itself lets each role see: grants and row policies, declared on the models.

A model says how its rows are protected by the class attribute `rows`. `secure_database()` turns
the declarations into grants, policies, composite foreign keys and hardened trigger functions. It
runs after every `migrate`, as the owner, and can run again at any time. A table that it has not
reached carries no grant at all, so forgetting one fails closed.

Roles: `g287_web` signs in and owns nothing; each transaction switches to `g287_agency` (the
viewer's agencies only), `g287_national` (every agency) or `g287_auditor` (every agency, to read).
See docs/decisions/0003.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

WEB = ("g287_web", "g287_agency", "g287_national", "g287_auditor")

# Read once per statement as an uncorrelated subquery; nullif because the setting is '' once set.
AGENCIES = "(select nullif(current_setting('app.agencies', true), '')::bigint[])::bigint[]"
USER = "(select nullif(current_setting('app.user_id', true), '')::bigint)"


@dataclass(frozen=True)
class Rows:
    """How one table's rows are protected.

    `agency`: SQL condition under which `g287_agency` sees a row; None means every row.
    `agency_writes`, `national_writes`: the privileges of each role beside SELECT, in SQL
    ("insert, update (hours)"); "" means read only. `check`: condition on written rows where it
    differs from `agency`. `web`: privileges of the bare web role, which has no viewer.
    `cross_agency`: foreign keys that may point to another agency's row (an officer's, after a
    transfer), left out of the composite keys. `auditor_writes`: the privileges of `g287_auditor`
    beside SELECT: what an auditor must write to sign in, and nothing of the domain.
    """

    agency: str | None
    agency_writes: str = ""
    national_writes: str = ""
    check: str | None = None
    web: str = ""
    cross_agency: frozenset[str] = frozenset()
    auditor_writes: str = ""

    @property
    def writes(self) -> dict[str, str]:
        """The privileges beside SELECT of each role that a viewer may wear."""
        return {
            "g287_agency": self.agency_writes,
            "g287_national": self.national_writes,
            "g287_auditor": self.auditor_writes,
        }


# Functions of the owner that a role may call by itself; every other one is for triggers alone.
# g287_restand computes standing anew from what is written: it decides nothing and shows nothing.
# g287_hold_agreement locks a row that the agency may read and not write; it shows nothing either.
CALLABLE: dict[str, tuple[str, ...]] = {
    "g287_restand(bigint[])": ("g287_national",),
    "g287_hold_agreement(bigint)": ("g287_agency", "g287_national"),
}

WRITES = "insert, update, delete"
APPENDS = "insert"


def tenant(
    agency_writes: str = "", national_writes: str = "", *, cross_agency: tuple[str, ...] = ()
) -> Rows:
    """Rows of one agency, told by their `agency_id`."""
    return Rows(
        f"agency_id = any({AGENCIES})",
        agency_writes,
        national_writes,
        cross_agency=frozenset(cross_agency),
    )


def shared(
    agency_writes: str = "", national_writes: str = WRITES, *, web: str = "", auditor: str = ""
) -> Rows:
    """Rows that every role reads: forms, rules, courses, classes."""
    return Rows(None, agency_writes, national_writes, web=web, auditor_writes=auditor)


# Tables of Django and its libraries: needed before a viewer is known, and holding no officer.
LIBRARY = Rows(None, WRITES, WRITES, web=f"select, {WRITES}")
# Of these an auditor writes those that keep them signed in.
SIGN_IN = Rows(None, WRITES, WRITES, web=f"select, {WRITES}", auditor_writes=WRITES)
SIGN_IN_APPS = frozenset({"sessions", "account"})


def rows_of(model: type[models.Model]) -> Rows:
    """The declaration of a model, of the model whose history it is, or of a library's table."""
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        # A history row is seen by whoever sees the thing itself, and written by triggers alone.
        own = rows_of(tracked)
        if own.agency is None or _has_agency(model):
            condition = None if own.agency is None else f"agency_id = any({AGENCIES})"
            return Rows(condition)
        return Rows("false")
    declared = getattr(model, "rows", None)
    if isinstance(declared, Rows):
        return declared
    if model._meta.app_label == "pghistory":
        return Rows("false", web="")
    if model.__module__.split(".")[0] in {"accounts", "agencies", "training", "intake", "reports"}:
        if model._meta.auto_created:
            return shared()
        raise LookupError(f"{model.__name__} does not declare `rows`")
    return SIGN_IN if model._meta.app_label in SIGN_IN_APPS else LIBRARY


def secured_models() -> list[type[models.Model]]:
    """Every model with a table of its own, many-to-many tables included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def secure_database(**_: Any) -> None:
    """Bring grants, row policies, composite keys and trigger functions to what is declared."""
    statements = [
        "grant usage on schema public to " + ", ".join(WEB),
        "grant usage on all sequences in schema public to " + ", ".join(WEB),
    ]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        models_here = [m for m in secured_models() if m._meta.db_table in tables]
        for model in models_here:
            statements += _table_statements(model)
        for table in ("cache", "django_migrations"):
            if table in tables:
                privileges = "select" if table == "django_migrations" else f"select, {WRITES}"
                statements.append(f'grant {privileges} on "{table}" to {", ".join(WEB)}')
        for statement in statements:
            cursor.execute(statement)
        for model in models_here:
            _add_composite_keys(cursor, model)
        _harden_trigger_functions(cursor)


def policies_of(model: type[models.Model]) -> dict[str, tuple[str, str, str, str | None]]:
    """Policies by name: (role, command, using, check)."""
    rows = rows_of(model)
    if rows.agency is None:
        return {}
    return {
        "agency": ("g287_agency", "all", rows.agency, rows.check),
        "national": ("g287_national", "all", "true", None),
        "auditor": ("g287_auditor", "select", "true", None),
    }


def _table_statements(model: type[models.Model]) -> list[str]:
    table, rows = f'"{model._meta.db_table}"', rows_of(model)
    statements = [f"revoke all on {table} from {', '.join(WEB)}, public"]
    # Column privileges survive a revoke on the table only in name: drop them as well.
    for role, writes in rows.writes.items():
        statements.append(
            f"grant {', '.join(filter(None, ('select', writes)))} on {table} to {role}"
        )
    if rows.web:
        statements.append(f"grant {rows.web} on {table} to g287_web")
    if rows.agency is None:
        statements.append(f"alter table {table} disable row level security")
        return statements
    if not rows.web:
        # The bare web role reads nothing, but a policy on another table may name this one.
        statements.append(f"grant select on {table} to g287_web")
    statements.append(f"alter table {table} enable row level security")
    for name, (role, command, using, check) in policies_of(model).items():
        statements.append(f'drop policy if exists "{name}" on {table}')
        written = f" with check ({check})" if check else ""
        using_clause = f" using ({using})" if command != "insert" else f" with check ({using})"
        statements.append(
            f'create policy "{name}" on {table} for {command} to {role}{using_clause}{written}'
        )
    return statements


def _has_agency(model: type[models.Model]) -> bool:
    return any(field.column == "agency_id" for field in model._meta.concrete_fields)


def composite_keys(model: type[models.Model]) -> dict[str, tuple[str, str]]:
    """Foreign keys that carry the agency along: name to (column, referenced table)."""
    if not _has_agency(model) or getattr(model, "pgh_tracked_model", None) is not None:
        return {}
    keys = {}
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(field, models.ForeignKey) or not isinstance(target, type):
            continue
        same_agency = field.name not in rows_of(model).cross_agency
        if _has_agency(target) and same_agency and not target._meta.proxy:
            name = f"{model._meta.db_table}_{field.column}_same_agency"[:63]
            keys[name] = (field.column, target._meta.db_table)
    return keys


def _add_composite_keys(cursor: Any, model: type[models.Model]) -> None:
    # Foreign keys are checked past the row policies: without the agency in the key, a row of one
    # agency could hang on an officer of another.
    table = model._meta.db_table
    for name, (column, target) in composite_keys(model).items():
        unique = f"{target}_id_agency"[:63]
        cursor.execute("select 1 from pg_constraint where conname = %s", [unique])
        if cursor.fetchone() is None:
            cursor.execute(
                f'alter table "{target}" add constraint "{unique}" unique (id, agency_id)'
            )
        cursor.execute("select 1 from pg_constraint where conname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(
                f'alter table "{table}" add constraint "{name}" foreign key ("{column}", agency_id)'
                f' references "{target}" (id, agency_id) deferrable initially deferred'
            )


def _harden_trigger_functions(cursor: Any) -> None:
    # Triggers write history as the owner, so that the web role needs no right to write it and
    # cannot forge it. Nor can it be silent: the library asks this function whether a setting of
    # the session (pgtrigger.ignore) switches the trigger off, and the answer is no.
    cursor.execute("select 1 from pg_proc where proname = '_pgtrigger_should_ignore'")
    if cursor.fetchone():
        cursor.execute(
            "create or replace function _pgtrigger_should_ignore(trigger_name name)"
            " returns boolean language sql immutable as 'select false'"
        )
    cursor.execute(
        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n"
        " on n.oid = p.pronamespace where n.nspname = 'public' and p.prosrc <> ''"
        " and (p.proname like 'pgtrigger\\_%%' or p.proname = '_pgh_attach_context'"
        " or p.proname like 'g287\\_%%')"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(
            f"alter function {function} security definer set search_path = public, pg_temp"
        )
        cursor.execute(f"revoke execute on function {function} from public, {', '.join(WEB)}")
        for role in CALLABLE.get(function, ()):
            cursor.execute(f"grant execute on function {function} to {role}")
