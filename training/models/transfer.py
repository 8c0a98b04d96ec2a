"""Transfers: training that an officer brings along. Authority does not travel."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.row_security import APPENDS, Rows, tenant
from agencies.models import Model, Officer
from agencies.models.rows import AgencyRow, Shown
from agencies.querysets import VisibleQuerySet
from training.models.course import CourseVersion
from training.models.rows import Recorded


@pghistory.track()
class BroughtTraining(Shown, AgencyRow, Recorded):
    """A certification of an earlier agency, verified there, as the receiving agency sees it.

    A copy, because the row policies hide the former agency's records: what the receiving agency
    may know is exactly this. With the next transfer it goes on, under the name of the agency that
    verified it.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="brought_training")
    from_agency_name = models.CharField(_("from agency"), max_length=200)
    model = models.CharField(_("model"), max_length=3, choices=Model.choices)
    course_version = models.ForeignKey(
        CourseVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("course version")
    )
    certificate_number = models.CharField(_("certificate number"), max_length=40)
    certified_on = models.DateField(_("certified"))
    completed_on = models.DateField(_("course completed"))
    is_imported = models.BooleanField(
        _("imported"), default=False, help_text=_("Papers say it; nobody signed it off here.")
    )
    refreshed_on = models.DateField(_("last refresher"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    rows: ClassVar[Rows] = tenant("", APPENDS, cross_agency=("officer",))

    class Meta:
        verbose_name = _("training brought along")
        verbose_name_plural = _("training brought along")
        ordering = ["-certified_on", "id"]

    def __str__(self) -> str:
        return f"{self.certificate_number}, {self.from_agency_name}"
