"""From a file to the records: take it in, check it, commit what was shown.

A check writes nothing but what it found. A commit plans again, under a lock, and writes only if
the plan is still the one that was shown; then all accepted rows are written in one transaction
together with the import's own state, or nothing is.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pghistory
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer
from intake.file import File
from intake.kinds import Kind, Origin, kind_named
from intake.models import Import
from intake.plan import Plan, carry_out, wait_for_others
from intake.report import Report
from intake.services.forgetting import forget_abandoned
from intake.services.refusals import packed
from intake.table import Table, find_table

# What a page may show of each sort; the counts are of all, and so is the file of refused rows.
SHOWN_MOST = 2_000
TOOK_PLACE = (Import.State.COMMITTED, Import.State.UNDONE)

Watch = Callable[[Table], None]


def receive(
    viewer: Viewer,
    kind: Kind,
    file: File,
    agency_id: int | None = None,
    *,
    strict: bool = False,
) -> Import:
    """Keep the file that a person gave, to be checked; files never imported are forgotten."""
    _must(viewer, kind, agency_id)
    forget_abandoned(viewer, timezone.now())
    made: Import = Import.objects.create(**_about(viewer, kind, file, agency_id), strict=strict)
    return made


def import_file(
    viewer: Viewer,
    kind: Kind,
    file: File,
    *,
    agency_id: int | None = None,
    commit: bool,
    strict: bool,
) -> Report:
    """Check a file and with `commit` write it in one go, as commands do."""
    _must(viewer, kind, agency_id, by_command=True)
    table = find_table(file.sheets(), kind.columns)
    with pghistory.context(import_file=file.name, import_sha256=file.sha256) as context:
        with transaction.atomic():
            made = _begin(viewer, kind, file, agency_id) if commit else None
            importer = kind.importer(
                viewer, Origin(file.name, agency_id, made.pk if made else None)
            )
            report = carry_out(importer, table, commit=commit, strict=strict)
            report.blank = table.blank
            if made is not None and report.committed:
                Import.objects.filter(pk=made.pk).update(
                    **_outcome(report),
                    state=Import.State.COMMITTED,
                    strict=strict,
                    history=context.id,
                    committed_at=Now(),
                )
            elif made is not None:
                # --strict wrote nothing, so there was no import.
                transaction.set_rollback(True)
        if commit and kind.conclude is not None:
            # Even where --strict wrote nothing: else nobody could answer.
            kind.conclude(importer)
    return report


def check(viewer: Viewer, imported: Import, watch: Watch = lambda _table: None) -> None:
    """Find out what the file would do today, and keep that to be shown. `Unreadable` passes."""
    plan = _plan(viewer, imported, watch)[0]
    _keep(imported, plan, state=Import.State.PLANNED)


def commit(
    viewer: Viewer,
    imported: Import,
    *,
    digest: str,
    watch: Watch = lambda _table: None,
    before_writing: Callable[[], None] = lambda: None,
) -> bool:
    """Write what was shown; False, with the new check kept, where the records say otherwise now, or
    where a row is refused and the import was asked for as a whole."""
    kind = _kind_of(imported)
    _must(viewer, kind, imported.agency_id)
    with pghistory.context(
        import_file=imported.file_name, import_sha256=imported.sha256
    ) as context:
        plan, report = _plan(viewer, imported, watch, alone=True)
        if _digest(plan) != digest:
            _keep(imported, plan, state=Import.State.PLANNED, moved=True)
            return False
        if imported.strict and report.refused:
            _keep(imported, plan, state=Import.State.PLANNED)
            return False
        before_writing()
        rows = Import.objects.filter(pk=imported.pk).exclude(state__in=TOOK_PLACE)
        if not rows.update(state=Import.State.COMMITTING):
            raise Refused(_why_not_again(Import.State.COMMITTED))
        plan.write()
        _keep(
            imported,
            plan,
            state=Import.State.COMMITTED,
            history=context.id,
            committed_at=Now(),
        )
    return True


def again(viewer: Viewer, imported: Import) -> None:
    """Have a file checked anew that was checked, or that did not come to its end."""
    _must(viewer, _kind_of(imported), imported.agency_id)
    # As it stands now, not as the caller read it: somebody may have imported it meanwhile.
    rows = Import.objects.filter(pk=imported.pk)
    anew = rows.exclude(state__in=(*TOOK_PLACE, Import.State.FORGOTTEN))
    if not anew.update(state=Import.State.READING, phase="", rows_read=0):
        raise Refused(_why_not_again(rows.values_list("state", flat=True).first()))


def _why_not_again(state: str | None) -> str:
    if state == Import.State.FORGOTTEN:
        return _("The file was deleted, since it was not imported. Choose it again.")
    return _("This import took place. Import the file again to check it anew.")


def _plan(
    viewer: Viewer, imported: Import, watch: Watch, *, alone: bool = False
) -> tuple[Plan, Report]:
    kind = _kind_of(imported)
    file = File(imported.file_name, bytes(imported.content))
    table = find_table(file.sheets(), kind.columns)
    importer = kind.importer(viewer, Origin(imported.file_name, imported.agency_id, imported.pk))
    watch(table)
    if alone:
        wait_for_others(importer)
    plan = importer.plan(table)
    plan.report.blank = table.blank
    if kind.conclude is not None:
        kind.conclude(importer)
    return plan, plan.report


def _keep(imported: Import, plan: Plan, *, moved: bool = False, **more: Any) -> None:
    outcome = _outcome(plan.report, moved=moved)
    rows = Import.objects.filter(pk=imported.pk).exclude(state__in=TOOK_PLACE)
    if not rows.update(
        **outcome, **more, digest=_digest(plan), planned_at=timezone.now(), phase=""
    ):
        raise Refused(_why_not_again(Import.State.COMMITTED))


def _digest(plan: Plan) -> str:
    return str(getattr(plan, "digest", "") or plan.report.digest)


def _outcome(report: Report, *, moved: bool = False) -> dict[str, Any]:
    return {
        "blank": report.blank,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "absent": len(report.absent),
        "findings": {
            "moved": moved,
            "problems": [asdict(problem) for problem in report.problems[:SHOWN_MOST]],
            "changes": [asdict(change) for change in report.changes[:SHOWN_MOST]],
            "notes": [asdict(note) for note in report.notes[:SHOWN_MOST]],
            "absent": report.absent[:SHOWN_MOST],
            "comparisons": [asdict(pair) for pair in report.comparisons[:SHOWN_MOST]],
        },
        "refusals": packed(report.problems),
    }


def _begin(viewer: Viewer, kind: Kind, file: File, agency_id: int | None) -> Import:
    made: Import = Import.objects.create(
        **_about(viewer, kind, file, agency_id), state=Import.State.COMMITTING
    )
    return made


def _about(viewer: Viewer, kind: Kind, file: File, agency_id: int | None) -> dict[str, Any]:
    return {
        "kind": kind.name,
        "agency_id": agency_id,
        "file_name": file.name[-255:],
        "sha256": file.sha256,
        "size": len(file.data),
        "content": file.data,
        "uploaded_by_id": viewer.user_id,
    }


def _kind_of(imported: Import) -> Kind:
    kind = kind_named(imported.kind)
    if kind is None:
        raise Refused(_("Files of this kind are no longer imported."))
    return kind


def _must(viewer: Viewer, kind: Kind, agency_id: int | None, *, by_command: bool = False) -> None:
    viewer.must(kind.permission)
    if not by_command:
        viewer.must(Permission.IMPORT)
    if kind.of_agency and (agency_id is None or not viewer.sees_agency(agency_id)):
        raise Refused(_("Name the agency whose records the file holds."))
