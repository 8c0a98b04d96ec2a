"""The filters of a report: those that it names, and the day."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from reports.forms.lists import AgencyField, AgreementListForm, ListForm
from reports.selectors.falling_due import WINDOWS
from reports.selectors.report import Report
from reports.selectors.report.definition import ReportFilters


class ReportForm(ListForm):
    """Every filter that a report may name; the others are left out."""

    chips: ClassVar[tuple[str, ...]] = ("q", "state", "model", "in_force", "form", "agency")

    days = forms.TypedChoiceField(
        label=_("Within"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(n, format_lazy(_("{n} days"), n=n)) for n in WINDOWS],
    )
    detail = forms.ChoiceField(
        required=False,
        choices=[("", ""), ("requirements", _("Every requirement"))],
        widget=forms.HiddenInput,
    )
    q = forms.CharField(label=_("Agency"), required=False, max_length=80)
    state = AgreementListForm.base_fields["state"]
    model = AgreementListForm.base_fields["model"]
    in_force = AgreementListForm.base_fields["in_force"]
    form = AgreementListForm.base_fields["form"]
    agency = AgencyField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, viewer: Viewer, report: Report) -> None:
        self.report = report
        given = data.copy()
        if not given.get("days"):
            given["days"] = str(WINDOWS[-1])
        super().__init__(given, viewer)

    def narrow(self) -> None:
        """Leave out what this report cannot be narrowed by."""
        for name in list(self.fields):
            if name not in ("on", "known") and name not in self.report.filters:
                del self.fields[name]

    def filters(self) -> ReportFilters:
        """What the report is asked for."""
        return ReportFilters(
            on=self.day,
            known=self.moment,
            q=self.text("q"),
            state=self.text("state"),
            model=self.text("model"),
            in_force=self.text("in_force"),
            form=self.text("form"),
            days=self.value("days") or WINDOWS[-1],
            agency=self.value("agency"),
        )
