"""The history that triggers keep of a row, as lines to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import User

MOST = 200


@dataclass(frozen=True)
class Change:
    """One column that differs from the entry before."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a row. `by` is "" for the product itself."""

    at: datetime
    label: str
    by: str
    changes: list[Change]


def event_model_of(model: type[models.Model]) -> type[models.Model] | None:
    """The model of a model's history; None for one that is its own history, or derived."""
    for candidate in apps.get_models():
        if getattr(candidate, "pgh_tracked_model", None) is model:
            return candidate
    return None


def entries_of(row: models.Model) -> list[Entry]:
    """The newest entries of a row's history, newest first. Two queries."""
    event_model = event_model_of(type(row))
    if event_model is None:
        return []
    found: list[Any] = list(
        event_model._default_manager.filter(pgh_obj_id=row.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")[:MOST]
    )
    people = User.objects.in_bulk({_user_id(e) for e in found} - {None})
    columns = [f for f in event_model._meta.concrete_fields if not f.name.startswith("pgh_")]
    entries = []
    for event, before in zip(found, [*found[1:], None], strict=True):
        changes = [
            Change(str(f.verbose_name), getattr(before, f.attname), getattr(event, f.attname))
            for f in columns
            if before is not None and getattr(before, f.attname) != getattr(event, f.attname)
        ]
        by = people.get(_user_id(event) or 0)
        entries.append(Entry(event.pgh_created_at, event.pgh_label, str(by or ""), changes))
    return entries


def _user_id(event: Any) -> int | None:
    context = event.pgh_context
    user = context.metadata.get("user") if context else None
    return user if isinstance(user, int) else None
