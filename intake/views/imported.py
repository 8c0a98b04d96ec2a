"""Files in: the list of imports, choosing a file, its check, its commit, taking it back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.gate import AccessRequest, MissingPermission, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from intake.file import File
from intake.forms.upload import UploadForm
from intake.kinds import kind_named, kinds_for
from intake.models import Import
from intake.selectors.imported import (
    PAGE,
    answered_at,
    changed_rows,
    imports_of,
    may_act,
    title_of,
)
from intake.services import import_file, job, lock
from intake.services.forgetting import KEPT_DAYS
from intake.services.refused_rows import refused_rows_csv, template_csv
from intake.services.taking_back import obstacles, take_back

SHOWN = 200
SORTS = ("changes", "problems", "notes", "absent")
# What a file does, and what it did once it is imported.
_TO_DO = {"created": _lazy("Add"), "updated": _lazy("Change"), "unchanged": _lazy("Leave as is")}
_DONE = {"created": _lazy("Added"), "updated": _lazy("Changed"), "unchanged": _lazy("The same")}


@needs(Permission.VIEW)
def imports(request: AccessRequest) -> HttpResponse:
    """Every import that the viewer may see, newest first."""
    page = imports_of(request.viewer, request.GET.get("after", ""))
    for row in page.rows:
        row.state = lock.fate(row)
    context = {
        "rows": [(row, title_of(row)) for row in page.rows],
        "next_url": f"?after={page.after}" if page.after else "",
        "size": PAGE,
        "may_import": bool(kinds_for(request.viewer)),
        "several_agencies": request.viewer.agency_id is None,
    }
    return render(request, "intake/imports.html", context)


@needs(Permission.IMPORT)
def import_add(request: AccessRequest) -> HttpResponse:
    """Choose a file; it is checked, and nothing is written."""
    kinds = kinds_for(request.viewer)
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds)
    if form.is_valid():
        kind = next(kind for kind in kinds if kind.name == form.cleaned_data["kind"])
        given = form.cleaned_data["file"]
        agency_id = request.viewer.agency_id if kind.of_agency else None
        file = File(given.name, given.read())
        strict = form.cleaned_data["strict"]
        imported = import_file.receive(request.viewer, kind, file, agency_id, strict=strict)
        job.begin_check(request.viewer, imported)
        return redirect("import", imported.uuid)
    return render(request, "intake/import_add.html", {"form": form, "kinds": kinds})


@needs(Permission.IMPORT)
@require_GET
def import_template(request: AccessRequest) -> HttpResponse:
    """An empty file of the right shape, with one example row."""
    kinds = {kind.name: kind for kind in kinds_for(request.viewer)}
    kind = kinds.get(request.GET.get("kind", "")) or next(iter(kinds.values()), None)
    if kind is None:
        return redirect("imports")
    return _csv([template_csv(kind)], f"{kind.name}-template.csv")


@needs(Permission.VIEW)
def import_page(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """What the file would do, does or did."""
    imported = _find(request, uuid)
    imported.state = lock.fate(imported)
    may = may_act(request.viewer, imported)
    if may:
        job.take_up(request.viewer, imported)
    shown = request.GET.get("show", "")
    if shown not in SORTS:
        shown = next((s for s in ("problems", "changes") if imported.findings.get(s)), "changes")
    context: dict[str, Any] = {
        "imported": imported,
        "title": title_of(imported),
        "findings": imported.findings,
        "whole": imported.findings.get("whole"),
        "may": may,
        "shown": shown,
        "did": _DONE if imported.committed_at else _TO_DO,
        "changed": changed_rows(imported, SHOWN),
        "problems": imported.findings.get("problems", [])[:SHOWN],
        "notes": imported.findings.get("notes", [])[:SHOWN],
        "absent": imported.findings.get("absent", [])[:SHOWN],
        "shown_most": SHOWN,
        "kept_days": KEPT_DAYS,
        "comparisons": imported.findings.get("comparisons", []),
        "answered_at": answered_at(request.viewer, imported),
        "stopped": imported.strict and imported.refused > 0,
    }
    return render(request, "intake/import.html", context)


@needs(Permission.VIEW)
@require_GET
def import_progress(request: AccessRequest, uuid: UUID) -> JsonResponse:
    """How far the work on the file is, for the page that follows it."""
    imported = _find(request, uuid)
    state = lock.fate(imported)
    if may_act(request.viewer, imported):
        job.take_up(request.viewer, imported)
    under_way = state in (Import.State.READING, Import.State.COMMITTING)
    phase = str(Import.Phase(imported.phase).label)
    words = phase
    if imported.rows_read:
        words = _("%(phase)s: %(rows)s rows") % {
            "phase": phase,
            "rows": f"{imported.rows_read:,}",
        }
    return JsonResponse({"under_way": under_way, "words": words})


@needs(Permission.IMPORT)
@require_GET
def import_refused_rows(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """The refused rows, to be mended and imported."""
    imported = _find(request, uuid)
    if not imported.refusals:
        messages.info(request, _("No row was refused."))
        return redirect("import", uuid)
    stem = imported.file_name.rsplit(".", 1)[0]
    return _csv(refused_rows_csv(imported), f"{stem}-refused-rows.csv")


@needs(Permission.IMPORT)
@require_POST
def import_commit(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Import what was shown."""
    imported = _find(request, uuid)
    if not may_act(request.viewer, imported):
        _say_who_may(request, imported)
    elif imported.state != Import.State.PLANNED:
        messages.error(request, _("There is nothing to import: check the file again."))
    elif request.POST.get("digest") != imported.digest:
        messages.error(request, _("The file was checked again since. Look at it once more."))
    else:
        job.begin_commit(request.viewer, imported, digest=imported.digest)
    return redirect("import", uuid)


@needs(Permission.IMPORT)
@require_POST
def import_check(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Check the same file again, against today's records."""
    imported = _find(request, uuid)
    if not may_act(request.viewer, imported):
        _say_who_may(request, imported)
        return redirect("import", uuid)
    try:
        import_file.again(request.viewer, imported)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        job.begin_check(request.viewer, imported)
    return redirect("import", uuid)


@needs(Permission.IMPORT)
def import_take_back(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """Take the whole import back, or see what stands in the way."""
    imported = _find(request, uuid)
    kind = kind_named(imported.kind)
    if kind is None or not may_act(request.viewer, imported):
        _say_who_may(request, imported)
        return redirect("import", uuid)
    if imported.state != Import.State.COMMITTED:
        messages.error(request, _("Only an import that took place can be taken back."))
        return redirect("import", uuid)
    if request.method == "POST":
        try:
            take_back(request.viewer, imported)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("The import is taken back. The history keeps both."))
            return redirect("import", uuid)
    else:
        reasons = obstacles(kind, imported)
    context = {"imported": imported, "title": title_of(imported), "against": reasons}
    return render(request, "intake/import_take_back.html", context)


def _find(request: AccessRequest, uuid: UUID) -> Import:
    found: Import = get_object_or_404(
        Import.objects.visible_to(request.viewer).select_related(
            "agency", "uploaded_by", "undone_by"
        ),
        uuid=uuid,
    )
    return found


def _say_who_may(request: AccessRequest, imported: Import) -> None:
    kind = kind_named(imported.kind)
    if kind is not None:
        messages.error(request, str(MissingPermission(kind.permission)))


def _csv(lines: Iterable[str], name: str) -> HttpResponse:
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    plain = "".join(c if c.isalnum() or c in "-_. " else "_" for c in name)
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    return response
