"""Whether the database holds what the models declare: read from its catalogs, changing nothing.

`findings()` is asked by a deployment check and by tests/isolation. It compares grants, policies,
composite keys, triggers and the roles themselves with `accounts.row_security`; an empty list means
that every line stands. It reads only catalogs, so the web login itself can run it.
"""

import re
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import connection, models

from accounts.row_security import (
    CALLABLE,
    WEB,
    WRITES,
    composite_keys,
    policies_of,
    rows_of,
    secured_models,
)

LOGIN, *WORN = WEB

# Functions that run with the owner's rights. Each is a trigger, called by one, or CALLABLE; whoever
# adds one adds it here, and says in its SQL why the writer's own rights are not enough.
DEFINERS = frozenset(
    {
        "_pgh_attach_context",
        "g287_act_reaches_everybody",
        "g287_acts_while_it_lasts",
        "g287_agreement_goes_on",
        "g287_append_only",
        "g287_authorization_stands",
        "g287_begins_with_nomination",
        "g287_closes_only",
        "g287_count_seats",
        "g287_hold_agreement",
        "g287_import_keeps_file",
        "g287_import_took_place",
        "g287_name_follows",
        "g287_officer_serves_here",
        "g287_papers_come_by_import",
        "g287_papers_stay",
        "g287_participates_once_at_a_time",
        "g287_participates_while_serving",
        "g287_published_requirements_stay",
        "g287_published_rules_stay",
        "g287_record_is_open",
        "g287_restand",
        "g287_restand_few",
        "g287_restand_many",
        "g287_rules_are_kept",
        "g287_rules_in_use_stay",
        "g287_standing_follows",
        "g287_state_follows",
        "g287_taken_back_only",
        "g287_takes_turns",
        "g287_within_the_agreement",
    }
)
SEARCH_PATH = "search_path=public, pg_temp"

