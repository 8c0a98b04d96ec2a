"""The kinds of files that can be imported. Each is declared by the app whose records it holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from accounts.permissions import Permission
from accounts.viewer import Viewer
from intake.plan import Importer
from intake.table import Column


@dataclass(frozen=True)
class Origin:
    """Where rows come from: the file's name, and the agency whose records it holds, if one.

    `import_id` is the import's own record, for rows that name it as their evidence; a check by a
    command has none.
    """

    file_name: str
    agency_id: int | None = None
    import_id: int | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    `name` is its word in commands and addresses. `of_agency`: the file holds one agency's
    records. `conclude` keeps what an importer asks people, whether or not it wrote. `writes` are
    the models that it adds rows to or changes, those that refer before those that are referred
    to. `example` is one row of the template, in the order of `columns`. `answered_at` is the URL
    name of the page where people answer the report's comparisons. `obstacles` names, for the
    history context of a committed import, what stands in the way of taking it back beyond later
    changes and later records; what it looks at it locks.
    """

    name: str
    title: Any
    description: Any
    columns: tuple[Column, ...]
    permission: Permission
    importer: Callable[[Viewer, Origin], Importer]
    writes: tuple[type[models.Model], ...]
    of_agency: bool = False
    example: tuple[str, ...] = ()
    conclude: Callable[[Any], None] | None = None
    answered_at: str = ""
    obstacles: Callable[[UUID], Iterable[str]] | None = None


_KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Make a kind known; called once, when its app is ready."""
    _KINDS[kind.name] = kind


def kind_named(name: str) -> Kind | None:
    """The kind of that name."""
    return _KINDS.get(name)


def every_kind() -> list[Kind]:
    """All kinds, in the order they were declared."""
    return list(_KINDS.values())


def kinds_for(viewer: Viewer) -> list[Kind]:
    """The kinds of files that the viewer may import, in the order they were declared."""
    return [
        kind
        for kind in every_kind()
        if viewer.may(Permission.IMPORT)
        and viewer.may(kind.permission)
        and (not kind.of_agency or viewer.agency_id is not None)
    ]
