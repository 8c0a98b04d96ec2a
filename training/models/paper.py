"""What papers from before this product say: one row of a file, kept word for word as evidence."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.row_security import APPENDS, Rows, tenant
from agencies.models.rows import Shown
from training.models.course import Course
from training.models.rows import ParticipationRow, Recorded


@pghistory.track()
class PaperRecord(Shown, ParticipationRow, Recorded):
    """One row of an imported training history: one officer, one course.

    What was taken over from it carries it as `paper`, and so never passes for what was done here:
    `signed_off_by` is a name on paper, not a sign-off. Never changed: a later file that says more
    about the same course adds another one, and the last says what is known.
    """

    class Result(models.TextChoices):
        """What came of the course, as the papers say."""

        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Failed")
        INCOMPLETE = "incomplete", _("Incomplete")

    imported_from = models.ForeignKey(
        "intake.Import", on_delete=models.PROTECT, related_name="+", verbose_name=_("import")
    )
    # The file's name and row: an agency may not see the import, which holds others' officers too.
    document = models.CharField(_("document"), max_length=120)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    class_id = models.CharField(_("class ID"), max_length=20, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, blank=True)
    signed_off_by = models.CharField(_("signed off by"), max_length=120, blank=True)
    signed_off_on = models.DateField(_("signed off"), null=True, blank=True)
    supervisor = models.CharField(_("supervisor"), max_length=120, blank=True)

    rows: ClassVar[Rows] = tenant("", APPENDS, cross_agency=("imported_from",))

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return self.document
