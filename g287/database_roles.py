"""The PostgreSQL roles that row-level security rests on.

Roles belong to a server, not to a database, so no migration makes them. The owner's login
(`g287_owner`, or whatever login `DATABASE_URL` names) owns every table and migrates. The web
server signs in as `g287_web`, which owns nothing and by itself sees no row of any agency; each
transaction takes on `g287_agency`, `g287_national` or `g287_auditor` (see `acting_as`). For that
it must be a member of each without inheriting from any: an inherited right would apply the
national policy to a connection that never said who is asking.

`python -m g287.database_roles` prints the statements for a database administrator.
"""

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

OWNER = "g287_owner"
WEB = "g287_web"
AGENCY = "g287_agency"
NATIONAL = "g287_national"
AUDITOR = "g287_auditor"
WORN = (AGENCY, NATIONAL, AUDITOR)
DATABASE = "g287"
EXTENSIONS = ("btree_gist", "pg_trgm")

# PostgreSQL 16 moved inheritance from the role to each grant of it.
GRANT_BY_INHERITANCE = 160_000
TRANSACTION_TIMEOUT_SINCE = 170_000

# No write of the web login lasts longer than this, so that what was known ten minutes ago is
# complete (training.selectors.known). Before version 17 the server bounds each statement and each
# pause, and so in practice the transaction.
LIMITS = {
    "statement_timeout": "5min",
    "idle_in_transaction_session_timeout": "5min",
    "transaction_timeout": "9min",
}


class DatabaseRolesError(Exception):
    """One sentence: what is wrong with the roles and how to mend it."""


def statements(server_version: int) -> list[str]:
    """The statements that make or mend the roles; running them again changes nothing."""
    options = " with inherit false, set true" if server_version >= GRANT_BY_INHERITANCE else ""
    return [
        *(_create(worn, "nologin") for worn in WORN),
        _create(WEB, "login noinherit nocreatedb nocreaterole"),
        f"alter role {WEB} noinherit nocreatedb nocreaterole",
        f"grant {', '.join(WORN)} to {WEB}{options}",
        *(f"alter role {WEB} set {name} = '{limit}'" for name, limit in _limits(server_version)),
    ]


def _limits(server_version: int) -> list[tuple[str, str]]:
    """The limits that this version of the server knows."""
    return [
        (name, limit)
        for name, limit in LIMITS.items()
        if name != "transaction_timeout" or server_version >= TRANSACTION_TIMEOUT_SINCE
    ]


def ensure_roles(
    connection: psycopg.Connection[tuple[object, ...]], web_password: str | None = None
) -> None:
    """Make the roles on the server of `connection`, whose login owns the database.

    `web_password` becomes the password of `g287_web`; None leaves it as it is.
    """
    try:
        with connection.transaction():
            if not _are_right(connection):
                for statement in statements(connection.info.server_version):
                    connection.execute(statement.encode())
            if web_password is not None:
                _set_password(connection, web_password)
            connection.execute(
                sql.SQL("grant connect on database {} to {}").format(
                    sql.Identifier(connection.info.dbname), sql.Identifier(WEB)
                )
            )
    except psycopg.errors.InsufficientPrivilege as error:
        login = connection.info.user
        raise DatabaseRolesError(
            f"The database login {login} may not make the roles ({error.diag.message_primary}):"
            f" have an administrator run `alter role {login} createrole`, or run what"
            " `python -m g287.database_roles` prints and name the web login in DATABASE_WEB_URL."
        ) from error
    if not _are_right(connection):
        raise DatabaseRolesError(
            f"{WEB} inherits from one of {', '.join(WORN)} by a grant that somebody else made:"
            " have an administrator revoke it, then run this again."
        )


def provision_local(socket: Path) -> None:
    """On a cluster of our own: the owner's login, the roles, the database and its extensions."""
    server = make_conninfo(host=str(socket), port=5432, connect_timeout=10)
    with psycopg.connect(server, user="postgres", dbname="postgres", autocommit=True) as admin:
        admin.execute(_create(OWNER, "login createdb createrole").encode())
        found = admin.execute("select 1 from pg_database where datname = %s", [DATABASE])
        if found.fetchone() is None:
            admin.execute(f"create database {DATABASE} owner {OWNER}".encode())
    # The rest as the owner, who needs no superuser: the same as on an operator's server.
    with psycopg.connect(server, user=OWNER, dbname=DATABASE, autocommit=True) as owner:
        ensure_roles(owner)
        for extension in EXTENSIONS:
            owner.execute(f"create extension if not exists {extension}".encode())


def _create(role: str, attributes: str) -> str:
    return (
        f"do $$ begin if not exists (select from pg_roles where rolname = '{role}')"
        f" then create role {role} {attributes}; end if; end $$"
    )


def _are_right(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether the web login may take on each role, inherits from none, and has its limits."""
    limits = [f"{name}={limit}" for name, limit in _limits(connection.info.server_version)]
    row = connection.execute(
        "select bool_and(pg_has_role(web.oid, worn.oid, 'member')"
        "  and not pg_has_role(web.oid, worn.oid, 'usage')"
        "  and coalesce(web.rolconfig, '{}') @> %s), count(*)"
        " from pg_roles web, pg_roles worn"
        " where web.rolname = %s and worn.rolname = any(%s)",
        [limits, WEB, list(WORN)],
    ).fetchone()
    return row == (True, len(WORN))


def _set_password(connection: psycopg.Connection[tuple[object, ...]], password: str) -> None:
    # Hashed here, so that the server's log never holds the password itself.
    hashed = connection.pgconn.encrypt_password(
        password.encode(), WEB.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("alter role {} password {}").format(sql.Identifier(WEB), sql.Literal(hashed))
    )


# A cluster that was provisioned with other statements is provisioned again.
LOCAL_FINGERPRINT = hashlib.sha256(
    repr((statements(GRANT_BY_INHERITANCE), OWNER, DATABASE, EXTENSIONS)).encode()
).hexdigest()


if __name__ == "__main__":
    print("-- PostgreSQL 16 or newer; on 15 leave out `with inherit false, set true`.")
    for line in statements(GRANT_BY_INHERITANCE):
        print(f"{line};")
    print(f"-- Then: alter role {WEB} password '…';")
