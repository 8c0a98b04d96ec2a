"""Files that were checked and never imported are not kept: they hold people's names."""

from datetime import datetime, timedelta

from django.db.models.functions import Coalesce

from accounts.permissions import Permission
from accounts.viewer import Viewer
from intake.models import Import

KEPT_DAYS = 7
State = Import.State
NOT_IMPORTED = (State.READING, State.PLANNED, State.REFUSED, State.FAILED)


def forget_abandoned(viewer: Viewer, now: datetime) -> int:
    """Delete the file, and what was found in it, of each check that led to no import for a week.

    Its name, who brought it and the counts stay. Returns how many files were deleted.
    """
    limit = now - timedelta(days=KEPT_DAYS)
    abandoned = (
        Import.objects.visible_to(viewer, Permission.IMPORT)
        # The first condition is the index's; a file checked again has another week.
        .filter(state__in=NOT_IMPORTED, uploaded_at__lt=limit)
        .alias(checked=Coalesce("planned_at", "uploaded_at"))
        .filter(checked__lt=limit)
    )
    forgotten: int = abandoned.update(
        state=State.FORGOTTEN, phase="", content=b"", refusals=b"", findings={}, digest=""
    )
    return forgotten
