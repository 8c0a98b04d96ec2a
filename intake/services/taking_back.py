"""Taking a whole import back, while nothing has been built on it.

What an import did is read from the history, where each of its rows carries the import's context:
what it added is deleted, what it changed gets the values from before. A row that was touched
since, or that other records refer to, stands in the way, and is named.
"""

from collections.abc import Iterator
from typing import Any

import pghistory
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, Refused, refuse_if
from accounts.row_security import rows_of
from accounts.viewer import Viewer
from intake.kinds import Kind, Origin, kind_named
from intake.models import Import
from intake.plan import wait_for_others

NAMED_MOST = 20


def take_back(viewer: Viewer, imported: Import) -> None:
    """Undo a committed import as one, or refuse with everything that stands in the way."""
    viewer.must(Permission.IMPORT)
    kind = kind_named(imported.kind)
    if kind is None:
        raise Refused(_("Files of this kind are no longer imported."))
    viewer.must(kind.permission)
    imported = (
        Import.objects.visible_to(viewer, Permission.IMPORT)
        .light()
        .select_for_update(of=("self",), no_key=True)
        .get(pk=imported.pk)
    )
    if imported.state != Import.State.COMMITTED:
        raise Refused(_("Only an import that took place can be taken back."))
    _hold(viewer, kind, imported)
    refuse_if(obstacles(kind, imported))
    try:
        with transaction.atomic(), pghistory.context(import_taken_back=str(imported.uuid)):
            for model in kind.writes:
                _restore(model, imported)
            for model in filter(_is_deleted, kind.writes):
                _delete(model, imported)
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
    except IntegrityError as error:
        raise Refused(
            _("Records that you do not see were built on this import; it stays.")
        ) from error
    Import.objects.filter(pk=imported.pk).update(
        state=Import.State.UNDONE, undone_at=Now(), undone_by_id=viewer.user_id
    )


def obstacles(kind: Kind, imported: Import) -> list[Reason]:
    """Everything that stands in the way of taking the import back, by the name of the record."""
    found = [words for model in kind.writes if (words := _permanent(model, imported))]
    if kind.obstacles is not None and imported.history is not None:
        found += kind.obstacles(imported.history)
    more = 0
    for model in kind.writes:
        for words in _touched_since(model, imported):
            if len(found) < NAMED_MOST:
                found.append(words)
            else:
                more += 1
    for model in kind.writes:
        for words in _built_on(kind, model, imported):
            if len(found) < NAMED_MOST:
                found.append(words)
            else:
                more += 1
    reasons = [Reason(words) for words in dict.fromkeys(found)]
    if more:
        reasons.append(Reason(_("and %d more") % more))
    return reasons


def _hold(viewer: Viewer, kind: Kind, imported: Import) -> None:
    """Let nobody change what the import wrote between looking and restoring.

    Other imports of the kind wait; each row is locked, those that are referred to first, as the
    services that correct them do.
    """
    wait_for_others(kind.importer(viewer, Origin(imported.file_name, imported.agency_id)))
    for model in reversed(kind.writes):
        if "update" not in f"{rows_of(model).agency_writes} {rows_of(model).national_writes}":
            continue
        ids = _events(model).filter(pgh_context_id=imported.history).values("pgh_obj_id")
        rows = model._default_manager.filter(pk__in=ids).order_by("pk")
        # Counted in the database: the rows themselves are not wanted.
        with connection.cursor() as cursor:
            sql, parameters = (
                rows.select_for_update(of=("self",)).values("pk").query.sql_with_params()
            )
            cursor.execute(f"select count(*) from ({sql}) held", parameters)  # noqa: S608


def _events(model: type[models.Model]) -> models.QuerySet[Any]:
    events: models.QuerySet[Any] = model.pgh_event_model.objects.all()  # type: ignore[attr-defined]
    return events


def _ours(model: type[models.Model], imported: Import, label: str) -> models.QuerySet[Any]:
    """The history rows that this import wrote."""
    return _events(model).filter(pgh_context_id=imported.history, pgh_label=label)


def _is_deleted(model: type[models.Model]) -> bool:
    """Whether anybody may delete such rows."""
    rows = rows_of(model)
    return "delete" in f"{rows.agency_writes} {rows.national_writes}"


