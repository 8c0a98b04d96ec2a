"""A row of imported history that tests hang facts on, while its import is being written."""

from intake.models import Import
from training.models import Course, PaperRecord


def paper_of(participation, course="BASIC", **stated):
    imported = Import.objects.create(
        kind="training", file_name="history.csv", sha256="0" * 64, size=0, content=b"",
        state=Import.State.COMMITTING,
    )  # fmt: skip
    return PaperRecord.objects.create(
        agency_id=participation.agency_id,
        participation=participation,
        imported_from=imported,
        document="history.csv, row 2",
        course=Course.objects.get(code=course),
        **stated,
    )