# Tables without a model: what each database role may do there.
UNMODELED = {"cache": f"select, {WRITES}", "django_migrations": "select"}


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is not as declared: the table, role or function, and what is wrong."""

    subject: str
    problem: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem}"


def findings() -> list[Finding]:
    """Everything that differs from the declarations, in a fixed order."""
    found: list[Finding] = []
    for part in (_declarations, _roles, _ownership, _row_security, _privileges, _keys, _functions,
                 _triggers, _views):  # fmt: skip
        found += part()
    return sorted(set(found))


def _query(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _tables() -> dict[str, type[models.Model]]:
    """Models by table, for the tables that exist."""
    existing = {name for (name,) in _query("select relname from pg_class where relkind = 'r'")}
    by_table = {model._meta.db_table: model for model in secured_models()}
    return {table: model for table, model in by_table.items() if table in existing}


def undeclared(among: list[type[models.Model]]) -> list[Finding]:
    """Models without a declaration, and models of an agency that are declared shared."""
    found = []
    for model in among:
        try:
            rows = rows_of(model)
        except LookupError as error:
            found.append(Finding(model._meta.db_table, str(error)))
            continue
        of_agency = any(field.column == "agency_id" for field in model._meta.concrete_fields)
        if of_agency and rows.agency is None:
            found.append(
                Finding(model._meta.db_table, "has an agency, and declares that everybody reads it")
            )
    return found


def _declarations() -> list[Finding]:
    return undeclared(secured_models())


def _roles() -> list[Finding]:
    """The web login wears three roles, inherits from none, and is nothing more."""
    found = []
    rows = _query(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " rolcanlogin, rolinherit from pg_roles where rolname = any(%s)",
        list(WEB),
    )
    for name, *flags, can_login, inherits in rows:
        words = ("superuser", "bypassrls", "createrole", "createdb", "replication")
        found += [
            Finding(str(name), f"is {w}") for w, flag in zip(words, flags, strict=True) if flag
        ]
        if name == LOGIN and inherits:
            found.append(Finding(LOGIN, "inherits: a bare connection would see every agency"))
        if name in WORN and can_login:
            found.append(Finding(str(name), "may sign in"))
    missing = set(WEB) - {name for name, *_ in rows}
    found += [Finding(name, "does not exist") for name in missing]
    if missing:
        return found
    for worn in WORN:
        [(member, usage)] = _query(
            "select pg_has_role(%s, %s, 'member'), pg_has_role(%s, %s, 'usage')",
            LOGIN, worn, LOGIN, worn,
        )  # fmt: skip
        if not member:
            found.append(Finding(LOGIN, f"may not take on {worn}"))
        if usage:
            found.append(Finding(LOGIN, f"has the rights of {worn} without taking it on"))
    others = _query(
        "select m.rolname, r.rolname from pg_auth_members a"
        " join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid"
        " where m.rolname = any(%s) and not (m.rolname = %s and r.rolname = any(%s))",
        list(WEB), LOGIN, WORN,
    )  # fmt: skip
    return found + [Finding(str(member), f"is a member of {role}") for member, role in others]


def _ownership() -> list[Finding]:
    """The web roles own nothing and may create nothing that lasts."""
    owned = _query(
        "select o.rolname, c.relname from pg_class c join pg_roles o on o.oid = c.relowner"
        " where o.rolname = any(%s) and c.relpersistence <> 't'"
        " union all select o.rolname, p.proname from pg_proc p"
        " join pg_roles o on o.oid = p.proowner where o.rolname = any(%s)"
        " union all select o.rolname, n.nspname from pg_namespace n"
        " join pg_roles o on o.oid = n.nspowner where o.rolname = any(%s)",
        list(WEB), list(WEB), list(WEB),
    )  # fmt: skip
    found = [Finding(str(owner), f"owns {name}") for owner, name in owned]
    creating = _query(
        "select r.rolname, 'schema ' || n.nspname from pg_roles r, pg_namespace n"
        " where r.rolname = any(%s) and n.nspname !~ '^pg_(toast_)?temp'"
        " and has_schema_privilege(r.oid, n.oid, 'create')"
        " union all select r.rolname, 'the database' from pg_roles r where r.rolname = any(%s)"
        " and has_database_privilege(r.oid, current_database(), 'create')",
        list(WEB), list(WEB),
    )  # fmt: skip
    return found + [Finding(str(role), f"may create in {place}") for role, place in creating]


def _row_security() -> list[Finding]:
    """Each table of an agency: row security is on, with exactly the declared policies."""
    found = []
    on: dict[str, bool] = dict(
        _query("select oid::regclass::text, relrowsecurity from pg_class where relkind = 'r'")
    )
    actual: dict[str, dict[str, tuple[object, ...]]] = {}
    for table, name, *rest in _query(
        "select polrelid::regclass::text, polname,"
        " case polcmd when '*' then 'all' when 'r' then 'select' else polcmd::text end,"
        " polpermissive,"
        " (select array_agg(coalesce(r.rolname, 'public')) from unnest(polroles) o"
        "   left join pg_roles r on r.oid = o),"
        " pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) from pg_policy"
    ):
        actual.setdefault(str(table), {})[str(name)] = tuple(rest)
    for table, model in _tables().items():
        declared = policies_of(model)
        if bool(declared) is not bool(on[table]):
            found.append(Finding(table, f"row security is {'off' if declared else 'on'}"))
        there = actual.pop(table, {})
        found += [Finding(table, f"lacks the policy {name}") for name in declared.keys() - there]
        found += [Finding(table, f"has a policy {name} that nobody declared")
                  for name in there.keys() - declared.keys()]  # fmt: skip
        for name in declared.keys() & there.keys():
            role, command, using, check = declared[name]
            wanted = (command, True, [role], _plain(using), _plain(check))
            kind, permissive, to, qual, with_check = there[name]
            if (kind, permissive, to, _plain(qual), _plain(with_check)) != wanted:
                found.append(Finding(table, f"the policy {name} is not as declared"))
    found += [Finding(table, "has policies, and no model declares it") for table in actual]
    return found


def _plain(condition: object) -> str:
    """A condition without what PostgreSQL adds when it prints one: casts, brackets, spaces.

    Loses grouping; tests/isolation compare exactly, by declaring the policies anew.
    """
    text = re.sub(r'::text|as "nullif"', "", str(condition or "").lower())
    return re.sub(r"[\s()]", "", text)


def privileges(text: str) -> set[tuple[str, str | None]]:
    """`insert, update (hours, note)` as {(insert, None), (update, hours), (update, note)}."""
    wanted: set[tuple[str, str | None]] = set()
    for word, columns in re.findall(r"(\w+)\s*(?:\(([^)]*)\))?", text):
        names = [name.strip() for name in columns.split(",") if name.strip()]
        wanted |= {(word, name) for name in names} or {(word, None)}
    return wanted


def _declared_privileges(model: type[models.Model]) -> dict[str, set[tuple[str, str | None]]]:
    rows = rows_of(model)
    # Bare, the web login reads a tenant table and is shown no row of it.
    bare = rows.web or ("select" if rows.agency is not None else "")
    declared = {role: privileges(f"select, {words}") for role, words in rows.writes.items()}
    return {**declared, LOGIN: privileges(bare)}


def _privileges() -> list[Finding]:
    """Grants on tables and columns, to the web roles and to PUBLIC, are exactly as declared."""
    found = []
    actual: dict[str, dict[str, set[tuple[str, str | None]]]] = {}
    for table, role, word, column in _query(
        "select c.oid::regclass::text, coalesce(r.rolname, 'public'), lower(a.privilege_type), null"
        " from pg_class c cross join lateral aclexplode(c.relacl) a"
        " left join pg_roles r on r.oid = a.grantee"
        " where c.relkind in ('r', 'v', 'm', 'p', 'f') and c.relnamespace = 'public'::regnamespace"
        " and (a.grantee = 0 or r.rolname = any(%s))"
        " union all select c.oid::regclass::text, coalesce(r.rolname, 'public'),"
        " lower(a.privilege_type), t.attname from pg_attribute t"
        " join pg_class c on c.oid = t.attrelid cross join lateral aclexplode(t.attacl) a"
        " left join pg_roles r on r.oid = a.grantee"
        " where c.relnamespace = 'public'::regnamespace and (a.grantee = 0 or r.rolname = any(%s))",
        list(WEB), list(WEB),
    ):  # fmt: skip
        of_table = actual.setdefault(str(table), {})
        of_table.setdefault(str(role), set()).add((str(word), column))
    declared = {table: _declared_privileges(model) for table, model in _tables().items()}
    declared |= {table: dict.fromkeys(WEB, privileges(t)) for table, t in UNMODELED.items()}
    for table, of_table in actual.items():
        wanted = declared.pop(table, {})
        for role in of_table.keys() | wanted.keys():
            extra = of_table.get(role, set()) - wanted.get(role, set())
            lacking = wanted.get(role, set()) - of_table.get(role, set())
            found += [Finding(table, f"{role} may {_say(p)}, which nobody declared") for p in extra]
            found += [Finding(table, f"{role} may not {_say(p)}") for p in lacking]
    found += [Finding(table, "carries no grant") for table in declared.keys() & _tables().keys()]
    return found


def _say(privilege: tuple[str, str | None]) -> str:
    word, column = privilege
    return f"{word} ({column})" if column else word


def _keys() -> list[Finding]:
    """Keys between rows of agencies carry the agency along: they are checked past the policies."""
    there = {
        str(name) for (name,) in _query("select conname from pg_constraint where contype = 'f'")
    }
    return [
        Finding(table, f"the key {name} is missing")
        for table, model in _tables().items()
        for name in composite_keys(model)
        if name not in there
    ]


def _functions() -> list[Finding]:
    """Functions with the owner's rights: listed, with a fixed search path, called by triggers."""
    allowed = DEFINERS | {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}
    found = []
    for name, config, for_all in _query(
        "select p.proname, coalesce(array_to_string(p.proconfig, ';'), ''),"
        " has_function_privilege('public', p.oid, 'execute')"
        " from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace"
    ):
        if name not in allowed:
            found.append(Finding(str(name), "runs with the owner's rights and is on no list"))
        if SEARCH_PATH not in str(config).split(";"):
            found.append(Finding(str(name), "has no fixed search path"))
        if for_all:
            found.append(Finding(str(name), "may be called by everybody"))
    calls = _query(
        "select p.oid::regprocedure::text, r.rolname from pg_proc p, pg_roles r"
        " where p.prosecdef and p.pronamespace = 'public'::regnamespace and r.rolname = any(%s)"
        " and has_function_privilege(r.oid, p.oid, 'execute')",
        list(WEB),
    )
    for name, role in calls:
        if role not in CALLABLE.get(str(name), ()):
            found.append(Finding(str(name), f"may be called by {role}"))
    return found


