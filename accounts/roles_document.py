"""`python -m accounts.roles_document > docs/roles.md`: the roles as a page, made from the table.

tests/accounts/test_roles.py holds that the page in docs/ is the one this makes.
"""

from collections.abc import Iterator

from django.conf import settings

from accounts.permissions import Permission
from accounts.roles import ROLES, SUPERVISOR, Role, Scope

_PLACES = {
    Scope.AGENCY: "one agency",
    Scope.FIELD_OFFICE: "a field office",
    Scope.NATION: "the nation",
}
_INTRODUCTION = """\
A person acts in one role at one place at a time and switches between several at the top of
every page. Roles are held from one day to another: a supervisor's by an assignment to a field
office or to one agreement, everybody else's by a membership. Neither gives access before the
person has accepted it. Nobody signs for themselves or for what they entered, whatever the role. A
superuser acts as program manager.""".splitlines()


def roles_document() -> str:
    """The whole page, in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    roles = list(ROLES.values())
    yield "# Roles"
    yield ""
    yield "Made from `accounts/roles.py` by `python -m accounts.roles_document > docs/roles.md`."
    yield ""
    yield from _INTRODUCTION
    yield ""
    yield "| Role | Held for | What it is for |"
    yield "|---|---|---|"
    for role in roles:
        place = _PLACES[role.scope] + (" or one agreement" if role is SUPERVISOR else "")
        yield f"| {role.title} | {place} | {role.description} |"
    yield ""
    yield "## What each role may do"
    yield ""
    yield _row("", [str(role.title) for role in roles])
    yield "|---" + "|:-:" * len(roles) + "|"
    for permission in Permission:
        yield _row(_capital(permission.description), [_mark(role, permission) for role in roles])


def _row(first: str, rest: list[str]) -> str:
    return "| " + " | ".join([first, *rest]) + " |"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _mark(role: Role, permission: Permission) -> str:
    return "yes" if permission in role.permissions else ""


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    print(roles_document(), end="")