def _permanent(model: type[models.Model], imported: Import) -> str:
    if _is_deleted(model):
        return ""
    count = _ours(model, imported, "insert").count()
    if not count:
        return ""
    return _("%(count)d %(records)s were recorded, which are never deleted.") % {
        "count": count,
        "records": model._meta.verbose_name_plural,
    }


def _touched_since(model: type[models.Model], imported: Import) -> Iterator[str]:
    """Rows that are no longer as the import left them. A later import that was taken back has put
    back what this one wrote, and so does not count."""
    mine = ", ".join(f't."{column}"' for column in _columns(model))
    left = ", ".join(f'e."{column}"' for column in _columns(model))
    events = model.pgh_event_model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            f'select t.id from "{model._meta.db_table}" t join (select distinct on (pgh_obj_id) *'  # noqa: S608
            f' from "{events}" where pgh_context_id = %s order by pgh_obj_id, pgh_id desc) e'
            f" on e.pgh_obj_id = t.id where ({mine}) is distinct from ({left})",
            [imported.history],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    for row in model._default_manager.filter(pk__in=ids):
        yield _("%s was changed since.") % row


def _built_on(kind: Kind, model: type[models.Model], imported: Import) -> Iterator[str]:
    created = _ours(model, imported, "insert").values("pgh_obj_id")
    for relation in model._meta.related_objects:
        referring = relation.related_model
        if hasattr(referring, "pgh_tracked_model") or not isinstance(referring, type):
            continue
        name = relation.field.name
        rows = referring._default_manager.filter(**{f"{name}__in": created})
        if referring in kind.writes:
            rows = rows.exclude(pk__in=_ours(referring, imported, "insert").values("pgh_obj_id"))
        held = rows.values_list(f"{name}_id", flat=True).distinct()
        for row in model._default_manager.filter(pk__in=list(held)):
            yield _("%(what)s has later records: %(records)s.") % {
                "what": row,
                "records": referring._meta.verbose_name_plural,
            }


def _columns(model: type[models.Model]) -> list[str]:
    """The columns that the history keeps, but for those that say which row it is."""
    return [
        field.column
        for field in model.pgh_event_model._meta.concrete_fields  # type: ignore[attr-defined]
        if field.column in {own.column for own in model._meta.concrete_fields}
        and field.column not in ("id", "uuid")
    ]


def _restore(model: type[models.Model], imported: Import) -> None:
    """Give changed rows the values that the history has from before the import."""
    changed = _ours(model, imported, "update").values("pgh_obj_id").annotate(last=Max("pgh_id"))
    created = set(_ours(model, imported, "insert").values_list("pgh_obj_id", flat=True))
    ids = [row["pgh_obj_id"] for row in changed if row["pgh_obj_id"] not in created]
    if not ids:
        return
    events = model.pgh_event_model._meta.db_table  # type: ignore[attr-defined]
    table = model._meta.db_table
    values = ", ".join(f'"{column}" = before."{column}"' for column in _columns(model))
    with connection.cursor() as cursor:
        cursor.execute(
            f'update "{table}" t set {values} from (select distinct on (e.pgh_obj_id) e.*'  # noqa: S608
            f' from "{events}" e where e.pgh_obj_id = any(%(ids)s) and e.pgh_id < (select'
            f' min(f.pgh_id) from "{events}" f where f.pgh_obj_id = e.pgh_obj_id'
            " and f.pgh_context_id = %(history)s)"
            " order by e.pgh_obj_id, e.pgh_id desc) before where t.id = before.pgh_obj_id",
            {"ids": ids, "history": imported.history},
        )
        if cursor.rowcount != len(ids):
            raise Refused(_("The history does not say what some records said before."))


def _delete(model: type[models.Model], imported: Import) -> None:
    """Delete what the import added, by one statement; the history keeps that too."""
    events = model.pgh_event_model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            f'delete from "{model._meta.db_table}" where id in (select pgh_obj_id'  # noqa: S608
            f" from \"{events}\" where pgh_context_id = %s and pgh_label = 'insert')",
            [imported.history],
        )