def _triggers() -> list[Finding]:
    """History and the guards: each declared trigger is there, and none is switched off."""
    found = []
    there: set[object] = set()
    for table, name, enabled in _query(
        "select tgrelid::regclass::text, tgname, tgenabled from pg_trigger where not tgisinternal"
    ):
        there.add(name)
        if enabled not in ("O", "A"):
            found.append(Finding(str(table), f"the trigger {name} is switched off"))
    tables = _tables()
    for model, trigger in pgtrigger.registered():
        if model._meta.db_table in tables and trigger.get_pgid(model) not in there:
            found.append(Finding(model._meta.db_table, f"the trigger {trigger.name} is missing"))
    return found


def _views() -> list[Finding]:
    """A plain view runs as its owner and shows every agency; so does a materialized one."""
    return [
        Finding(str(name), "is a view that runs with its owner's rights")
        for name, kind, options in _query(
            "select c.oid::regclass::text, c.relkind,"
            " coalesce(array_to_string(c.reloptions, ';'), '')"
            " from pg_class c left join pg_depend d on d.objid = c.oid and d.deptype = 'e'"
            " where c.relkind in ('v', 'm') and c.relnamespace = 'public'::regnamespace"
            " and d.objid is null"
        )
        if kind == "m" or "security_invoker=true" not in str(options).split(";")
    ]
