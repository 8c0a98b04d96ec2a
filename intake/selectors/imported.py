"""Imports as pages show them."""

from dataclasses import dataclass
from typing import Any

from accounts.keyset import Keyset, Page
from accounts.permissions import Permission
from accounts.viewer import Viewer
from intake.kinds import Kind, kind_named
from intake.models import Import

PAGE = 50
NEWEST_FIRST = Keyset("-pk")


def imports_of(viewer: Viewer, after: str = "") -> Page:
    """One page of the imports that the viewer may see, newest first."""
    rows = Import.objects.visible_to(viewer).light().select_related("agency", "uploaded_by")
    return NEWEST_FIRST.page(rows, after, PAGE)


def may_act(viewer: Viewer, imported: Import) -> bool:
    """Whether the viewer may commit this import and take it back."""
    kind = kind_named(imported.kind)
    return kind is not None and viewer.may(Permission.IMPORT) and viewer.may(kind.permission)


def answered_at(viewer: Viewer, imported: Import) -> str:
    """The URL name of the page where the viewer may answer what the file asks; "" for none."""
    kind = kind_named(imported.kind)
    return kind.answered_at if kind is not None and viewer.may(kind.permission) else ""


@dataclass(frozen=True)
class ChangedRow:
    """All that one row of the file would change."""

    row: int
    changes: list[dict[str, Any]]


def changed_rows(imported: Import, most: int) -> list[ChangedRow]:
    """The changes by row, as far as they are shown."""
    by_row: dict[int, list[dict[str, Any]]] = {}
    for change in imported.findings.get("changes", []):
        by_row.setdefault(change["row"], []).append(change)
        if len(by_row) > most:
            break
    return [ChangedRow(row, changes) for row, changes in list(by_row.items())[:most]]


def title_of(imported: Import) -> Any:
    """What the kind of file is called."""
    kind: Kind | None = kind_named(imported.kind)
    return kind.title if kind else imported.kind
