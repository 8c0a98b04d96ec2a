"""The file from which the demo's older records were taken over, as an import keeps it."""

import csv
import hashlib
import uuid
from datetime import datetime
from io import StringIO
from uuid import UUID

from demo.rows import Rows
from intake.models import Import
from training.models import Certification, PaperRecord

NAME = "older-training-records.csv"
_HEAD = ("state", "agency", "badge_number", "last_name", "first_name", "model", "course",
         "class_id", "completed_on", "result", "certified_on", "certificate_number")  # fmt: skip


def papers_of(rows: Rows) -> Import:
    """The one import of older records; being written until the demo is."""
    made = rows.of(Import)
    if made:
        found: Import = made[0]
        return found
    added: Import = rows.add(
        Import(kind="training", file_name=NAME, size=0, state=Import.State.COMMITTING)
    )
    return added


def fill(rows: Rows) -> None:
    """Give the import its file: what was taken over from it, row by row."""
    if not rows.of(Import):
        return
    certified = {row.paper.uuid: row for row in rows.of(Certification) if row.paper is not None}
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for number, paper in enumerate(rows.of(PaperRecord), 2):
        paper.document = f"{NAME}, row {number}"
        row, participation = certified[paper.uuid], paper.participation
        officer = participation.officer
        writer.writerow(
            (
                participation.agency.state,
                participation.agency.name,
                participation.appointment.badge_number,
                officer.last_name,
                officer.first_name,
                participation.model,
                paper.course.code,
                paper.class_id,
                row.completed_on,
                paper.result,
                row.certified_on,
                row.certificate_number,
            )
        )
    imported = papers_of(rows)
    imported.content = out.getvalue().encode()
    imported.size = len(imported.content)
    imported.sha256 = hashlib.sha256(imported.content).hexdigest()
    imported.created = len(rows.of(PaperRecord))


def conclude(rows: Rows, history: UUID | None, at: datetime) -> None:
    """Say that the import took place, once everything is written."""
    Import.objects.filter(pk__in=[row.pk for row in rows.of(Import)]).update(
        state=Import.State.COMMITTED,
        committed_at=at,
        history=history or uuid.uuid4(),
        findings={"problems": [], "changes": [], "notes": [], "absent": []},
    )
